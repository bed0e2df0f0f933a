"""``vankho backup-set``: which back-ups stand, what they hold of destroyed dossiers, and that one is no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from adapters.catalogue import backup_sets
from app.cli.output import NEEDS_A_PERSON, out, print_json, print_table
from app.cli.session import Json, session
from app.operations import settle_backup_set
from app.operations.destroyed_list import list_now, write_list
from app.operations.register_backup_set import register
from app.operations.rewrite_backup_set import rewrite as rewrite_set
from records.figures import vietnamese
from records.ports.clock import VIET_NAM
from retention_rules.backup_sets import SetState

if TYPE_CHECKING:
    from datetime import datetime

    from app.cli.session import Session
    from retention_rules.backup_sets import BackupSet

_SHOWN = 8
_STATES = {
    SetState.WRITING: ("dở dang", "unfinished"),
    SetState.STANDING: ("còn", "stands"),
    SetState.REPLACED: ("đã thay", "replaced"),
    SetState.ERASED: ("đã xóa", "erased"),
    SetState.GONE: ("đã hủy", "destroyed"),
}


def sets(*, every: Annotated[bool, cyclopts.Parameter(name="--all", negative="")] = False, json: Json = False) -> int:
    """Back-up sets, newest first, and which still hold dossiers that were destroyed since.

    Parameters
    ----------
    every
        Those too that are no more.
    """
    current = session()
    with current.parts() as parts, parts.catalogue.begin(readonly=True) as connection:
        found = backup_sets.sets(connection, settled_too=every)
    days = current.settings.backup_erase_days
    if json:
        print_json({"sets": [{"set": each, "erase_by": each.erase_by(days)} for each in found]})
    elif not found:
        out.print(current.say("Chưa có bộ sao lưu nào.", "There is no back-up set."))
    else:
        _print(current, found, days)
    return NEEDS_A_PERSON if any(each.holds_destroyed for each in found) else 0


def add(folder: Path, /, *, at: str = "", json: Json = False) -> int:
    """Register a back-up set that is not known yet, or a copy of one on another medium.

    Parameters
    ----------
    folder
        Where it can be read now.
    at
        Where it is kept, in words, where that is another place: the shelf, the number of the disk.
    """
    current = session()
    with current.parts() as parts:
        which = register(parts, folder, at=at)
        found = settle_backup_set.set_named(parts, which)
    if json:
        print_json(found)
    else:
        out.print(current.say(f"Bộ sao lưu {which} có trong sổ.", f"Back-up set {which} is registered."))
    return 0


def rewrite(which: str, /, *, json: Json = False) -> int:
    """Take destroyed dossiers out of a back-up set where it lies; it stays the set of its moment. It is looked again.

    Parameters
    ----------
    which
        Id of the set, or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        report = rewrite_set(parts, settle_backup_set.set_named(parts, which))
    if json:
        print_json(report)
    else:
        out.print(
            current.say(
                f"Bộ sao lưu {report.set}: đã bỏ {vietnamese(report.dossiers)} hồ sơ, {vietnamese(report.swept)} gói, "
                "ảnh và tệp.",
                f"Back-up set {report.set}: {report.dossiers} dossiers taken out, {report.swept} packages, pictures "
                "and files removed.",
            )
        )
    return 0


def erase(which: str, /, *, json: Json = False) -> int:
    """Erase a whole back-up set where it lies, look again, and record it. A newer one has to stand.

    Parameters
    ----------
    which
        Id of the set, or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        found = settle_backup_set.set_named(parts, which)
        settle_backup_set.erase(parts, found)
        now = settle_backup_set.set_named(parts, found.id)
    _settled(current, now, as_json=json)
    return 0


def gone(which: str, /, *, by: str, minutes: str, on: date, json: Json = False) -> int:
    """Record that people destroyed a back-up set with every copy of it, by minutes of their own.

    Parameters
    ----------
    which
        Id of the set, or its first or last signs.
    by
        Who destroyed it.
    minutes
        Number and sign of the minutes.
    on
        The day, as YYYY-MM-DD.
    """
    current = session()
    with current.parts() as parts:
        found = settle_backup_set.set_named(parts, which)
        settle_backup_set.gone(parts, found, by=by, minutes=minutes, on=on)
        now = settle_backup_set.set_named(parts, found.id)
    _settled(current, now, as_json=json)
    return 0


def destroyed(folder: Path, /, *, json: Json = False) -> int:
    """Write the list of all that was destroyed into a folder (destroyed.jsonl), for restores of older back-ups.

    Parameters
    ----------
    folder
        Best the medium of older back-ups. What lies there of such a list goes along.
    """
    current = session()
    with current.parts() as parts:
        written = write_list(folder, list_now(parts))
    if json:
        print_json({"as_of": written.as_of, "destroyed": len(written.tombstones)})
    else:
        number = len(written.tombstones)
        out.print(
            current.say(
                f"Đã ghi {vietnamese(number)} hồ sơ đã hủy vào {folder}.",
                f"{number} destroyed dossiers written into {folder}.",
            )
        )
    return 0


def _print(current: Session, found: list[BackupSet], days: int) -> None:
    print_table(
        [
            current.say("Mã", "Id"),
            current.say("Lập lúc", "Taken"),
            current.say("Ở đâu", "Where"),
            current.say("Hồ sơ", "Dossiers"),
            current.say("Tình trạng", "State"),
            current.say("Đã hủy mà còn giữ", "Destroyed, still held"),
            current.say("Xử lý trước hết ngày", "To be seen to by"),
            current.say("Biết việc hủy đến", "Knows of destruction until"),
        ],
        [
            (
                each.id[-_SHOWN:],
                _moment(each.taken_at),
                f"{each.machine}:{each.place}",
                each.dossiers,
                current.say(*_STATES[each.state]) + (f": {each.settled_why}" if each.settled_why else ""),
                each.destroyed or "",
                f"{last:%d/%m/%Y}" if (last := each.erase_by(days)) else "",
                _moment(each.told_until) if each.told_until else "",
            )
            for each in found
        ],
    )


def _settled(current: Session, found: BackupSet, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        state = current.say(*_STATES[found.state])
        out.print(
            current.say(
                f"Bộ sao lưu {found.id}: {state}. Bản chép của nó ở nơi khác phải xử lý riêng.",
                f"Back-up set {found.id}: {state}. Copies of it elsewhere have to be seen to by themselves.",
            )
        )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIET_NAM):%H:%M %d/%m/%Y}"
