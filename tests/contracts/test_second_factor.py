"""Second factors on both catalogues: codes of an app, recovery codes, whom they are demanded of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
import sqlalchemy as sa

from accounts.model import Role
from accounts.roles import CAPABILITIES
from accounts.sealing import SealBrokenError, key_from, seal, unseal
from accounts.totp import step_of
from adapters.catalogue.schema_second_factor import recovery_code, totp
from app.desks.second_factor import BEGUN_FOR
from app.desks.sign_in import FINISH_WITHIN
from app.desks.tries import LOCKED_FOR, MOST_REFUSALS
from app.second_factor_key import second_factor_key
from records.errors import Misconfigured
from records.reader import Capability
from tests.contracts.offices import PASSWORD, Office, code_of, opened

if TYPE_CHECKING:
    from app.wiring import Parts

pytestmark = pytest.mark.law("R14")


@pytest.fixture
def desk(parts: Parts) -> Office:
    return opened(parts).staffed()


@pytest.fixture
def strict(parts: Parts) -> Office:
    """As an installation is unless the setting says otherwise."""
    return opened(parts, second_factor="irreversible").staffed()


# -- signing in -------------------------------------------------------------------------------


def test_who_has_an_app_gives_its_code_after_the_password(desk: Office) -> None:
    desk.with_app("lan")
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    assert waits.waits
    assert desk.sign_in.reader_of_session(waits.secret) is None, "the password alone lets nobody in"
    asked = desk.sign_in.sign_in_asks(waits.secret)
    assert asked is not None
    assert (asked.code, asked.passkey) == (True, False)
    made = desk.sign_in.finish_sign_in(waits.secret, desk.code("lan"))
    assert made.secret != waits.secret
    assert not made.waits
    reader = desk.sign_in.reader_of_session(made.secret)
    assert reader is not None
    assert reader.account == "lan"
    assert desk.sign_in.reader_of_session(waits.secret) is None
    assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, desk.code("lan"))) == "sign_in.waited_too_long"
    assert desk.sign_in.sign_in("quan-tri", PASSWORD).waits is False


def test_it_is_not_waited_for_without_end(desk: Office) -> None:
    desk.with_app("lan")
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    desk.clock.forward(FINISH_WITHIN)
    assert desk.sign_in.sign_in_asks(waits.secret) is None
    assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, desk.code("lan"))) == "sign_in.waited_too_long"


def test_no_code_is_taken_twice_nor_one_from_before_it(desk: Office) -> None:
    desk.with_app("lan")
    first, second = desk.sign_in.sign_in("lan", PASSWORD), desk.sign_in.sign_in("lan", PASSWORD)
    code = desk.code("lan")
    before = pyotp.TOTP(desk.apps["lan"]).at(desk.clock.now() - timedelta(seconds=30))
    desk.sign_in.finish_sign_in(first.secret, code)
    for used in (code, before):
        assert code_of(lambda used=used: desk.sign_in.finish_sign_in(second.secret, used)) == "sign_in.refused"
    desk.sign_in.finish_sign_in(second.secret, desk.code("lan"))


def test_the_same_code_given_many_times_at_once_lets_in_once(desk: Office) -> None:
    desk.with_app("lan")
    waiting = [desk.sign_in.sign_in("lan", PASSWORD).secret for _ in range(3)]
    code = desk.code("lan")

    def attempt(secret: str) -> bool:
        try:
            desk.sign_in.finish_sign_in(secret, code)
        except Exception:  # noqa: BLE001  refused, or locked for too many tries
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(attempt, waiting)).count(True) == 1


def test_a_clock_half_a_minute_off_does_no_harm(desk: Office) -> None:
    desk.with_app("lan")
    for seconds, right in ((-60, False), (60, False), (30, True)):
        desk.clock.forward(LOCKED_FOR + timedelta(seconds=1))
        waits = desk.sign_in.sign_in("lan", PASSWORD)
        code = pyotp.TOTP(desk.apps["lan"]).at(desk.clock.now() + timedelta(seconds=seconds))
        if right:
            assert desk.sign_in.finish_sign_in(waits.secret, code).secret
        else:
            assert code_of(lambda w=waits, c=code: desk.sign_in.finish_sign_in(w.secret, c)) == "sign_in.refused"


def test_codes_are_not_guessed_by_giving_the_password_again(desk: Office) -> None:
    """Who knows the password may not try more codes than passwords are tried."""
    desk.with_app("lan")
    said = []
    for _ in range(MOST_REFUSALS):
        try:
            waits = desk.sign_in.sign_in("lan", PASSWORD)
        except Exception as error:  # noqa: BLE001  its code is what is looked at
            said.append(getattr(error, "code", ""))
            break
        said.append(code_of(lambda w=waits: desk.sign_in.finish_sign_in(w.secret, "000000")))
    assert said[-1] == "sign_in.locked"
    assert said.count("sign_in.refused") <= 2
    assert code_of(lambda: desk.sign_in.change_password("lan", PASSWORD, "mot cau khac dai hon")) == "sign_in.locked"
    desk.clock.forward(LOCKED_FOR + timedelta(seconds=1))
    assert desk.session("lan")


def test_what_is_no_code_is_refused(desk: Office) -> None:
    desk.with_app("lan")
    for at, code in enumerate(("", "12345", "x" * 7000, '{"id": "x"}', "０００００００", "\ud800")):
        if at % 2 == 0:
            desk.clock.forward(LOCKED_FOR + timedelta(seconds=1))
        waits = desk.sign_in.sign_in("lan", PASSWORD)
        assert code_of(lambda w=waits, c=code: desk.sign_in.finish_sign_in(w.secret, c)) == "sign_in.refused"


# -- recovery codes ---------------------------------------------------------------------------


def test_a_recovery_code_stands_in_for_the_app_once(desk: Office) -> None:
    codes = desk.with_app("lan")
    assert len(set(codes)) == 10
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    typed = codes[0].upper().replace("-", " ")
    assert desk.sign_in.finish_sign_in(waits.secret, typed).secret
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, codes[0])) == "sign_in.refused"
    reader = desk.reader("lan")
    assert desk.second_factor.of(reader).recovery_codes_left == 9
    again = desk.second_factor.new_recovery_codes(reader, PASSWORD, codes[1])
    assert not set(again) & set(codes)
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, codes[2])) == "sign_in.refused"
    assert desk.sign_in.finish_sign_in(waits.secret, again[0]).secret


def test_somebody_elses_recovery_code_lets_nobody_in(desk: Office) -> None:
    desk.with_app("lan")
    others = desk.with_app("quan-tri")
    waits = desk.sign_in.sign_in("lan", PASSWORD)
    assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, others[0])) == "sign_in.refused"


# -- setting it up ----------------------------------------------------------------------------


def test_setting_up_asks_for_the_password_and_a_first_code(desk: Office) -> None:
    lan = desk.reader("lan")
    assert code_of(lambda: desk.second_factor.begin_codes(lan, "sai")) == "sign_in.refused"
    assert code_of(lambda: desk.second_factor.finish_codes(lan, "000000")) == "second_factor.not_begun"
    offer = desk.second_factor.begin_codes(lan, PASSWORD)
    assert offer.secret in offer.address
    assert offer.address.startswith("otpauth://totp/Vankho:lan?")
    assert desk.second_factor.begun_codes(lan) == offer
    assert desk.sign_in.sign_in("lan", PASSWORD).waits is False, "nothing is asked for before it is finished"
    assert code_of(lambda: desk.second_factor.finish_codes(lan, "000000")) == "sign_in.refused"
    desk.clock.forward(BEGUN_FOR)
    late = pyotp.TOTP(offer.secret).at(desk.clock.now())
    assert code_of(lambda: desk.second_factor.finish_codes(lan, late)) == "second_factor.not_begun"
    desk.with_app("lan")
    assert desk.second_factor.of(lan).code_since == desk.clock.now()
    assert code_of(lambda: desk.second_factor.begin_codes(lan, PASSWORD)) == "second_factor.set"
    assert desk.events("second factor creation") == [("lan", "failure"), ("lan", "success")]
    view = desk.accounts.account(desk.operator, "lan")
    assert view.second_factor
    assert [one.second_factor for one in desk.accounts.accounts(desk.operator)] == [True, False]


def test_taking_it_away_asks_for_both(desk: Office) -> None:
    desk.with_app("lan")
    lan = desk.reader("lan")
    assert code_of(lambda: desk.second_factor.remove_codes(lan, PASSWORD, "")) == "sign_in.second_factor_needed"
    assert code_of(lambda: desk.second_factor.remove_codes(lan, PASSWORD, "000000")) == "sign_in.refused"
    assert code_of(lambda: desk.second_factor.remove_codes(lan, "sai", desk.code("lan"))) == "sign_in.refused"
    desk.second_factor.remove_codes(lan, **desk.proof("lan"))
    had = desk.second_factor.of(lan)
    assert (had.any_set, had.recovery_codes_left) == (False, 0)
    assert desk.sign_in.sign_in("lan", PASSWORD).waits is False


def test_a_program_changes_nothing_of_it(desk: Office) -> None:
    _, token = desk.sign_in.make_token(desk.reader("lan"), "máy quét", frozenset({Capability.READ}), 1)
    program = desk.sign_in.reader_of_token(token)
    assert program is not None
    for act in (
        lambda: desk.second_factor.begin_codes(program, PASSWORD),
        lambda: desk.second_factor.finish_codes(program, "000000"),
        lambda: desk.second_factor.remove_codes(program, PASSWORD, ""),
    ):
        assert code_of(act) == "sign_in.in_person"
    assert code_of(lambda: desk.second_factor.begin_codes(desk.operator, PASSWORD)) == "account.none"


# -- proving who it is ------------------------------------------------------------------------


def test_what_cannot_be_taken_back_needs_one(strict: Office) -> None:
    lan = strict.reader("lan")
    assert strict.sign_in.proof_asked(lan).missing
    assert code_of(lambda: strict.sign_in.confirm(lan, PASSWORD)) == "sign_in.second_factor_missing"
    strict.with_app("lan")
    assert not strict.sign_in.proof_asked(lan).missing
    assert code_of(lambda: strict.sign_in.confirm(lan, PASSWORD)) == "sign_in.second_factor_needed"
    assert code_of(lambda: strict.sign_in.confirm(lan, PASSWORD, "000000")) == "sign_in.refused"
    assert code_of(lambda: strict.sign_in.confirm(lan, "sai", strict.code("lan"))) == "sign_in.refused"
    proof = strict.proof("lan")
    strict.sign_in.confirm(lan, **proof)
    assert code_of(lambda: strict.sign_in.confirm(lan, **proof)) == "sign_in.refused", "the code was taken"
    said = strict.events("confirmation")
    assert said.count(("lan", "success")) == 2, "once before setting up, once for the act"


def test_a_code_given_with_a_wrong_password_is_not_used_up(desk: Office) -> None:
    desk.with_app("lan")
    lan, code = desk.reader("lan"), desk.code("lan")
    assert code_of(lambda: desk.sign_in.confirm(lan, "sai", code)) == "sign_in.refused"
    desk.sign_in.confirm(lan, PASSWORD, code)


def test_wrong_codes_lock_the_name(desk: Office) -> None:
    desk.with_app("lan")
    lan = desk.reader("lan")
    said = [code_of(lambda: desk.sign_in.confirm(lan, PASSWORD, "000000")) for _ in range(MOST_REFUSALS + 1)]
    assert said == ["sign_in.refused"] * (MOST_REFUSALS - 1) + ["sign_in.locked"] * 2
    assert code_of(lambda: desk.sign_in.confirm(lan, **desk.proof("lan"))) == "sign_in.locked"


def test_the_operator_without_accounts_is_asked_for_nothing(parts: Parts) -> None:
    alone = opened(parts, second_factor="irreversible")
    assert not alone.sign_in.proof_asked(alone.operator).missing
    alone.sign_in.confirm(alone.operator, "")


# -- whom it is demanded of -------------------------------------------------------------------


def test_a_role_that_needs_one_may_nothing_before(desk: Office) -> None:
    boss = desk.reader("quan-tri")
    secret = desk.session("lan")
    _, token = desk.sign_in.make_token(desk.reader("lan"), "máy quét", frozenset({Capability.READ}), 1)
    desk.second_factor.demand_of(boss, frozenset({Role.UNIT_READER, Role.HEAD}))
    assert desk.second_factor.demanding_roles(boss) == {Role.UNIT_READER, Role.HEAD}
    for reader in (desk.sign_in.reader_of_session(secret), desk.sign_in.reader_of_token(token)):
        assert reader is not None
        assert reader.second_factor_due
        assert (reader.capabilities, reader.levels) == (frozenset(), frozenset())
    assert desk.second_factor.of(desk.reader("lan")).demanded
    desk.with_app("lan")
    after = desk.sign_in.reader_of_session(secret)
    assert after is not None
    assert after.capabilities == CAPABILITIES[Role.UNIT_READER]
    assert not after.second_factor_due
    desk.second_factor.demand_of(boss, frozenset())
    assert desk.second_factor.demanding_roles(boss) == frozenset()


def test_an_administrator_takes_it_away_from_who_lost_the_phone(desk: Office) -> None:
    desk.with_app("lan")
    lan, boss = desk.session("lan"), desk.reader("quan-tri")
    assert code_of(lambda: desk.second_factor.forget(desk.reader("lan"), "quan-tri")) == "account.not_allowed"
    assert code_of(lambda: desk.second_factor.forget(boss, "quan-tri")) == "account.own"
    assert code_of(lambda: desk.second_factor.forget(boss, "khong")) == "account.not_found"
    desk.second_factor.forget(boss, "lan")
    assert desk.sign_in.reader_of_session(lan) is None
    assert desk.sign_in.sign_in("lan", PASSWORD).waits is False
    assert desk.events("second factor reset") == [("quan-tri", "success")]


# -- what is kept -----------------------------------------------------------------------------


def test_what_is_kept_makes_no_code(desk: Office) -> None:
    codes = desk.with_app("lan")
    with desk.parts.catalogue.begin(readonly=True) as connection:
        kept = str([tuple(row) for table in (totp, recovery_code) for row in connection.execute(sa.select(table))])
    assert desk.apps["lan"] not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    file = desk.parts.settings.data / "second-factor.key"
    assert file.stat().st_mode & 0o777 == 0o600


def test_another_key_opens_nothing_and_says_so(desk: Office) -> None:
    codes = desk.with_app("lan")
    file = desk.parts.settings.data / "second-factor.key"
    kept = file.read_text()
    try:
        file.write_text("x" * 64)
        waits = desk.sign_in.sign_in("lan", PASSWORD)
        assert code_of(lambda: desk.sign_in.finish_sign_in(waits.secret, desk.code("lan"))) == "second_factor.key_wrong"
        assert desk.sign_in.finish_sign_in(waits.secret, codes[0]).secret, "recovery codes need no key"
    finally:
        file.write_text(kept)


def test_a_server_needs_a_key_of_its_settings(desk: Office) -> None:
    settings = desk.parts.settings.model_copy(update={"profile": "server"})
    with pytest.raises(Misconfigured) as caught:
        second_factor_key(settings)
    assert caught.value.code == "second_factor.no_key"


def test_what_was_sealed_for_one_account_opens_for_no_other() -> None:
    key = key_from("x" * 40, purpose="second factor")
    sealed = seal(key, "bí mật", account="lan")
    assert unseal(key, sealed, account="lan") == "bí mật"
    assert seal(key, "bí mật", account="lan") != sealed
    for other, account in ((key, "hoa"), (key_from("x" * 40, purpose="another"), "lan")):
        with pytest.raises(SealBrokenError):
            unseal(other, sealed, account=account)
    for broken in ("", "1.", "1.????", sealed[:-4]):
        with pytest.raises(SealBrokenError):
            unseal(key, broken, account="lan")


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: SHA-1, the last six of the eight digits."""
    from datetime import UTC, datetime

    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert step_of(secret, code, datetime.fromtimestamp(at, UTC), after=0) == at // 30
        assert step_of(secret, code, datetime.fromtimestamp(at, UTC), after=at // 30) is None
