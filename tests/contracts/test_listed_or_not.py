"""What is offered for a disposal list and what is not yet, and the dossier that keeps its papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import dossiers
from app.desks.disposal_sheets import CatalogueDisposalSheets
from app.desks.forms import CatalogueFormDesk
from app.desks.hand_over import CatalogueHandOverDesk
from app.desks.retention import CatalogueRetentionDesk
from app.desks.view_record import ViewRecord
from records.errors import Conflict
from records.identifiers import DossierId
from retention_rules.decide_period import decide_period
from retention_rules.disposal import ListState
from retention_rules.forms.model import FormKind
from retention_rules.forms.sheet import DueFilter
from tests.contracts.disposal_house import KINDS, TODAY, House, house
from tests.contracts.disposal_office import ARCHIVIST, COUNCIL, HEAD
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_rules.forms.sheet import Candidate

pytestmark = pytest.mark.law("R10", "R12")


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(request.param, tmp_path_factory.mktemp("house")) as built:
        yield built


@pytest.fixture
def one(made: House) -> House:
    made.clock.day = TODAY
    return made


def offered(one: House, dossier: DossierId) -> Candidate:
    with one.parts.catalogue.begin(readonly=True) as connection:
        code = dossiers.row(connection, dossier).code
    (found,) = CatalogueDisposalSheets(one.parts).candidates(ARCHIVIST, DueFilter(words=code)).rows
    return found


def test_what_was_kept_back_is_listed_anew_when_it_falls_due(one: House) -> None:
    goes, stays = one.due("a"), one.due("b")
    which = one.approved(goes, stays)
    told = {"number": "9/QĐ", "approved_by": "Chủ tịch", "reason": "Còn dùng"}
    kept = decide_period("30", **told, decided_on=TODAY, today=TODAY)
    one.execution.keep_back(ARCHIVIST, which, stays, kept)
    assert one.executed(which).state is ListState.EXECUTED
    one.clock.day = date(2046, 1, 1)
    found = offered(one, stays)
    assert (found.on_list, found.reasons, found.listable) == (None, (), True)
    again = one.disposal.propose(ARCHIVIST, name="Đợt sau", dossiers=[stays], council=COUNCIL)
    found = offered(one, stays)
    assert found.on_list == (again.id, "Đợt sau")
    assert not found.listable


def test_what_the_store_still_locks_is_not_listed_and_the_day_is_told(one: House) -> None:
    dossier = one.due("c", ended=date(2026, 5, 1))
    CatalogueRetentionDesk(one.parts).set_work_ended(OPERATOR, dossier, date(2015, 5, 1), why="Ghi nhầm")
    free = TODAY + timedelta(days=400)
    found = offered(one, dossier)
    assert (found.reasons, found.leased_until) == (("leased",), free)
    with pytest.raises(Conflict, match="the lease of the store still runs"):
        one.disposal.propose(ARCHIVIST, name="Sớm quá", dossiers=[dossier], council=COUNCIL)
    one.keep()
    one.clock.day = free - timedelta(days=1)
    assert offered(one, dossier).reasons == ("leased",)
    one.clock.day = free
    found = offered(one, dossier)
    assert (found.reasons, found.leased_until) == ((), None)


def test_the_dossier_of_the_papers_is_opened_like_every_other_and_owed_to_nobody(one: House) -> None:
    which = one.approved(one.due("d"))
    one.executed(which)
    record = DossierId(one.execution.record(HEAD, which)["dossier"])
    with one.parts.catalogue.begin(readonly=True) as connection:
        found = dossiers.view(connection, record, OPERATOR, TODAY)
    assert found is not None
    assert (found.record_of, found.documents) == (which, ())
    one.clock.day = TODAY + timedelta(days=800)
    owed = CatalogueHandOverDesk(one.parts).owed(OPERATOR, limit=1000)
    assert record not in {row.dossier for row in owed.rows}


def test_the_papers_of_a_withdrawn_list_are_printed_when_another_has_destroyed_what_was_on_it(one: House) -> None:
    dossier = one.due("e")
    first = one.disposal.propose(ARCHIVIST, name="Lập nhầm", dossiers=[dossier], council=COUNCIL).id
    one.disposal.withdraw(ARCHIVIST, first, "Sai hội đồng")
    one.executed(one.approved(dossier))
    desk = CatalogueFormDesk(one.parts, ViewRecord(one.parts), one.execution)
    for kind in (FormKind.LIST, FormKind.EXPLANATION, FormKind.COUNCIL_MINUTES):
        assert "Nguyễn Văn" not in str(desk.form(ARCHIVIST, first, kind))
