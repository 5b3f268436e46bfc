"""An edition with every mark, as a site."""

from pathlib import Path

import pytest

from tests.edition import EDITIONS, built


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with every mark."""
    return built(EDITIONS / "everything" / "content", tmp_path_factory.mktemp("everything") / "site")
