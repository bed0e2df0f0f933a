"""Signing in, accounts, tokens and units, on both catalogues."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import is_right
from accounts.roles import CAPABILITIES
from adapters.catalogue.schema_people import account, api_token, session, sign_in_refusal
from app.desks.sign_in import IDLE, LONGEST, who_asks
from app.desks.tries import LOCKED_FOR, MOST_REFUSALS
from records.errors import Conflict, Forbidden
from records.reader import AccessLevel, Capability
from search_api.sign_in import Credentials
from tests.contracts.offices import PASSWORD, Office, code_of, opened

if TYPE_CHECKING:
    from app.wiring import Parts

ADMINISTERS = Rights(roles=frozenset({Role.ADMINISTRATOR}), unit=ALL_UNITS)


@pytest.fixture
def desk(parts: Parts) -> Office:
    return opened(parts)


@pytest.fixture
def staffed(desk: Office) -> Office:
    """With an administrator, and Lan of unit A."""
    return desk.staffed()


# -- without and with accounts ----------------------------------------------------------------


def test_the_operator_is_let_in_until_there_is_an_account(desk: Office) -> None:
    who = who_asks(desk.sign_in, desk.operator)
    assert who(Credentials()) == desk.operator
    assert who(Credentials(forwarded=True)) is None
    desk.accounts.add(desk.operator, "quan-tri", "", ADMINISTERS)
    assert who(Credentials()) is None
    assert who(Credentials(session="x")) is None
    # Another process that found none before finds it at its next look.
    desk.accounts.add(desk.operator, "lan", "", ADMINISTERS)
    desk.accounts.set_enabled(desk.operator, "quan-tri", enabled=False)
    desk.accounts.set_enabled(desk.operator, "lan", enabled=False)
    assert who(Credentials()) is None


def test_sign_in_can_be_required_before_there_is_an_account(parts: Parts) -> None:
    desk = opened(parts, sign_in="required")
    assert who_asks(desk.sign_in, desk.operator)(Credentials()) is None


def test_the_first_account_administers(desk: Office) -> None:
    clerk = Rights(roles=frozenset({Role.CLERK}), unit=ALL_UNITS)
    assert code_of(lambda: desk.accounts.add(desk.operator, "lan", "", clerk)) == "account.first_administers"
    desk.accounts.add(desk.operator, "quan-tri", "", ADMINISTERS)
    desk.accounts.add(desk.operator, "lan", "", clerk)


# -- passwords and sessions -------------------------------------------------------------------


def test_a_one_time_password_only_sets_another(desk: Office) -> None:
    made = desk.accounts.add(desk.operator, "quan-tri", "Quản Trị", ADMINISTERS)
    assert code_of(lambda: desk.sign_in.sign_in("quan-tri", made.password)) == "account.password_due"
    weak = ("ngắn", "quan-tri quan-tri", "aaaaaaaaaaaaaaaa", "Mật khẩu của tôi", made.password)
    for new in weak:
        assert code_of(lambda new=new: desk.sign_in.change_password("quan-tri", made.password, new)) == (
            "account.password_weak"
        )
    desk.sign_in.change_password("quan-tri", made.password, PASSWORD)
    assert code_of(lambda: desk.sign_in.sign_in("quan-tri", made.password)) == "sign_in.refused"
    reader = desk.sign_in.reader_of_session(desk.sign_in.sign_in(" Quan-Tri ", PASSWORD).secret)
    assert reader is not None
    assert reader.account == "quan-tri"


def test_a_one_time_password_is_over_after_three_days(desk: Office) -> None:
    made = desk.accounts.add(desk.operator, "quan-tri", "", ADMINISTERS)
    desk.clock.forward(timedelta(days=3, seconds=1))
    assert code_of(lambda: desk.sign_in.change_password("quan-tri", made.password, PASSWORD)) == "sign_in.refused"


def test_nothing_kept_lets_anybody_in(staffed: Office) -> None:
    secret = staffed.session("lan")
    _, token = staffed.sign_in.make_token(_reader(staffed, "lan"), "máy quét", frozenset({Capability.READ}), 1)
    with staffed.parts.catalogue.begin(readonly=True) as connection:
        rows = [
            str(tuple(row))
            for table in (account, session, api_token, sign_in_refusal)
            for row in connection.execute(sa.select(table))
        ]
    kept = "\n".join(rows)
    assert "$argon2id$" in kept
    assert not [one for one in (secret, token, PASSWORD) if one in kept]
    assert is_right(PASSWORD, kept[kept.index("$argon2id$") :].split("'")[0])


def _reader(desk: Office, name: str) -> object:
    reader = desk.sign_in.reader_of_session(desk.session(name))
    assert reader is not None
    return reader


def test_a_session_ends_when_idle_when_old_and_when_signed_out(staffed: Office) -> None:
    read = staffed.sign_in.reader_of_session
    secret = staffed.session("lan")
    staffed.clock.forward(IDLE - timedelta(seconds=1))
    assert read(secret) is not None
    staffed.clock.forward(IDLE - timedelta(seconds=1))
    assert read(secret) is not None, "what is used is not idle"
    staffed.clock.forward(IDLE)
    assert read(secret) is None

    secret = staffed.session("lan")
    for _ in range(int(LONGEST / timedelta(minutes=30)) - 1):
        staffed.clock.forward(timedelta(minutes=30))
        assert read(secret) is not None
    staffed.clock.forward(timedelta(minutes=30))
    assert read(secret) is None, "a day at work is over"

    secret, other = staffed.session("lan"), staffed.session("lan")
    staffed.sign_in.sign_out(secret)
    staffed.sign_in.sign_out(secret)
    assert read(secret) is None
    assert read(other) is not None
    assert staffed.events("sign out") == [("lan", "success")]


def test_people_see_where_they_are_signed_in_and_end_it_there(staffed: Office) -> None:
    here = staffed.session("lan")
    staffed.clock.forward(timedelta(minutes=5))
    there, of_another = staffed.session("lan"), staffed.session("quan-tri")
    lan, boss = _reader(staffed, "lan"), _reader(staffed, "quan-tri")
    shown = staffed.sign_in.sessions(lan, here)
    assert [one.present for one in shown].count(True) == 1
    assert shown[-1].present, "begun last first"
    assert not [one for one in (here, there) if one in str(shown)]
    for one in shown:
        staffed.sign_in.end_session(boss, one.session)
    assert staffed.sign_in.sessions(lan, here) == shown, "nobody ends another's"
    for one in shown[:-1]:
        staffed.sign_in.end_session(lan, one.session)
        staffed.sign_in.end_session(lan, one.session)
    assert staffed.sign_in.reader_of_session(there) is None
    assert staffed.sign_in.reader_of_session(here) is not None
    assert staffed.sign_in.reader_of_session(of_another) is not None
    assert staffed.events("sign out") == [("lan", "success")] * (len(shown) - 1)


@pytest.mark.parametrize("act", ["password", "reset", "disable"])
def test_sessions_end_with_the_password_and_with_the_account(staffed: Office, act: str) -> None:
    secret, others = staffed.session("lan"), staffed.session("quan-tri")
    if act == "password":
        staffed.sign_in.change_password("lan", PASSWORD, "mot cau khac dai hon")
    elif act == "reset":
        staffed.accounts.reset(staffed.operator, "lan")
    else:
        staffed.accounts.set_enabled(staffed.operator, "lan", enabled=False)
    assert staffed.sign_in.reader_of_session(secret) is None
    assert staffed.sign_in.reader_of_session(others) is not None


def test_a_disabled_account_is_answered_like_a_wrong_password(staffed: Office) -> None:
    staffed.accounts.set_enabled(staffed.operator, "lan", enabled=False)
    assert code_of(lambda: staffed.sign_in.sign_in("lan", PASSWORD)) == "sign_in.refused"
    staffed.accounts.set_enabled(staffed.operator, "lan", enabled=True)
    assert staffed.session("lan")


# -- lockout ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lan", "khong-co-ai"])
def test_five_wrong_tries_lock_a_name_whether_or_not_there_is_one(staffed: Office, name: str) -> None:
    said = []
    for _ in range(MOST_REFUSALS + 1):
        with pytest.raises(Forbidden) as caught:
            staffed.sign_in.sign_in(name, "sai bét nhè ra rồi")
        said.append((caught.value.code, caught.value.says.vi))
    assert [code for code, _ in said] == ["sign_in.refused"] * 4 + ["sign_in.locked"] * 2
    assert [f"Còn {left} lần thử" in says for left, (_, says) in zip((4, 3, 2, 1), said, strict=False)] == [True] * 4
    # The right one does not open it either, and a session that was open stays so.
    assert code_of(lambda: staffed.sign_in.sign_in(name, PASSWORD)) == "sign_in.locked"
    assert staffed.session("quan-tri")
    staffed.clock.forward(LOCKED_FOR + timedelta(seconds=1))
    if name == "lan":
        assert staffed.session("lan")


def test_an_administrator_opens_a_locked_name_at_once(staffed: Office) -> None:
    for _ in range(MOST_REFUSALS):
        code_of(lambda: staffed.sign_in.sign_in("lan", "sai bét nhè ra rồi"))
    made = staffed.accounts.reset(staffed.operator, "lan")
    staffed.sign_in.change_password("lan", made.password, "mot cau khac dai hon")
    assert staffed.sign_in.sign_in("lan", "mot cau khac dai hon").secret


def test_a_right_one_takes_refusals_back(staffed: Office) -> None:
    for _ in range(3):
        for _ in range(MOST_REFUSALS - 1):
            assert code_of(lambda: staffed.sign_in.sign_in("lan", "sai")) == "sign_in.refused"
        assert staffed.session("lan")
    assert len(staffed.events("sign in")) == 3 * MOST_REFUSALS
    assert staffed.events("sign in")[:2] == [("lan", "failure")] * 2


def test_many_tries_at_once_are_no_more_than_five(staffed: Office) -> None:
    def attempt(_: int) -> str:
        return code_of(lambda: staffed.sign_in.sign_in("lan", "sai bét nhè ra rồi"))

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(attempt, range(16)))
    assert said.count("sign_in.refused") == MOST_REFUSALS - 1
    assert len(staffed.events("sign in")) == MOST_REFUSALS, "no more passwords were looked at"


def test_what_strangers_invent_is_forgotten_after_a_day(staffed: Office) -> None:
    for name in ("a1", "a2", "a3"):
        code_of(lambda name=name: staffed.sign_in.sign_in(name, "sai"))
    staffed.clock.forward(timedelta(days=1, seconds=1))
    code_of(lambda: staffed.sign_in.sign_in("a4", "sai"))
    with staffed.parts.catalogue.begin(readonly=True) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sign_in_refusal)).scalar() == 1
    assert ("unknown", "failure") in staffed.events("sign in")


def test_a_name_there_is_none_of_takes_as_long_as_another(staffed: Office) -> None:
    def seconds(name: str) -> float:
        began = time.perf_counter()
        with contextlib.suppress(Forbidden):
            staffed.sign_in.sign_in(name, "sai bét nhè ra rồi")
        return time.perf_counter() - began

    seconds("lan")
    staffed.accounts.reset(staffed.operator, "lan")
    there, absent = [], []
    for at in range(4):
        there.append(seconds("lan"))
        absent.append(seconds(f"khong-{at}"))
    # One Argon2 each: without it the absent would be answered ten times as fast.
    assert median(absent) > median(there) / 2


# -- proving again who it is ------------------------------------------------------------------


def test_who_confirms_gives_the_password_again_and_it_is_an_event(staffed: Office) -> None:
    lan = staffed.reader("lan")
    assert staffed.sign_in.proof_asked(lan).password
    staffed.sign_in.confirm(lan, **staffed.proof("lan"))
    assert code_of(lambda: staffed.sign_in.confirm(lan, "sai bét nhè ra rồi")) == "sign_in.refused"
    assert code_of(lambda: staffed.sign_in.confirm(lan, "")) == "sign_in.refused"
    assert staffed.events("confirmation") == [("lan", "success"), ("lan", "failure"), ("lan", "failure")]
    assert staffed.events("sign in") == [("lan", "success")]


def test_wrong_confirmations_lock_the_name_as_sign_ins_do(staffed: Office) -> None:
    lan = staffed.reader("lan")
    assert code_of(lambda: staffed.sign_in.sign_in("lan", "sai")) == "sign_in.refused"
    said = [code_of(lambda: staffed.sign_in.confirm(lan, "sai")) for _ in range(MOST_REFUSALS)]
    assert said == ["sign_in.refused"] * (MOST_REFUSALS - 2) + ["sign_in.locked"] * 2
    assert code_of(lambda: staffed.sign_in.confirm(lan, **staffed.proof("lan"))) == "sign_in.locked"
    assert code_of(lambda: staffed.sign_in.sign_in("lan", PASSWORD)) == "sign_in.locked"
    staffed.clock.forward(LOCKED_FOR + timedelta(seconds=1))
    staffed.sign_in.confirm(lan, **staffed.proof("lan"))


def test_a_disabled_account_confirms_nothing(staffed: Office) -> None:
    lan = staffed.reader("lan")
    staffed.accounts.set_enabled(staffed.operator, "lan", enabled=False)
    assert code_of(lambda: staffed.sign_in.confirm(lan, **staffed.proof("lan"))) == "sign_in.refused"


def test_a_program_confirms_nothing(staffed: Office) -> None:
    _, token = staffed.sign_in.make_token(_reader(staffed, "lan"), "máy quét", frozenset({Capability.READ}), 1)
    program = staffed.sign_in.reader_of_token(token)
    assert program is not None
    assert code_of(lambda: staffed.sign_in.confirm(program, **staffed.proof("lan"))) == "sign_in.in_person"
    assert staffed.events("confirmation") == []


def test_the_operator_confirms_by_being_there_until_there_are_accounts(desk: Office) -> None:
    assert not desk.sign_in.proof_asked(desk.operator).password
    desk.sign_in.confirm(desk.operator, "")
    assert desk.events("confirmation") == [("may-nay", "success")]
    desk.staffed()
    assert code_of(lambda: desk.sign_in.confirm(desk.operator, PASSWORD)) == "account.none"
    assert desk.events("confirmation") == [("may-nay", "success")]


# -- accounts ---------------------------------------------------------------------------------


def test_names_are_written_one_way_and_never_given_twice(staffed: Office) -> None:
    for name in ("Lan", "l", "lan anh", "lân", "-lan", "x" * 65, ""):
        assert code_of(lambda name=name: staffed.accounts.add(staffed.operator, name, "", ADMINISTERS)) == (
            "account.name_invalid"
        )
    with pytest.raises(Conflict):
        staffed.accounts.add(staffed.operator, "lan", "", ADMINISTERS)


def test_an_account_needs_a_role_and_a_unit_that_is_there(staffed: Office) -> None:
    nothing = Rights(roles=frozenset(), unit="A")
    nowhere = Rights(roles=frozenset({Role.CLERK}), unit="khong-co")
    own = Rights(roles=frozenset({Role.CLERK}), unit=staffed.parts.settings.unit)
    for act in (
        lambda rights: staffed.accounts.add(staffed.operator, "moi", "", rights),
        lambda rights: staffed.accounts.change(staffed.operator, "lan", "", rights),
    ):
        assert code_of(lambda act=act: act(nothing)) == "account.no_role"
        assert code_of(lambda act=act: act(nowhere)) == "unit.not_found"
        act(own)


def test_other_rights_count_from_the_next_request_on(staffed: Office) -> None:
    secret = staffed.session("lan")
    before = staffed.sign_in.reader_of_session(secret)
    rights = Rights(roles=frozenset({Role.ARCHIVIST}), unit=ALL_UNITS, conditional=True)
    staffed.accounts.change(staffed.operator, "lan", "Lan Anh", rights)
    after = staffed.sign_in.reader_of_session(secret)
    assert before is not None
    assert after is not None
    assert (before.units, before.levels, before.unit) == (frozenset({"A"}), {AccessLevel.PUBLIC}, "A")
    assert (after.all_units, after.levels, after.unit) == (True, set(AccessLevel), "")
    assert before.capabilities == CAPABILITIES[Role.UNIT_READER]
    assert after.capabilities == CAPABILITIES[Role.ARCHIVIST]
    assert staffed.accounts.account(staffed.operator, "lan").full_name == "Lan Anh"
    assert staffed.accounts.full_name("lan") == "Lan Anh"
    assert staffed.accounts.full_name("may-nay") == ""


def test_nobody_changes_himself_and_nobody_else_may(staffed: Office) -> None:
    boss = staffed.sign_in.reader_of_session(staffed.session("quan-tri"))
    lan = staffed.sign_in.reader_of_session(staffed.session("lan"))
    assert boss is not None
    assert lan is not None
    more = Rights(roles=frozenset({Role.ADMINISTRATOR, Role.ARCHIVIST}), unit=ALL_UNITS)
    assert code_of(lambda: staffed.accounts.change(boss, "quan-tri", "", more)) == "account.own"
    assert code_of(lambda: staffed.accounts.set_enabled(boss, "quan-tri", enabled=False)) == "account.own"
    staffed.accounts.change(boss, "quan-tri", "Tên Đầy Đủ", ADMINISTERS)
    for act in (
        lambda: staffed.accounts.accounts(lan),
        lambda: staffed.accounts.account(lan, "quan-tri"),
        lambda: staffed.accounts.add(lan, "moi", "", ADMINISTERS),
        lambda: staffed.accounts.change(lan, "lan", "", more),
        lambda: staffed.accounts.set_enabled(lan, "quan-tri", enabled=False),
        lambda: staffed.accounts.reset(lan, "quan-tri"),
        lambda: staffed.units.units(lan),
        lambda: staffed.units.put(lan, "B", "Phòng B", None),
        lambda: staffed.units.dissolve(lan, "A", date(2025, 7, 1), "A"),
    ):
        assert code_of(act) == "account.not_allowed"
    for act in (
        lambda: staffed.accounts.account(boss, "khong"),
        lambda: staffed.accounts.change(boss, "khong", "", ADMINISTERS),
        lambda: staffed.accounts.set_enabled(boss, "khong", enabled=True),
        lambda: staffed.accounts.reset(boss, "khong"),
    ):
        assert code_of(act) == "account.not_found"


def test_who_administers_or_audits_sees_no_record(staffed: Office) -> None:
    staffed.add("soat", Role.AUDITOR, Role.ADMINISTRATOR, conditional=True)
    reader = staffed.sign_in.reader_of_session(staffed.session("soat"))
    assert reader is not None
    assert reader.all_units
    assert reader.levels == frozenset()
