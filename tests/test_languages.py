"""What a language tag says of how its words are written."""

import re

import pytest

from postil.languages import TAG, direction, quotes


@pytest.mark.parametrize("tag", "ar fa he ur ps sd ug yi ckb dv syr az-Arab az-Arab-IR AR-EG ku-arab uz-Arab".split())
def test_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["", *"en az ru zh-Hant ja hy uz-Latn ar-Latn he-Latn-IL ku de-AT sr-Latn".split()])
def test_from_left_to_right(tag: str) -> None:
    """A script in the tag goes before the habit of the language."""
    assert direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("tag", "marks"),
    [
        ("en-GB", "“”‘’"),
        ("ru", "«»„“"),
        ("de-AT", "„“‚‘"),
        ("zh", "“”‘’"),
        ("zh-Hans-CN", "“”‘’"),
        ("zh-Hant", "「」『』"),
        ("zh-TW", "「」『』"),
        ("ja", "「」『』"),
    ],
)
def test_quotation_marks(tag: str, marks: str) -> None:
    assert quotes(tag) == tuple(marks)


@pytest.mark.parametrize("tag", "en az-Arab zh-Hant-HK de-CH-1996 sl-rozaj es-419 hy-Latn".split())
def test_a_tag(tag: str) -> None:
    assert re.fullmatch(TAG, tag)


@pytest.mark.parametrize("tag", ["", "x", "russian", "ru_RU", "Русский", "en-", "en us", "az-Ara"])
def test_no_tag(tag: str) -> None:
    assert not re.fullmatch(TAG, tag)
