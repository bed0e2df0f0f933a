"""A dossier that no rule fits gets its period on its own page, by a decision of the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.model import Role
from app.desks.retention import CatalogueRetentionDesk
from app.steps.retain import assign_anew
from records.identifiers import DossierId
from retention_rules.model import AssignmentState
from tests.contracts import catalogues
from tests.contracts.sites import Site, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R04")

DECISION = {
    "period": "30",
    "number": "12/QĐ-UBND",
    "decided_on": "2025-03-01",
    "approved_by": "Chủ tịch",
    "reason": "Hồ sơ công trình",
}


@pytest.fixture(params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site(request.param, tmp_path) as there:
        there.desks.staffed().add("luu-tru", Role.ARCHIVIST, conditional=True)
        yield there


def test_a_decision_is_recorded_on_the_page_and_ends_what_was_provisional(made: Site) -> None:
    thing, parts = made.put(unit="A"), made.desks.parts
    with parts.catalogue.begin() as connection:
        assign_anew(parts, connection, DossierId(thing.dossier), by="vankho")
    page = made.get(f"/ho-so/{thing.dossier}", "luu-tru").text
    assert "Ghi quyết định về thời hạn" in page
    assert "quyết định của người đứng đầu" in page
    assert "Ghi quyết định về thời hạn" not in made.get(f"/ho-so/{thing.dossier}", "lan").text

    place = f"/ho-so/{thing.dossier}/thoi-han"
    refused = made.ask("POST", place, "luu-tru", data={**DECISION, "decided_on": ""})
    assert refused.status_code == 422
    assert "Thiếu ngày quyết định." in refused.text
    assert 'value="12/QĐ-UBND"' in refused.text
    assert made.ask("POST", place, "lan", data=DECISION).status_code == 403

    assert made.ask("POST", place, "luu-tru", data=DECISION).status_code == 303
    found = CatalogueRetentionDesk(parts).assignment(made.desks.reader("luu-tru"), DossierId(thing.dossier))
    assert found is not None
    assert (found.state, found.rule.period) != (AssignmentState.PROVISIONAL, "20")
    assert found.rule.period == "30"
    assert "12/QĐ-UBND" in made.get(f"/ho-so/{thing.dossier}", "luu-tru").text
