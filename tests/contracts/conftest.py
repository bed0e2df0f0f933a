"""What many contracts are held over: a catalogue of this version, or an office, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts import catalogues
from tests.contracts.offices import office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.catalogue.engine import Catalogue
    from app.wiring import Parts


@pytest.fixture(scope="module", params=catalogues.KINDS)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """A catalogue that the tests of a file share; ``catalogues.emptied`` makes it new."""
    with catalogues.migrated(request.param, tmp_path_factory.mktemp("catalogue")) as made:
        yield made


@pytest.fixture(scope="module", params=catalogues.KINDS)
def parts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """An installation that the tests of a file share; ``offices.opened`` makes it new."""
    with office(request.param, tmp_path_factory.mktemp("office")) as made:
        yield made
