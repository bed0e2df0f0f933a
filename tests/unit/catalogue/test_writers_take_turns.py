"""Threads of one process that write to the catalogue of a desk: one after the other, and none is forgotten."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue.engine import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue.on_disk(tmp_path / "catalogue.db")
    with catalogue.begin() as connection:
        connection.execute(sa.text("CREATE TABLE count (value INTEGER)"))
        connection.execute(sa.text("INSERT INTO count VALUES (0)"))
    yield catalogue
    catalogue.close()


def add_one(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        value = connection.execute(sa.text("SELECT value FROM count")).scalar_one()
        connection.execute(sa.text("UPDATE count SET value = :value"), {"value": value + 1})


def test_none_is_forgotten(catalogue: Catalogue) -> None:
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(add_one, [catalogue] * 100))
    with catalogue.begin(readonly=True) as connection:
        assert connection.execute(sa.text("SELECT value FROM count")).scalar_one() == 100


def test_one_that_fails_lets_the_next(catalogue: Catalogue) -> None:
    with pytest.raises(ZeroDivisionError), catalogue.begin():
        raise ZeroDivisionError
    next_one = threading.Thread(target=add_one, args=(catalogue,), daemon=True)
    next_one.start()
    next_one.join(10)
    assert not next_one.is_alive()


def test_who_reads_waits_for_nobody(catalogue: Catalogue) -> None:
    with catalogue.begin(), catalogue.begin(readonly=True) as connection:
        assert connection.execute(sa.text("SELECT value FROM count")).scalar_one() == 0
