"""A set on hold is neither moved nor changed; what only protects it stays possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from app.desks.access import CatalogueAccessDesk
from app.desks.holds import CatalogueHoldDesk
from archive.change_access import access_change
from records.errors import Conflict
from retention_rules.decide_period import decide_period
from retention_rules.hand_over.model import Check
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from tests.contracts import catalogues
from tests.contracts.hand_over_office import ARCHIVIST, LAN, TODAY, HandOverOffice
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from records.identifiers import DossierId, HoldId

pytestmark = pytest.mark.law("R29")


@pytest.fixture
def office(migrated: Catalogue) -> HandOverOffice:
    return HandOverOffice(catalogues.emptied(migrated), TODAY)


def hold_unit(office: HandOverOffice) -> HoldId:
    order = hold_order(
        name="Thanh tra",
        ground=HoldGround.INSPECTION,
        mandate_number="45/QĐ",
        mandate_date=TODAY,
        mandate_by="Thanh tra tỉnh",
        scopes=[HoldScope(kind=ScopeKind.UNIT, value="u")],
        today=TODAY,
    )
    return CatalogueHoldDesk(office.parts).place(ARCHIVIST, order).id


def level(office: HandOverOffice, which: DossierId, to: str, until: date | None = None) -> None:
    quiet = replace(office.parts)
    quiet.__dict__["queue"] = SimpleNamespace(announce=lambda _: True)  # nobody listens
    change = access_change(to, restricted_until=until, reason="Theo công văn 7", today=TODAY)
    CatalogueAccessDesk(quiet).change(ARCHIVIST, which, change)


def test_nothing_of_a_set_on_hold_is_moved_or_changed_until_it_is_lifted(office: HandOverOffice) -> None:
    one, listed = office.ended("a"), office.ended("b")
    on_list = office.submitted(listed).id
    office.hand_over.check(ARCHIVIST, on_list, [listed], Check.ACCEPTED)
    level(office, one, "02")
    before = office.desk.assignment(OPERATOR, one)
    hold = hold_unit(office)  # its scope alone names them: it wins before it has spread
    acts = {
        "handed over": lambda: office.submitted(one),
        "received": lambda: office.hand_over.receive(ARCHIVIST, on_list, number="7/BB", received_on=TODAY),
        "end of work": lambda: office.desk.set_work_ended(OPERATOR, one, TODAY - timedelta(days=900)),
        "opened": lambda: level(office, one, "01"),
    }
    for name, act in acts.items():
        with pytest.raises(Conflict, match=r"hold\.frozen") as refused:
            act()
        assert "«Thanh tra»" in refused.value.says.vi
        assert one.value not in refused.value.says.vi
        assert ("Bỏ hồ sơ này ra" in refused.value.hint.vi) is (name == "handed over")
        assert office.desk.assignment(OPERATOR, one) == before, name
    assert office.hand_over.place(LAN, listed).custody.value == "unit"
    CatalogueHoldDesk(office.parts).lift(ARCHIVIST, hold, "Kết luận 12/KL")
    for act in acts.values():
        act()
    assert office.hand_over.place(LAN, listed).custody.value == "current_archive"


def test_what_only_protects_stays_possible(office: HandOverOffice) -> None:
    one = office.ended("a")
    hold_unit(office)
    level(office, one, "02")
    level(office, one, "02", TODAY + timedelta(days=90))
    with pytest.raises(Conflict, match=r"hold\.frozen"):
        level(office, one, "02", TODAY + timedelta(days=30))
    told = {"number": "3/QĐ", "approved_by": "Chủ tịch", "reason": "Giữ lâu hơn"}
    decision = decide_period("50", **told, decided_on=TODAY, today=TODAY)
    assert office.desk.decide_period(OPERATOR, one, decision).rule.years == 50
    office.document(one, "a/9", "", "Việc đến sau")
