"""``vankho transfer``: to the historical archive; registered, answered, packaged, received."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks import transfer_refusals as refusals
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.transfer import CatalogueTransferDesk
from archive.export_dossier import require_empty
from archive.write_package import write_package
from retention_rules.hand_over.transfer import digests_text, read_digests

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from records.identifiers import TransferId
    from retention_rules.hand_over.transfer import Transfer

Needed = cyclopts.Parameter(required=True)
_SHOWN = 8
DIGESTS = "packages-sha256.txt"
"""Beside the packages: a line a dossier, its id and the SHA-256 of its manifest, to be sent back as received."""


def owed(*, limit: int = 100, offset: int = 0, json: Json = False) -> int:
    """What is to go to the historical archive, soonest first, with the reason for each day.

    Parameters
    ----------
    limit
        Rows at most.
    offset
        Rows to leave out before the first.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueTransferDesk(parts).to_transfer(parts.operator, limit=limit, offset=offset)
    if json:
        print_json(found)
        return 0
    for row in found:
        out.print(f"{row.code or row.dossier} · {row.title}", style="bold", markup=False)
        stands = current.words(f"transfer.standing_{row.standing.value}")
        out.print(f"  [{stands}] {row.says.in_language(current.settings.language)}", markup=False)
    return 0


def register(name: str, /, *dossiers: str, on: Annotated[date, Needed], json: Json = False) -> int:
    """Register a list with the historical archive, for a day twelve months ahead or later.

    Parameters
    ----------
    name
        How people will call it.
    dossiers
        Dossier codes, ids, or signs of ids.
    on
        The planned day, as 2027-11-20.
    """
    current = session()
    with current.parts() as parts:
        room = CatalogueReadingRoom(parts)
        chosen = [dossier_id(room, parts.operator, each) for each in dossiers]
        made = CatalogueTransferDesk(parts).register(parts.operator, name=name, dossiers=chosen, planned_on=on)
    return _told(current, made, as_json=json)


def lists(*, json: Json = False) -> int:
    """Transfers, newest first."""
    current = session()
    with current.parts() as parts:
        found = CatalogueTransferDesk(parts).lists(parts.operator)
    if json:
        print_json(found)
        return 0
    print_table(
        [
            current.say("Mã", "Id"),
            current.say("Tên", "Name"),
            current.say("Tình trạng", "State"),
            current.say("Hồ sơ", "Dossiers"),
            current.say("Biên nhận", "Receipt"),
        ],
        [
            (
                one.id.value[-_SHOWN:],
                one.name,
                current.words(f"transfer.state_{one.state.value}"),
                len(one.items),
                one.receipt_number,
            )
            for one in found
        ],
    )
    return 0


def answer(
    transfer: str,
    /,
    *,
    number: Annotated[str, Needed],
    on: Annotated[date, Needed],
    agreed: bool = True,
    json: Json = False,
) -> int:
    """Record what the historical archive answered.

    Parameters
    ----------
    transfer
        Id of the transfer, or its first or last signs.
    number
        Number and sign of the answer.
    on
        Its date.
    agreed
        Whether it will take the list; a refusal closes the transfer.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueTransferDesk(parts)
        which = _chosen(desk, parts, transfer)
        found = desk.answer(parts.operator, which, number=number, answered_on=on, agreed=agreed)
    return _told(current, found, as_json=json)


def package(transfer: str, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write the package of each dossier of an agreed transfer, with the digests that the other side sends back.

    Parameters
    ----------
    transfer
        Id of the transfer, or its first or last signs.
    to
        A folder that does not exist yet, or is empty.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueTransferDesk(parts)
        which = _chosen(desk, parts, transfer)
        require_empty(to)
        chosen = [item.listed.dossier for item in desk.one(parts.operator, which).items]
        digests = {each: write_package(parts.store, each, to / each.value).manifest for each in chosen}
        (to / DIGESTS).write_text(digests_text(digests), encoding="ascii")
        found = desk.packaged(parts.operator, which, digests)
    return _told(current, found, as_json=json)


def receive(
    transfer: str,
    /,
    *,
    number: Annotated[str, Needed],
    on: Annotated[date, Needed],
    digests: Annotated[Path, Needed],
    json: Json = False,
) -> int:
    """Record the receipt of the historical archive: what it names by the right digest is transferred.

    Parameters
    ----------
    transfer
        Id of the transfer, or its first or last signs.
    number
        Number and sign of the receipt.
    on
        Its date.
    digests
        File with what it sent back: a line a dossier, its id and the SHA-256 of its package.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueTransferDesk(parts)
        which = _chosen(desk, parts, transfer)
        read = read_digests(digests.read_text(encoding="utf-8", errors="replace"))
        found = desk.receive(parts.operator, which, number=number, received_on=on, digests=read)
    return _told(current, found, as_json=json)


def give_up(transfer: str, /, *, why: Annotated[str, Needed], json: Json = False) -> int:
    """Close a transfer that nothing came of.

    Parameters
    ----------
    transfer
        Id of the transfer, or its first or last signs.
    why
        The reason.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueTransferDesk(parts)
        found = desk.give_up(parts.operator, _chosen(desk, parts, transfer), why)
    return _told(current, found, as_json=json)


def _chosen(desk: CatalogueTransferDesk, parts: Parts, typed: str) -> TransferId:
    ids = [one.id for one in desk.lists(parts.operator)]
    matches = [each for each in ids if each.value.startswith(typed) or each.value.endswith(typed)]
    if len(matches) != 1:
        raise refusals.not_found()
    return matches[0]


def _told(current: Session, found: Transfer, *, as_json: bool) -> int:
    if as_json:
        print_json(found)
        return 0
    received = sum(item.received for item in found.items)
    packages = sum(bool(item.package) for item in found.items)
    state = current.words(f"transfer.state_{found.state.value}")
    out.print(
        current.say(
            f"{found.id}: {state}; {len(found.items)} hồ sơ, {packages} đã đóng gói, {received} đã nộp",
            f"{found.id}: {state}; {len(found.items)} dossiers, {packages} packaged, {received} transferred",
        ),
        markup=False,
    )
    return 0
