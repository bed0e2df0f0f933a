"""Values of a transfer to the historical archive: registered, answered, packaged, received with digests.

What the historical archive received, it names by the digest of each package; only where that is the
digest of what was packaged here does the local state become ``transferred``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from records.identifiers import Digest, DossierId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from records.identifiers import TransferId
    from retention_rules.hand_over.model import Listed
    from retention_rules.hand_over.transfer_clock import TransferClock, TransferStanding


class TransferState(StrEnum):
    """Where a transfer stands."""

    REGISTERED = "registered"
    """The list is frozen and given to the historical archive."""
    AGREED = "agreed"
    """It said that it will take it; packages may be made."""
    RECEIVED = "received"
    """It received, and said so with digests; what it did not name stays here."""
    CLOSED = "closed"
    """It declined, or the transfer was given up; nothing changed hands."""


class TransferObstacle(StrEnum):
    """Why a dossier cannot go to the historical archive."""

    NOT_KEPT = "not_kept"
    NOT_IN_ARCHIVE = "not_in_archive"
    NOT_PERMANENT = "not_permanent"
    NOT_CONFIRMED = "not_confirmed"
    SECRECY_MARK = "secrecy_mark"
    ON_HOLD = "on_hold"
    LISTED = "listed"
    CHANGED = "changed"
    NOT_PACKAGED = "not_packaged"


_SAYS = {
    TransferObstacle.NOT_KEPT: Sentence("hồ sơ không còn lưu giữ ở đây", "it is not kept here"),
    TransferObstacle.NOT_IN_ARCHIVE: Sentence(
        "Lưu trữ hiện hành chưa nhận hồ sơ này", "the current archive has not taken it over"
    ),
    TransferObstacle.NOT_PERMANENT: Sentence("hồ sơ không lưu vĩnh viễn", "it is not kept permanently"),
    TransferObstacle.NOT_CONFIRMED: Sentence(
        "quy tắc vĩnh viễn chưa được xác nhận", "the rule that keeps it permanently is not confirmed"
    ),
    TransferObstacle.SECRECY_MARK: Sentence(
        "có văn bản bị cách ly vì dấu chỉ độ mật, chưa giải mật", "a document of it is quarantined as secret"
    ),
    TransferObstacle.ON_HOLD: Sentence("đang có lệnh giữ", "a hold is open over it"),
    TransferObstacle.LISTED: Sentence("đang nằm trong một đợt nộp khác", "it is in another transfer"),
    TransferObstacle.CHANGED: Sentence(
        "hồ sơ đã có bản mới từ khi lập danh mục", "it has a new version since it was listed"
    ),
    TransferObstacle.NOT_PACKAGED: Sentence("chưa đóng gói hồ sơ này", "no package of it was made"),
}


def says(obstacle: TransferObstacle) -> Sentence:
    """The obstacle as a clause."""
    return _SAYS[obstacle]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferItem:
    """A dossier of a transfer, as it was when the list was frozen."""

    listed: Listed
    package: str
    """SHA-256 of the manifest of its package; empty until that is made."""
    received: bool
    """Whether the historical archive named this package among what it received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as it stands; its list never changes."""

    id: TransferId
    name: str
    archive: str
    """Name of the historical archive."""
    state: TransferState
    planned_on: date
    digest: str
    """SHA-256 of the items as frozen."""
    registered_by: str
    registered_at: datetime
    answer_due: date
    items: tuple[TransferItem, ...]
    answer_number: str = ""
    answered_on: date | None = None
    receipt_number: str = ""
    received_on: date | None = None
    recorded_by: str = ""
    closed_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTransfer:
    """A permanent dossier of the current archive that is in no transfer."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    clock: TransferClock
    standing: TransferStanding
    says: Sentence


_LINE = re.compile(r"(?:urn:uuid:)?([0-9a-f-]{36})[\s,;]+([0-9a-f]{64})", re.IGNORECASE)


def read_digests(text: str) -> dict[DossierId, Digest]:
    """What the historical archive sent back: a line a dossier, its id and the SHA-256 of its package's manifest.

    Raises:
        InvalidInput (transfer.digests_unreadable): A line is none such, or there is none, or one is named twice.
    """
    found: dict[DossierId, Digest] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        dossier = None if read is None else _dossier(read[1])
        if read is None or dossier is None or dossier in found:
            raise _unreadable(number)
        found[dossier] = Digest(read[2].lower())
    if not found:
        raise _unreadable(1)
    return found


def digests_text(digests: Mapping[DossierId, Digest]) -> str:
    """The same as text; ``read_digests(digests_text(d)) == d``."""
    return "".join(f"{dossier} {digest}\n" for dossier, digest in sorted(digests.items()))


def _dossier(text: str) -> DossierId | None:
    try:
        return DossierId(text.lower())
    except ValueError:
        return None


def _unreadable(line: int) -> InvalidInput:
    return InvalidInput(
        "transfer.digests_unreadable",
        Sentence(
            f"Dòng {line}: cần mã hồ sơ và mã SHA-256 của gói, mỗi hồ sơ một dòng.",
            f"Line {line}: the id of a dossier and the SHA-256 of its package, a line each, are expected.",
        ),
        Sentence("Dán đúng danh sách mà Lưu trữ lịch sử gửi lại.", "Paste the list the historical archive sent back."),
    )
