"""An edition with every mark, as a site."""

from pathlib import Path

import pytest

from tests.edition import EDITIONS, built
from tests.site.cited import citing, made, shortened


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with every mark."""
    return built(EDITIONS / "everything" / "content", tmp_path_factory.mktemp("everything") / "site")


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that is written from right to left, its files named in its own letters."""
    return built(EDITIONS / "arabic" / "content", tmp_path_factory.mktemp("arabic") / "site")


@pytest.fixture(scope="session")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that groups its sources, lists each chapter's, and shortens a citation."""
    return made(tmp_path_factory.mktemp("cited"), lambda made: shortened(citing(grouped=True, lists=True)(made)))
