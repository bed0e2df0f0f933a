"""``vankho hand-over``: what units owe, lists, checks, receipts, and what is kept back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.printing import forms_desk, kind_of, save
from app.cli.session import Json, session
from app.desks import hand_over_refusals as refusals
from app.desks.hand_over import CatalogueHandOverDesk
from app.desks.reading_room import CatalogueReadingRoom
from retention_rules.forms.hand_over_papers import HandOverForm
from retention_rules.hand_over.clock import Standing
from retention_rules.hand_over.model import Check, keep_back_order

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from records.identifiers import DossierId, HandOverId
    from retention_rules.hand_over.model import HandOver

Needed = cyclopts.Parameter(required=True)
_SHOWN = 8
_EVERY = 1000


def owed(*, standing: Standing | None = None, limit: int = 100, offset: int = 0, json: Json = False) -> int:
    """What units owe to the current archive, soonest first, with the reason for each day.

    Parameters
    ----------
    standing
        Only what stands so: overdue, limit-near, target-passed and so on.
    limit
        Rows at most.
    offset
        Rows to leave out before the first.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueHandOverDesk(parts).owed(parts.operator, standing=standing, limit=limit, offset=offset)
    if json:
        print_json(found)
        return 0
    for which, number in found.by_standing:
        out.print(f"{current.words(f'hand_over.standing_{which.value}')}: {number}", markup=False)
    for row in found.rows:
        out.print(f"{row.code or row.dossier} · {row.title}", style="bold", markup=False)
        stands = current.words(f"hand_over.standing_{row.standing.value}")
        out.print(f"  [{stands}] {row.says.in_language(current.settings.language)}", markup=False)
    return 0


def submit(name: str, /, *dossiers: str, json: Json = False) -> int:
    """Freeze a list of dossiers of one unit and give it to the archive.

    Parameters
    ----------
    name
        How people will call the list.
    dossiers
        Dossier codes, ids, or signs of ids.
    """
    current = session()
    with current.parts() as parts:
        made = CatalogueHandOverDesk(parts).submit(parts.operator, name=name, dossiers=_chosen(parts, dossiers))
    return _told(current, made, as_json=json)


def lists(*, json: Json = False) -> int:
    """Lists of hand-over, newest first."""
    current = session()
    with current.parts() as parts:
        found = CatalogueHandOverDesk(parts).lists(parts.operator, limit=_EVERY)
    if json:
        print_json(found)
        return 0
    print_table(
        [
            current.say("Mã", "Id"),
            current.say("Tên", "Name"),
            current.say("Đơn vị", "Unit"),
            current.say("Tình trạng", "State"),
            current.say("Nhận / từ chối / chờ", "Accepted / refused / pending"),
            current.say("Biên bản", "Minutes"),
        ],
        [
            (
                one.id.value[-_SHOWN:],
                one.name,
                one.unit,
                current.words(f"hand_over.state_{one.state.value}"),
                " / ".join(str(one.count(check)) for check in (Check.ACCEPTED, Check.REFUSED, Check.PENDING)),
                one.receipt.number if one.receipt else "",
            )
            for one in found
        ],
    )
    return 0


def check(listed: str, /, *dossiers: str, refuse: str = "", json: Json = False) -> int:
    """Accept dossiers of a list, or refuse them with a reason.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    dossiers
        Dossier codes, ids, or signs of ids; none: every one that is not checked yet.
    refuse
        Why they are refused; without it they are accepted.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueHandOverDesk(parts)
        which = _list(desk, parts, listed)
        chosen = _chosen(parts, dossiers) or [
            item.listed.dossier for item in desk.one(parts.operator, which).items if item.check is Check.PENDING
        ]
        said = Check.REFUSED if refuse else Check.ACCEPTED
        found = desk.check(parts.operator, which, chosen, said, reason=refuse)
    return _told(current, found, as_json=json)


def receive(listed: str, /, *, on: Annotated[date, Needed], number: str = "", json: Json = False) -> int:
    """Close a list with the minutes: what was accepted is the archive's from the answer on.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    on
        Day of the minutes, as 2026-10-20.
    number
        Their number and sign; not needed where every dossier was refused.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueHandOverDesk(parts)
        found = desk.receive(parts.operator, _list(desk, parts, listed), number=number, received_on=on)
    return _told(current, found, as_json=json)


def withdraw(listed: str, /, *, why: Annotated[str, Needed], json: Json = False) -> int:
    """Take an open list back.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    why
        The reason.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueHandOverDesk(parts)
        found = desk.withdraw(parts.operator, _list(desk, parts, listed), why)
    return _told(current, found, as_json=json)


def keep(
    *dossiers: str,
    until: Annotated[date, Needed],
    number: Annotated[str, Needed],
    consented_on: Annotated[date, Needed],
    by: Annotated[str, Needed],
    reason: Annotated[str, Needed],
    json: Json = False,
) -> int:
    """Record the head's consent that dossiers stay with their unit, for two years after they were due at most.

    Parameters
    ----------
    dossiers
        Dossier codes, ids, or signs of ids.
    until
        The last day, as 2027-10-20.
    number
        Number and sign of the written consent.
    consented_on
        Its date.
    by
        Who consented.
    reason
        Why they are needed.
    """
    current = session()
    with current.parts() as parts:
        order = keep_back_order(
            _chosen(parts, dossiers),
            until=until,
            number=number,
            consented_on=consented_on,
            consented_by=by,
            reason=reason,
            today=parts.clock.today(),
        )
        CatalogueHandOverDesk(parts).keep_back(parts.operator, order)
    if json:
        print_json(order)
    else:
        out.print(current.say(f"Giữ lại {len(order.dossiers)} hồ sơ.", f"{len(order.dossiers)} dossiers kept back."))
    return 0


def kept(*, json: Json = False) -> int:
    """The list of what units keep back, soonest first."""
    current = session()
    with current.parts() as parts:
        found = CatalogueHandOverDesk(parts).kept_back(parts.operator)
    if json:
        print_json(found)
        return 0
    print_table(
        [
            current.say("Mã hồ sơ", "Code"),
            current.say("Tiêu đề", "Title"),
            current.say("Đến", "Until"),
            current.say("Văn bản", "Consent"),
            current.say("Lý do", "Reason"),
        ],
        [
            (
                row.code or row.dossier.value[-_SHOWN:],
                row.title,
                f"{row.until:%d/%m/%Y}",
                f"{row.number}, {row.consented_on:%d/%m/%Y}, {row.consented_by}",
                row.reason,
            )
            for row in found
        ],
    )
    return 0


def form(listed: str, which: HandOverForm, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write list or minutes of a hand-over to a file.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    which
        The paper.
    to
        A new file; its ending, .docx, .pdf, .xlsx or .csv, says the kind.
    """
    current = session()
    kind = kind_of(to)
    with current.parts() as parts:
        chosen = _list(CatalogueHandOverDesk(parts), parts, listed)
        made = forms_desk(parts).hand_over_form(parts.operator, chosen, which)
    return save(current, made, kind, to, json=json)


def _chosen(parts: Parts, typed: tuple[str, ...]) -> list[DossierId]:
    room = CatalogueReadingRoom(parts)
    return [dossier_id(room, parts.operator, each) for each in typed]


def _list(desk: CatalogueHandOverDesk, parts: Parts, typed: str) -> HandOverId:
    ids = [one.id for one in desk.lists(parts.operator, limit=_EVERY)]
    matches = [each for each in ids if each.value.startswith(typed) or each.value.endswith(typed)]
    if len(matches) != 1:
        raise refusals.not_found()
    return matches[0]


def _told(current: Session, found: HandOver, *, as_json: bool) -> int:
    if as_json:
        print_json(found)
        return 0
    state = current.words(f"hand_over.state_{found.state.value}")
    accepted, refused, pending = (found.count(one) for one in (Check.ACCEPTED, Check.REFUSED, Check.PENDING))
    out.print(
        current.say(
            f"{found.id}: {state}; nhận {accepted}, từ chối {refused}, chưa kiểm tra {pending}",
            f"{found.id}: {state}; {accepted} accepted, {refused} refused, {pending} not checked",
        ),
        markup=False,
    )
    if found.receipt is not None:
        out.print(f"{found.receipt.number} · SHA-256 {found.receipt.digest}", markup=False)
    return 0
