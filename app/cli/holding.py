"""``vankho hold``: place, lift, list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.holds import CatalogueHoldDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.rounds import spread_holds
from records.errors import NotFound, Sentence
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from records.identifiers import HoldId
    from retention_rules.holds import Hold

_ROUND_SECONDS = 2.0
_SHOWN = 8
Needed = cyclopts.Parameter(required=True)
Several = Annotated[tuple[str, ...], cyclopts.Parameter(negative="")]


def place(
    name: str,
    /,
    *,
    ground: Annotated[HoldGround, Needed],
    number: Annotated[str, Needed],
    dated: Annotated[date, Needed],
    by: Annotated[str, Needed],
    dossier: Several = (),
    unit: Several = (),
    procedure: Several = (),
    words: Several = (),
    wait: bool = True,
    json: Json = False,
) -> int:
    """Place a hold: from the answer on nothing under it is destroyed, what comes later included.

    Parameters
    ----------
    name
        How people will call it.
    ground
        Why.
    number
        Number and sign of the mandate.
    dated
        Its date, as 2026-10-20.
    by
        The body that issued it.
    dossier
        Dossier code, id, or signs of the id; may be given several times.
    unit
        Code of a unit; may be given several times.
    procedure
        Name of a procedure, as the titles of its dossiers have it; may be given several times.
    words
        Words that all occur in code, title or described fields of a dossier; may be given several times.
    wait
        Tell every dossier here; otherwise a running server or worker does. The hold wins before that.
    """
    current = session()
    with current.parts() as parts:
        room = CatalogueReadingRoom(parts)
        chosen = [dossier_id(room, parts.operator, each).value for each in dossier]
        scopes = [
            HoldScope(kind=kind, value=value)
            for kind, values in (
                (ScopeKind.DOSSIER, chosen),
                (ScopeKind.UNIT, unit),
                (ScopeKind.PROCEDURE, procedure),
                (ScopeKind.QUERY, words),
            )
            for value in values
        ]
        order = hold_order(
            name=name,
            ground=ground,
            mandate_number=number,
            mandate_date=dated,
            mandate_by=by,
            scopes=scopes,
            today=parts.clock.today(),
        )
        placed = CatalogueHoldDesk(parts).place(parts.operator, order)
        return _followed(current, parts, placed, wait=wait, as_json=json)


def lift(hold: str, /, *, why: Annotated[str, Needed], wait: bool = True, json: Json = False) -> int:
    """Lift a hold; a dossier under another open hold stays held.

    Parameters
    ----------
    hold
        Id of the hold, or its first or last signs.
    why
        The document or reason that allows it.
    wait
        Tell every dossier here; otherwise a running server or worker does.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueHoldDesk(parts)
        lifted = desk.lift(parts.operator, _chosen(desk, parts, hold), why)
        return _followed(current, parts, lifted, wait=wait, as_json=json)


def holds(*, lifted: bool = False, json: Json = False) -> int:
    """Holds, newest first.

    Parameters
    ----------
    lifted
        Lifted ones too.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueHoldDesk(parts).holds(parts.operator, lifted_too=lifted)
    if json:
        print_json(found)
        return 0
    if not found:
        out.print(current.say("Không có lệnh giữ nào.", "There is no hold."))
        return 0
    print_table(
        [
            current.say("Mã", "Id"),
            current.say("Tên", "Name"),
            current.say("Văn bản", "Mandate"),
            current.say("Hồ sơ", "Dossiers"),
            current.say("Tình trạng", "State"),
        ],
        [
            (
                one.id.value[-_SHOWN:],
                one.name,
                f"{one.mandate_number}, {one.mandate_date:%d/%m/%Y}, {one.mandate_by}",
                f"{one.dossiers}{'' if one.spread or not one.open else '…'}",
                current.say("đang giữ", "open")
                if one.open
                else current.say(f"đã gỡ: {one.lifted_why}", f"lifted: {one.lifted_why}"),
            )
            for one in found
        ],
    )
    return 0


def _followed(current: Session, parts: Parts, hold: Hold, *, wait: bool, as_json: bool) -> int:
    while wait and spread_holds(parts, seconds=_ROUND_SECONDS):
        if not as_json:
            _print(current, CatalogueHoldDesk(parts).hold(parts.operator, hold.id))
    now = CatalogueHoldDesk(parts).hold(parts.operator, hold.id)
    if as_json:
        print_json(now)
    else:
        _print(current, now)
    return 0


def _print(current: Session, hold: Hold) -> None:
    if hold.open:
        vi, en = f"Đang giữ {hold.dossiers} hồ sơ", f"{hold.dossiers} dossiers held"
    else:
        vi, en = f"Đã gỡ, {hold.dossiers} hồ sơ", f"Lifted, {hold.dossiers} dossiers"
    rest = "" if hold.spread else "…"
    out.print(current.say(f"{hold.id}: {vi}{rest}", f"{hold.id}: {en}{rest}"), markup=False)


def _chosen(desk: CatalogueHoldDesk, parts: Parts, typed: str) -> HoldId:
    ids = [one.id for one in desk.holds(parts.operator, lifted_too=True)]
    matches = [each for each in ids if each.value.startswith(typed) or each.value.endswith(typed)]
    if len(matches) != 1:
        raise NotFound(
            "hold.not_found",
            Sentence(f"«{typed}» không chỉ đúng một lệnh giữ.", f"“{typed}” does not name one hold."),
            Sentence("Xem danh sách: vankho hold list", "See the list: vankho hold list"),
        )
    return matches[0]
