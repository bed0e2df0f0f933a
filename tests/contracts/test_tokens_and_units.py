"""Tokens of programs, and the tree of units, on both catalogues."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from accounts.model import Rights, Role
from adapters.catalogue import batches, holds
from ingest.model import DossierBy
from records.errors import InvalidInput, NotFound
from records.reader import Capability
from retention_rules.holds import HoldGround, HoldOrder, HoldScope, ScopeKind
from tests.contracts.offices import Office, code_of, opened

if TYPE_CHECKING:
    from app.wiring import Parts


@pytest.fixture
def desk(parts: Parts) -> Office:
    return opened(parts)


@pytest.fixture
def staffed(desk: Office) -> Office:
    """With an administrator, and Lan of unit A."""
    return desk.staffed()


# -- tokens -----------------------------------------------------------------------------------


def test_a_token_may_what_its_scopes_and_its_account_may(staffed: Office) -> None:
    staffed.add("van-thu", Role.CLERK, unit="A")
    clerk = staffed.sign_in.reader_of_session(staffed.session("van-thu"))
    assert clerk is not None
    view, secret = staffed.sign_in.make_token(clerk, "máy quét", frozenset({Capability.TAKE_IN}), 30)
    reader = staffed.sign_in.reader_of_token(secret)
    assert reader is not None
    assert reader.capabilities == {Capability.TAKE_IN}
    assert reader.levels == frozenset(), "it may not read"
    assert reader.unit == "A"
    assert (
        code_of(lambda: staffed.sign_in.make_token(clerk, "x", frozenset({Capability.DECIDE}), 1))
        == "account.not_allowed"
    )
    (listed,) = staffed.sign_in.tokens(clerk)
    assert listed.token == view.token
    assert listed.used_at == staffed.clock.now()
    # What the account loses, the token loses.
    staffed.accounts.change(staffed.operator, "van-thu", "", Rights(roles=frozenset({Role.UNIT_READER}), unit="A"))
    left = staffed.sign_in.reader_of_token(secret)
    assert left is not None
    assert left.capabilities == frozenset()


def test_a_token_ends(staffed: Office) -> None:
    lan = staffed.sign_in.reader_of_session(staffed.session("lan"))
    assert lan is not None
    scopes = frozenset({Capability.READ})
    view, first = staffed.sign_in.make_token(lan, "một", scopes, 1)
    _, second = staffed.sign_in.make_token(lan, "hai", scopes, 2)
    _, third = staffed.sign_in.make_token(lan, "ba", scopes, 30)
    read = staffed.sign_in.reader_of_token
    staffed.sign_in.revoke_token(lan, view.token)
    staffed.sign_in.revoke_token(lan, view.token)
    assert [read(one) is not None for one in (first, second, third, "vk_khac", "")] == [False, True, True, False, False]
    staffed.clock.forward(timedelta(days=2, seconds=1))
    assert [read(one) is not None for one in (second, third)] == [False, True]
    staffed.accounts.set_enabled(staffed.operator, "lan", enabled=False)
    assert read(third) is None
    boss = staffed.sign_in.reader_of_session(staffed.session("quan-tri"))
    assert boss is not None
    with pytest.raises(NotFound):
        staffed.sign_in.revoke_token(boss, view.token)


def test_the_local_operator_has_no_account_to_act_for(desk: Office) -> None:
    act = lambda: desk.sign_in.make_token(desk.operator, "x", frozenset({Capability.READ}), 1)  # noqa: E731  called once below
    assert code_of(act) == "account.none"


# -- units ------------------------------------------------------------------------------------


@pytest.mark.law("R33")
def test_a_unit_sees_those_below_it_and_those_it_took_over(desk: Office) -> None:
    put, operator = desk.units.put, desk.operator
    desk.add("quan-tri", Role.ADMINISTRATOR)
    put(operator, "tinh", "Tỉnh", None)
    put(operator, "xa-moi", "Xã mới", "tinh")
    put(operator, "huyen", "Huyện cũ", None)
    put(operator, "xa-cu", "Xã cũ", "huyen")
    put(operator, "phong", "Một phòng của xã cũ", "xa-cu")
    put(operator, "khac", "Nơi khác", None)
    desk.add("cu", Role.UNIT_READER, unit="xa-cu")
    desk.add("moi", Role.UNIT_READER, unit="xa-moi")
    desk.add("tren", Role.UNIT_READER, unit="tinh")
    desk.units.dissolve(operator, "xa-cu", date(2026, 3, 10), "xa-moi")

    def units_of(name: str) -> set[str]:
        reader = desk.sign_in.reader_of_session(desk.session(name))
        assert reader is not None
        return set(reader.units)

    assert units_of("cu") == {"xa-cu", "phong"}
    assert units_of("moi") == {"xa-moi"}, "the day has not come"
    assert units_of("tren") == {"tinh", "xa-moi"}
    desk.clock.forward(timedelta(days=8))
    assert units_of("cu") == {"xa-cu", "phong"}
    assert units_of("moi") == {"xa-moi", "xa-cu", "phong"}
    assert units_of("tren") == {"tinh", "xa-moi", "xa-cu", "phong"}


def test_units_go_in_no_circle(desk: Office) -> None:
    put, operator = desk.units.put, desk.operator
    put(operator, "A", "A", None)
    put(operator, "B", "B", "A")
    put(operator, "C", "C", "B")
    assert code_of(lambda: put(operator, "A", "A", "C")) == "unit.in_circle"
    assert code_of(lambda: put(operator, "A", "A", "A")) == "unit.in_circle"
    assert code_of(lambda: desk.units.dissolve(operator, "A", date(2025, 7, 1), "C")) == "unit.in_circle"
    desk.units.dissolve(operator, "C", date(2025, 7, 1), "A")
    assert code_of(lambda: put(operator, "D", "D", "khong")) == "unit.not_found"
    assert code_of(lambda: put(operator, "mã xấu", "D", None)) == "unit.code_invalid"
    with pytest.raises(InvalidInput):
        put(operator, "D", " ", None)
    put(operator, "B", "Tên mới", None)
    assert [(unit.code, unit.name, unit.parent, unit.successor) for unit in desk.units.units(operator)] == [
        ("A", "A", None, None),
        ("B", "Tên mới", None, None),
        ("C", "C", "B", "A"),
    ]


@pytest.mark.law("R33", "R32")
def test_a_unit_has_its_code_by_the_decision_and_its_first_day(desk: Office) -> None:
    put, operator = desk.units.put, desk.operator
    put(operator, "cu", "Xã cũ", None, identification_code=" H36.12 ", began_on=date(2000, 1, 1))
    put(operator, "moi", "Xã mới", None, identification_code="h36-13")
    put(operator, "cu", "Xã cũ, tên khác", None)
    assert [(one.code, one.identification_code, one.began_on) for one in desk.units.units(operator)] == [
        ("cu", "H36.12", date(2000, 1, 1)),
        ("moi", "h36-13", None),
    ], "what is not told stays; a malformed code is kept"
    assert code_of(lambda: desk.units.dissolve(operator, "cu", date(1999, 12, 31), "moi")) == "unit.days_reversed"
    desk.units.dissolve(operator, "cu", date(2025, 7, 1), "moi")
    act = lambda: put(operator, "cu", "Xã cũ", None, began_on=date(2025, 7, 2))  # noqa: E731  called once below
    assert code_of(act) == "unit.days_reversed"


def test_a_unit_made_by_mistake_is_taken_away_as_long_as_nothing_names_it(desk: Office) -> None:
    put, remove, operator = desk.units.put, desk.units.remove, desk.operator
    for code in ("giu", "tren", "duoi", "cu", "nguoi", "nham"):
        put(operator, code, f"Đơn vị {code}", "tren" if code == "duoi" else None)
    desk.units.dissolve(operator, "cu", date(2025, 7, 1), "giu")
    desk.add("quan-tri", Role.ADMINISTRATOR)
    desk.add("lan", Role.UNIT_READER, unit="nguoi")
    assert {code_of(partial(remove, operator, code)) for code in ("tren", "giu", "nguoi")} == {"unit.in_use"}
    assert code_of(lambda: remove(operator, "khong-co")) == "unit.not_found"
    lan = desk.sign_in.reader_of_session(desk.session("lan"))
    assert lan is not None
    assert code_of(lambda: remove(lan, "nham")) == "account.not_allowed"
    for code in ("nham", "duoi", "tren", "cu", "giu"):
        remove(operator, code)
    assert [unit.code for unit in desk.units.units(operator)] == ["nguoi"]


def test_a_unit_that_records_or_a_hold_name_stays(desk: Office) -> None:
    desk.add("quan-tri", Role.ADMINISTRATOR)
    now, today = desk.clock.now(), desk.clock.today()
    for code in ("A", "B", "C"):
        desk.units.put(desk.operator, code, f"Đơn vị {code}", None)
    order = HoldOrder(
        name="Thanh tra",
        ground=HoldGround.INSPECTION,
        mandate_number="1/QĐ",
        mandate_date=today,
        mandate_by="Thanh tra tỉnh",
        scopes=(HoldScope(kind=ScopeKind.UNIT, value="B"),),
    )
    with desk.parts.catalogue.begin() as connection:
        batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="A", by="ai", now=now)
        holds.hold_all(connection)
        holds.place(connection, order, by="ai", now=now)
    assert {code_of(partial(desk.units.remove, desk.operator, code)) for code in ("A", "B")} == {"unit.in_use"}
    desk.units.remove(desk.operator, "C")
