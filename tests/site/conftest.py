"""An edition with every mark, as a site."""

from pathlib import Path

import pytest

from tests.edition import EDITIONS, built
from tests.released import released
from tests.site.cited import citing, made, shortened
from tests.site.pictured import pictured as drawn
from tests.site.traced import edited


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with every mark."""
    return built(EDITIONS / "everything" / "content", tmp_path_factory.mktemp("everything") / "site")


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that is written from right to left, its files named in its own letters."""
    return built(EDITIONS / "arabic" / "content", tmp_path_factory.mktemp("arabic") / "site")


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition in Chinese, which puts no spaces between words."""
    return built(EDITIONS / "chinese" / "content", tmp_path_factory.mktemp("chinese") / "site")


@pytest.fixture(scope="session")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that groups its sources, lists each chapter's, and shortens a citation."""
    return made(tmp_path_factory.mktemp("cited"), lambda made: shortened(citing(grouped=True, lists=True)(made)))


@pytest.fixture(scope="session")
def waters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with three releases behind it, and changes that none has."""
    root = tmp_path_factory.mktemp("waters")
    return built(released(root, base_url="https://example.org/waters/"), root / "site")


@pytest.fixture(scope="session")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that was published, edited in every way, and published again."""
    return edited(tmp_path_factory.mktemp("traced")).site()


@pytest.fixture(scope="session")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with a timeline and maps."""
    return drawn(tmp_path_factory.mktemp("pictured"))


@pytest.fixture(scope="session")
def pictured_leftwards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same in Arabic."""
    return drawn(tmp_path_factory.mktemp("leftwards"), "ar")
