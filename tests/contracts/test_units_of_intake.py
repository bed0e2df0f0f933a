"""Whoever takes files in for several units says for which; nobody does for one that is not his."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.model import ALL_UNITS, Role
from adapters.catalogue.schema import batch
from tests.contracts import catalogues
from tests.contracts.sites import Site, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site(request.param, tmp_path) as there:
        desks = there.desks.staffed()
        desks.units.put(desks.operator, "B", "Phòng B", None)
        desks.add("luu-tru", Role.ARCHIVIST, Role.CLERK, unit=ALL_UNITS)
        desks.add("so-hoa", Role.CLERK, unit="A")
        yield there


def units_of_batches(made: Site) -> list[str]:
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        return list(connection.scalars(sa.select(batch.c.unit).order_by(batch.c.id)))


def test_who_sees_all_units_says_for_which_a_batch_is(made: Site) -> None:
    page = made.get("/tiep-nhan", "luu-tru").text
    assert '<option value="A">Phòng A</option>' in page
    assert '<option value="B">Phòng B</option>' in page
    assert '<option value="">Chọn đơn vị…</option>' in page
    unsaid = made.ask("POST", "/tiep-nhan", "luu-tru", data={"unit": ""})
    assert unsaid.status_code == 422
    assert "Chưa chọn đơn vị mà lô này thuộc về." in unsaid.text
    opened = made.ask("POST", "/tiep-nhan", "luu-tru", data={"unit": "B"})
    assert opened.status_code == 303
    assert "đơn vị: Phòng B" in made.get(opened.headers["location"], "luu-tru").text
    assert made.ask("POST", "/api/batches", "luu-tru", json={"unit": "A"}).status_code == 201
    assert units_of_batches(made) == ["B", "A"]


def test_a_clerk_takes_in_for_his_own_unit_and_for_no_other(made: Site) -> None:
    page = made.get("/tiep-nhan", "so-hoa").text
    assert '<option value="A">Phòng A</option>' in page
    assert '<option value="B">' not in page
    assert "Chọn đơn vị" not in page
    assert made.ask("POST", "/tiep-nhan", "so-hoa", data={}).status_code == 303
    refused = made.ask("POST", "/api/batches", "so-hoa", json={"unit": "B"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "batch.unit_not_yours")
    assert units_of_batches(made) == ["A"]
