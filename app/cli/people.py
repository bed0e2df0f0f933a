"""``vankho account …`` and ``vankho unit …``: people, without the site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import cyclopts

from accounts.model import ALL_UNITS, Rights, Role
from accounts.roles import CAPABILITIES
from app.cli.output import err, out, print_json, print_table
from app.cli.session import Json, session
from app.desks.accounts import CatalogueAccountDesk, CatalogueUnitDesk
from app.desks.code_lists import CatalogueCodeListDesk
from app.desks.second_factor import CatalogueSecondFactorDesk
from app.desks.sign_in import CatalogueSignInDesk
from ingest.check_codes import CodeKind
from records.ports.clock import VIET_NAM
from records.reader import Capability

if TYPE_CHECKING:
    from accounts.model import OneTimePassword

Roles = Annotated[list[Role], cyclopts.Parameter(name="--role", negative="")]


def add(
    name: str,
    /,
    *,
    role: Roles,
    full_name: str = "",
    unit: str = ALL_UNITS,
    conditional: bool = False,
    json: Json = False,
) -> int:
    """Make an account, and show its password for the first time; from the first account on everybody signs in.

    Parameters
    ----------
    name
        Small letters without marks, digits, dots, dashes. Never given twice.
    role
        What it may do; repeat it for several. The first account must be an administrator.
    full_name
        Name of the person.
    unit
        Code of its unit: it sees the records of that one, of those below it and of those they took over. * is all.
    conditional
        Whether it may see what is open on conditions (level 02).
    """
    rights = Rights(roles=frozenset(role), unit=unit, conditional=conditional)
    current = session()
    with current.parts() as parts:
        made = CatalogueAccountDesk(parts).add(parts.operator, name, full_name, rights)
    _tell_password(made, json=json)
    reads = any(Capability.READ in CAPABILITIES[each] for each in role)
    if reads and not conditional and not json:
        out.print(
            current.say(
                "Tài khoản này không thấy hồ sơ mức 02 (tiếp cận có điều kiện), mà hồ sơ mới đều ở mức đó: "
                "thêm --conditional bằng lệnh vankho account change nếu cần.",
                "This account sees no dossier of level 02 (open on conditions), which every new one is: "
                "add --conditional by vankho account change if it should.",
            ),
            markup=False,
        )
    return 0


def change(
    name: str,
    /,
    *,
    role: Roles,
    full_name: str = "",
    unit: str = ALL_UNITS,
    conditional: bool = False,
    json: Json = False,
) -> int:
    """Give an account other rights, in place of those it has; they count from its next request on.

    Parameters
    ----------
    name
        The account.
    role
        What it may do; repeat it for several.
    full_name
        Name of the person; left out: as it was.
    unit
        Code of its unit; * is all.
    conditional
        Whether it may see what is open on conditions (level 02).
    """
    rights = Rights(roles=frozenset(role), unit=unit, conditional=conditional)
    with session().parts() as parts:
        desk = CatalogueAccountDesk(parts)
        kept = desk.account(parts.operator, name)
        desk.change(parts.operator, name, full_name or kept.full_name, rights)
        now = desk.account(parts.operator, name)
    if json:
        print_json(now)
    else:
        out.print(session().say(f"Đã đổi quyền của {name}.", f"The rights of {name} were changed."))
    return 0


def accounts(*, json: Json = False) -> int:
    """Show the accounts."""
    current = session()
    with current.parts() as parts:
        found = CatalogueAccountDesk(parts).accounts(parts.operator)
    if json:
        print_json(found)
        return 0
    columns = current.say("Tên|Họ tên|Vai trò|Đơn vị|Mức 02|Tình trạng", "Name|Full name|Roles|Unit|Level 02|State")
    states = (current.say("đang dùng", "in use"), current.say("đã khóa", "disabled"))
    print_table(
        columns.split("|"),
        [
            (
                view.name,
                view.full_name,
                ", ".join(sorted(view.rights.roles)),
                view.rights.unit,
                "✓" if view.rights.conditional else "",
                states[0] if view.enabled else states[1],
            )
            for view in found
        ],
    )
    return 0


def disable(name: str, /, *, json: Json = False) -> int:
    """Keep an account out; its sessions end at once."""
    return _set_enabled(name, enabled=False, json=json)


def enable(name: str, /, *, json: Json = False) -> int:
    """Let an account in again."""
    return _set_enabled(name, enabled=True, json=json)


def reset(name: str, /, *, json: Json = False) -> int:
    """Give an account a password for one time; opens a name that was locked by wrong passwords."""
    with session().parts() as parts:
        made = CatalogueAccountDesk(parts).reset(parts.operator, name)
    _tell_password(made, json=json)
    return 0


def forget_factor(name: str, /, *, json: Json = False) -> int:
    """Take every second factor of an account away, whose phone is lost; its sessions end.

    Parameters
    ----------
    name
        The account; be sure that it is its person who asks.
    """
    with session().parts() as parts:
        CatalogueSecondFactorDesk(parts, CatalogueSignInDesk(parts)).forget(parts.operator, name)
    _done(json=json)
    return 0


def demand_factor(*, role: Roles | None = None, json: Json = False) -> int:
    """Demand a second factor of these roles and no others: who has none may do nothing before it is set.

    Parameters
    ----------
    role
        Of whom; repeat it for several, leave it out for nobody.
    """
    with session().parts() as parts:
        desk = CatalogueSecondFactorDesk(parts, CatalogueSignInDesk(parts))
        desk.demand_of(parts.operator, frozenset(role or []))
    _done(json=json)
    return 0


def units(*, json: Json = False) -> int:
    """Show the units."""
    current = session()
    with current.parts() as parts:
        found = CatalogueUnitDesk(parts).units(parts.operator)
    if json:
        print_json(found)
        return 0
    columns = current.say(
        "Mã|Tên|Mã định danh|Thuộc|Từ ngày|Giải thể|Nhập vào",
        "Code|Name|Identification|Part of|From|Dissolved|Went into",
    )
    print_table(
        columns.split("|"),
        [
            (
                unit.code,
                unit.name,
                unit.identification_code,
                unit.parent,
                unit.began_on,
                unit.dissolved_on,
                unit.successor,
            )
            for unit in found
        ],
    )
    return 0


def put_unit(
    code: str,
    name: str,
    /,
    *,
    parent: str = "",
    identification: str = "",
    began_on: date | None = None,
    json: Json = False,
) -> int:
    """Make a unit, or rename and move one.

    Parameters
    ----------
    code
        Letters without marks, digits, dots, dashes.
    name
        Its full name.
    parent
        Code of the unit it is part of.
    identification
        Its code by Decision 20/2020/QĐ-TTg; left out: as it was recorded.
    began_on
        Its first day, as 2025-07-01; left out: as it was recorded.
    """
    current = session()
    with current.parts() as parts:
        CatalogueUnitDesk(parts).put(
            parts.operator, code, name, parent or None, identification_code=identification, began_on=began_on
        )
        told = [identification] if identification else []
        found = CatalogueCodeListDesk(parts).check(parts.operator, CodeKind.AGENCY, told)
    for finding in (each for findings in found.values() for each in findings):
        err.print(finding.says.in_language(current.settings.language), markup=False)
        err.print(finding.hint.in_language(current.settings.language), markup=False)
    _done(json=json)
    return 0


def dissolve(code: str, on: date, /, *, into: str, json: Json = False) -> int:
    """End a unit: from that day on the people of another one see its records.

    Parameters
    ----------
    code
        The unit that ended.
    on
        The day, as 2025-07-01.
    into
        Code of the unit that took its records over.
    """
    with session().parts() as parts:
        CatalogueUnitDesk(parts).dissolve(parts.operator, code, on, into)
    _done(json=json)
    return 0


def remove_unit(code: str, /, *, json: Json = False) -> int:
    """Take away a unit that was made by mistake: nothing names it.

    Parameters
    ----------
    code
        Its code.
    """
    with session().parts() as parts:
        CatalogueUnitDesk(parts).remove(parts.operator, code)
    _done(json=json)
    return 0


def _set_enabled(name: str, *, enabled: bool, json: bool) -> int:
    with session().parts() as parts:
        CatalogueAccountDesk(parts).set_enabled(parts.operator, name, enabled=enabled)
    _done(json=json)
    return 0


def _done(*, json: bool) -> None:
    if json:
        print_json({"done": True})
    else:
        out.print(session().say("Xong.", "Done."))


def _tell_password(made: OneTimePassword, *, json: bool) -> None:
    if json:
        print_json(made)
        return
    until = made.valid_until.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")
    out.print(
        session().say(
            f"Mật khẩu dùng một lần của {made.account}, đến {until}: {made.password}\n"
            "Chỉ hiện lần này. Mở trang /dang-nhap để đặt mật khẩu riêng.",
            f"Password of {made.account} for one time, until {until}: {made.password}\n"
            "It is shown this once. Open the page /dang-nhap to set one of your own.",
        ),
        markup=False,
    )
