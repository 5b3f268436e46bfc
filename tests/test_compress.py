"""Compressed files beside those of a site."""

import gzip
import subprocess
import sys
from pathlib import Path

import brotli

from tests.edition import ROOT, built, page, written

EDITION: dict[str, str | bytes] = {
    "edition.yaml": "title: An Edition\ncompress: true\n",
    "one.md": "# One\n\nWords. ![A dot](dot.png)\n",
    "dot.png": b"\x89PNG\r\n\x1a\n",
}


def test_each_text_has_its_compressed_ones_beside_it(tmp_path: Path) -> None:
    """Every text file has a ``.br`` and a ``.gz`` that hold its words; a picture has none."""
    site = built(written(tmp_path, EDITION), tmp_path / "site")
    plain = built(written(tmp_path, {**EDITION, "edition.yaml": "title: An Edition\n"}), tmp_path / "plain")
    names = {path.relative_to(plain).as_posix() for path in plain.rglob("*") if path.is_file()}
    texts = names - {"dot.png", ".postil"}
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert found - names == {f"{name}.{ending}" for name in texts for ending in ("br", "gz")}
    assert found >= names
    for name in texts:
        content = (plain / name).read_bytes()
        assert (site / name).read_bytes() == content
        assert brotli.decompress((site / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((site / f"{name}.gz").read_bytes()) == content


def test_the_same_words_are_compressed_the_same(tmp_path: Path) -> None:
    """A second build, elsewhere, has the same bytes in each file."""
    content = written(tmp_path, EDITION)
    first, second = built(content, tmp_path / "first"), built(content, tmp_path / "second")
    for path in first.rglob("*.??"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name


def test_what_is_not_asked_for_is_not_imported(tmp_path: Path) -> None:
    """An edition that asks for nothing loads neither Brotli nor gzip, nor what makes a service worker."""
    content = written(tmp_path, {"one.md": "Words.\n"})
    code = (
        "import sys; sys.path.insert(0, 'src'); from postil.command import main; "
        f"main(['--content', {str(content)!r}, '--out', {str(tmp_path / 'site')!r}]); "
        "print([name for name in ('brotli', 'gzip', 'postil.compress', 'postil.render.worker', 'postil.render.whole')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_page_is_the_same_with_the_others_beside_it(tmp_path: Path) -> None:
    """Pages do not name what stands beside them: hosts do."""
    site = built(written(tmp_path, EDITION), tmp_path / "site")
    assert [each for each in page(site / "one.html").xpath("//@href | //@src") if each.endswith((".br", ".gz"))] == []
