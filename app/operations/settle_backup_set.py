"""A back-up set is no more: erased here and looked for again, or destroyed elsewhere by people, with minutes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets, events
from app.carry_destroyed import lies_there
from app.operations.backup_folder import MANIFEST, OBJECTS, UNFINISHED, BackupFolder, damaged_files, from_os_error
from app.operations.destroyed_list import list_now, write_list
from records.errors import Conflict, InvalidInput, NotFound, Sentence
from retention_rules.backup_sets import BackupSet, SetState

if TYPE_CHECKING:
    from datetime import date

    from app.wiring import Parts

_OF_A_SET = (MANIFEST, "catalogue", OBJECTS)
"""What a set is made of, what names the rest first: what is broken off half way is no back-up to anybody."""


def set_named(parts: Parts, typed: str) -> BackupSet:
    """The set whose id begins or ends so.

    Raises:
        NotFound (backup_set.not_found): There is none.
        InvalidInput (id.ambiguous): There are several.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        every = backup_sets.sets(connection, settled_too=True)
    matches = [each for each in every if each.id.startswith(typed) or each.id.endswith(typed)]
    if not typed or not matches:
        raise NotFound(
            "backup_set.not_found",
            Sentence(f"Không có bộ sao lưu «{typed}».", f"There is no back-up set “{typed}”."),
            Sentence("Xem các bộ: vankho backup-set list --all", "See them: vankho backup-set list --all"),
        )
    if len(matches) > 1:
        raise InvalidInput(
            "id.ambiguous",
            Sentence(f"«{typed}» khớp {len(matches)} mã.", f"“{typed}” begins {len(matches)} ids."),
            Sentence("Gõ thêm vài ký tự của mã.", "Type a few more signs of it."),
        )
    return matches[0]


def gone(parts: Parts, which: BackupSet, *, by: str, minutes: str, on: date) -> None:
    """People destroyed the set and every copy of it; ``minutes`` is the number and sign of theirs.

    Raises:
        InvalidInput (backup_set.no_minutes): Nobody, no minutes, or a day that has not come.
        Conflict (backup_set.settled): It is no more already.
        Unavailable: The catalogue does not answer.
    """
    by, minutes = " ".join(by.split()), " ".join(minutes.split())
    if not by or not minutes or on > parts.clock.today():
        raise InvalidInput(
            "backup_set.no_minutes",
            Sentence(
                "Thiếu người hủy, số biên bản, hoặc ngày hủy chưa tới.",
                "Who destroyed it or the number of the minutes is missing, or the day has not come.",
            ),
            Sentence("Ghi --by, --minutes và --on (năm-tháng-ngày).", "Give --by, --minutes and --on (YYYY-MM-DD)."),
        )
    why = f"{minutes}, {on:%d/%m/%Y}, {by}"
    _settle(parts, which, SetState.GONE, why=why, act="backup_gone")


def erase(parts: Parts, which: BackupSet) -> None:
    """Erase the whole set where it lies, and look again. May be repeated from the beginning where it was broken off.

    The list of what was destroyed stays there.

    Raises:
        Conflict (backup_set.settled): It is no more already.
        Conflict (backup_set.only_one): No newer one that is whole stands: that one would be the last.
        NotFound (backup_set.not_there): It does not lie where it was written, as seen from this machine.
        Damaged (backup.damaged): Something is left of it, by name.
        Misconfigured (backup.folder_unusable): The disk says no.
        Unavailable: The catalogue does not answer.
    """
    require_open(which)
    with parts.catalogue.begin(readonly=True) as connection:
        standing = backup_sets.sets(connection)
    newer = any(each.state is SetState.STANDING and each.taken_at > which.taken_at for each in standing)
    if not newer and which.state is SetState.STANDING:
        raise _only_one()
    folder = BackupFolder(Path(which.place))
    if not lies_there(folder, which.set_id):
        raise not_there(which)
    # The mark says whose the rest is while the manifest is gone; it goes when the register knows.
    folder.begin(which.set_id)
    write_list(folder.path, list_now(parts))
    try:
        for name in _OF_A_SET:
            place = folder.path / name
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
        left = [name for name in _OF_A_SET if (folder.path / name).exists()]
    except OSError as error:
        raise from_os_error(error, folder.path) from error
    if left:
        raise damaged_files(left)
    _settle(parts, which, SetState.ERASED, why=which.place, act="backup_erased")
    try:
        (folder.path / UNFINISHED).unlink(missing_ok=True)
    except OSError as error:
        raise from_os_error(error, folder.path) from error


def _settle(parts: Parts, which: BackupSet, state: SetState, *, why: str, act: str) -> None:
    now, by = parts.clock.now(), parts.settings.account
    with parts.catalogue.begin() as connection:
        before = backup_sets.settle(connection, which.id, state, by=by, why=why, now=now)
        if before is None:
            raise _settled(which)
        events.add(
            connection,
            type="deletion",
            agent=by,
            now=now,
            subjects=[which.id],
            detail={"act": act, "about": which.id, "minutes": why, "items": before.destroyed},
        )


def require_open(which: BackupSet) -> None:
    """The set stands, as far as anybody knows.

    Raises:
        Conflict (backup_set.settled): It is no more.
    """
    if which.settled_at is not None:
        raise _settled(which)


def _settled(which: BackupSet) -> Conflict:
    return Conflict(
        "backup_set.settled",
        Sentence(f"Bộ sao lưu {which.id} đã không còn.", f"The back-up set {which.id} is no more already."),
        Sentence("Xem «vankho backup-set list --all».", "See «vankho backup-set list --all»."),
    )


def _only_one() -> Conflict:
    return Conflict(
        "backup_set.only_one",
        Sentence(
            "Không còn bộ sao lưu nào mới hơn đã lập xong; bộ này được giữ nguyên.",
            "No newer back-up that was finished stands; this one stays as it is.",
        ),
        Sentence(
            "Sao lưu trước («vankho backup», vào thư mục khác), rồi xóa bộ cũ.",
            "Take a back-up first («vankho backup», into another folder), then erase the older one.",
        ),
    )


def not_there(which: BackupSet) -> NotFound:
    """It does not lie where it was written, as seen from this machine."""
    return NotFound(
        "backup_set.not_there",
        Sentence(
            f"Trên máy này, {which.place} không chứa bộ sao lưu {which.id}.",
            f"On this machine {which.place} does not hold the back-up set {which.id}.",
        ),
        Sentence(
            "Gắn đúng ổ đĩa vào đúng chỗ rồi chạy lại; nếu bộ ấy đã hủy ở nơi khác, ghi bằng «vankho backup-set gone».",
            "Mount the right disk at that place and run it again; where the set was destroyed elsewhere, record that "
            "with «vankho backup-set gone».",
        ),
    )
