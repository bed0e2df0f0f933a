"""The list of what was destroyed, carried beside back-ups: what was destroyed after a set was taken stays destroyed.

    destroyed.jsonl     a first line that says whose it is, of which moment, and how many follow;
                        a tombstone a line, which says nothing of people; a last line with the SHA-256 of all before

Whoever restores an older set gives the newest list there is. It is readable without Vankho.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from adapters.catalogue import backup_sets, table_copies
from app.operations.backup_folder import from_os_error
from records.errors import Conflict, Damaged, NotFound, Sentence
from retention_rules.tombstone import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.wiring import Parts

NAME = "destroyed.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedList:
    """Everything that was destroyed until a moment."""

    installation: str
    """As a manifest tells it; empty of one without batches."""
    as_of: datetime
    tombstones: Mapping[str, Mapping[str, Any]]
    """By the id of the dossier."""

    def with_what(self, other: DestroyedList) -> DestroyedList:
        """The same with what the other one tells too; of the later moment."""
        return DestroyedList(
            installation=self.installation or other.installation,
            as_of=max(self.as_of, other.as_of),
            tombstones={**other.tombstones, **self.tombstones},
        )


def list_now(parts: Parts) -> DestroyedList:
    """What this installation knows to be destroyed now."""
    now = parts.clock.now()
    with parts.catalogue.begin(readonly=True) as connection:
        return DestroyedList(
            installation=table_copies.first_batch(connection),
            as_of=backup_sets.knows_until(connection, now),
            tombstones=backup_sets.tombstones(connection),
        )


def write_list(folder: Path, found: DestroyedList) -> DestroyedList:
    """Write it into the folder, whole or not at all; what lies there already and is not in it goes along.

    What was written. A list there that is of another installation or damaged is put aside, never lost.

    Raises:
        Unavailable (backup.full), Misconfigured (backup.folder_unusable): The disk says no.
    """
    path = folder / NAME
    arriving = folder / f"{NAME}.{secrets.token_hex(6)}.part"
    try:
        try:
            found = found.with_what(read_list(path, installation=found.installation))
        except NotFound:
            pass
        except (Damaged, Conflict):
            path.replace(folder / f"{NAME}.{secrets.token_hex(6)}.aside")
        try:
            with arriving.open("wb") as file:
                file.write(_content(found))
                file.flush()
                os.fsync(file.fileno())
            arriving.replace(path)
        finally:
            arriving.unlink(missing_ok=True)
    except OSError as error:
        raise from_os_error(error, folder) from error
    return found


def read_list(path: Path, *, installation: str) -> DestroyedList:
    """The list in the file ``path``, or in the folder ``path``.

    Raises:
        NotFound (destroyed_list.not_found): There is none.
        Damaged (destroyed_list.damaged): It is not as it was written.
        Conflict (destroyed_list.other_installation): It is of another installation than the one named.
        Misconfigured (backup.folder_unusable): It cannot be read.
    """
    try:
        if path.is_dir():
            path /= NAME
        whole = path.read_bytes()
    except FileNotFoundError:
        raise _not_found(path) from None
    except OSError as error:
        raise from_os_error(error, path) from error
    found = _read(path, whole)
    if installation and found.installation and installation != found.installation:
        raise _other(path)
    return found


def _content(found: DestroyedList) -> bytes:
    head = {
        "format": FORMAT,
        "installation": found.installation,
        "as_of": found.as_of.isoformat(),
        "destroyed": len(found.tombstones),
    }
    lines = [canonical(head), *(canonical(said) for _, said in sorted(found.tombstones.items()))]
    whole = b"".join(line + b"\n" for line in lines)
    return whole + canonical({"sha256": hashlib.sha256(whole).hexdigest()}) + b"\n"


def _read(path: Path, whole: bytes) -> DestroyedList:
    try:
        said, _, last = whole.rstrip(b"\n").rpartition(b"\n")
        said += b"\n"
        if json.loads(last)["sha256"] != hashlib.sha256(said).hexdigest():
            raise _damaged(path)
        head, *tombstones = [json.loads(line) for line in said.splitlines()]
        found = DestroyedList(
            installation=head["installation"],
            as_of=datetime.fromisoformat(head["as_of"]),
            tombstones={each["dossier"]: each for each in tombstones},
        )
        if head["format"] != FORMAT or len(found.tombstones) != head["destroyed"] or found.as_of.tzinfo is None:
            raise _damaged(path)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    return found


def _not_found(path: Path) -> NotFound:
    return NotFound(
        "destroyed_list.not_found",
        Sentence(f"Không có danh sách đã hủy ở {path}.", f"There is no list of what was destroyed at {path}."),
        Sentence(
            f"Tệp tên là {NAME}, nằm trong thư mục sao lưu mới nhất; hoặc xuất bằng «vankho backup-set destroyed».",
            f"The file is called {NAME} and lies in the newest back-up; or write one with "
            "«vankho backup-set destroyed».",
        ),
    )


def _damaged(path: Path) -> Damaged:
    return Damaged(
        "destroyed_list.damaged",
        Sentence(
            f"Danh sách đã hủy {path} không còn như khi được ghi.",
            f"The list of what was destroyed at {path} is not as it was written.",
        ),
        Sentence(
            "Lấy danh sách từ bản sao lưu khác; dời tệp hỏng ra khỏi thư mục sao lưu, đừng sửa.",
            "Take the list of another back-up; move the damaged file out of the folder, and do not mend it.",
        ),
    )


def _other(path: Path) -> Conflict:
    return Conflict(
        "destroyed_list.other_installation",
        Sentence(
            f"Danh sách đã hủy {path} là của một hệ thống Vankho khác.",
            f"The list of what was destroyed at {path} is of another installation of Vankho.",
        ),
        Sentence("Nêu danh sách của đúng hệ thống này.", "Name a list of this installation."),
    )
