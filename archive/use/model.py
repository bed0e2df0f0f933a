"""Values of a request to read archived documents or to have copies (phiếu yêu cầu sử dụng tài liệu).

Archives Law 33/2024/QH15, Arts 23 and 25; Circular 05/2025/TT-BNV, Arts 32-47 (seen at second hand, and
written for historical archives). The codes of purposes are those of that circular.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import InvalidInput, NotFound, Sentence
from records.folding import normalise
from records.incomplete import MEND_IT, REASON, in_one, lacks, missing
from records.personal_data import MASK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.identifiers import DocumentId, DossierId, UseRequestId
    from records.reader import AccessLevel

MOST_COPIES = 20
MOST_DAYS = 15
"""Circular 05/2025, Arts 37 and 40: a copy is fetched, a reading done within 15 days."""
_SHOWN_OF_NUMBER = 2
_COPIES = Sentence(f"số bản phải từ 1 đến {MOST_COPIES}", f"copies are 1 to {MOST_COPIES}")


class UseKind(StrEnum):
    """What is asked for."""

    READING = "reading"
    COPY = "copy"
    ERASURE = "erasure"
    """Somebody asks for data about them to be deleted (Law 91/2025/QH15, Art. 14); never granted, always answered."""


class Purpose(StrEnum):
    """What for, by the codes of Circular 05/2025."""

    PRIVATE = "01"
    OFFICIAL = "02"
    SPECIAL = "03"
    """Special official."""


class UseState(StrEnum):
    """Where a request stands."""

    FILED = "filed"
    GRANTED = "granted"
    REFUSED = "refused"
    HANDED_OUT = "handed_out"
    """Read, or the first copy was taken."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """By who filed it, before anything was handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What somebody asks for; made by ``filing``."""

    kind: UseKind
    purpose: Purpose
    purpose_said: str
    person: str
    """Who reads: the account's own person, or the citizen at the desk."""
    id_number: str
    """Of that person's papers; empty where an account asks for itself and gave none."""
    on_behalf: bool
    """Whether an archivist files it for somebody who came to the desk."""
    asked_for: str
    """In the asker's own words; whoever may not see a dossier cannot name it otherwise."""
    dossier: DossierId | None
    documents: tuple[DocumentId, ...]
    """Of the dossier; empty: all of it."""
    copies: int
    """0 but for copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """These documents, and no others; made by ``grant``."""

    documents: tuple[DocumentId, ...]
    copies: int
    """How often the copy may be fetched."""
    days: int
    reason: str
    """Of what is left out, where something is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Nothing of it; made by ``refusal``."""

    reason: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDocument:
    """A document of the dossier that a request is about."""

    document: DocumentId
    title: str
    """Masked."""
    pages: int
    wanted: bool
    granted: bool
    left_out: bool
    """Asked for, and not granted though others were."""
    copyable: bool
    """There is a PDF/A to make a copy of."""
    personal: bool = False
    """It has numbers of people or an identity paper, or was not looked at to its end; a copy shows all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDecision:
    """What was decided."""

    by: str
    at: datetime
    granted: bool
    in_part: bool
    reason: str
    clause: str
    valid_until: date | None
    """Last day on which it is read or fetched; None for a refusal."""
    copies: int
    copies_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRequest:
    """A request as a reader may see it; free text and numbers of people are masked."""

    id: UseRequestId
    number: str
    """``YC-2026-0007``: counted by year."""
    state: UseState
    kind: UseKind
    purpose: Purpose
    purpose_said: str
    person: str
    id_number: str
    """Masked; empty where none was given."""
    on_behalf: bool
    asked_for: str
    copies: int
    unit: str
    """Of who filed it."""
    filed_by: str
    filed_at: datetime
    due_on: date
    due_says: Sentence
    """Why by that day."""
    dossier: DossierId | None
    """None: nobody has named one yet, or it may not be seen."""
    code: str
    title: str
    level: AccessLevel | None
    restricted: bool
    hidden: bool
    """A dossier was named, and the reader may not see it."""
    documents: tuple[UseDocument, ...] = ()
    """Told for one request, not in lists. Of a hidden dossier those alone that were granted."""
    decision: UseDecision | None = None
    proposed: Refusal | None = None
    """What there is to be said to who asks for data to be deleted; told for one request, while it waits."""
    handed_at: datetime | None = None
    handed_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFile:
    """A file to be saved."""

    name: str
    media_type: str
    content: bytes


class RegisterFormat(StrEnum):
    """What the register is written to."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


def filing(
    *,
    kind: UseKind,
    purpose: Purpose,
    purpose_said: str,
    person: str,
    id_number: str = "",
    on_behalf: bool = False,
    asked_for: str = "",
    dossier: DossierId | None = None,
    documents: Sequence[DocumentId] = (),
    copies: int = 1,
) -> Filing:
    """The request, complete.

    Raises:
        InvalidInput (use.incomplete): Person, purpose or what is asked for is missing; for somebody at the desk the
            number of the papers that were shown; or a number of copies is out of bounds.
    """
    told = Filing(
        kind=kind,
        purpose=purpose,
        purpose_said=tidy(purpose_said),
        person=tidy(person),
        id_number="".join(tidy(id_number).split()),
        on_behalf=on_behalf,
        asked_for=tidy(asked_for),
        dossier=dossier,
        documents=tuple(dict.fromkeys(documents)) if dossier else (),
        copies=copies if kind is UseKind.COPY else 0,
    )
    lacking = lacks(
        (not told.person, missing("họ tên người đọc", "the name of who reads")),
        (not told.purpose_said, missing("mục đích", "the purpose")),
        (not (told.dossier or told.asked_for), missing("hồ sơ hoặc tài liệu cần", "what is asked for")),
        (on_behalf and not told.id_number, missing("số giấy tờ đã xem", "the number of the papers that were shown")),
        (kind is UseKind.COPY and not 1 <= copies <= MOST_COPIES, _COPIES),
    )
    if lacking:
        raise incomplete(*lacking)
    return told


def grant(documents: Sequence[DocumentId], *, copies: int = 1, days: int = MOST_DAYS, reason: str = "") -> Grant:
    """The decision that these documents may be read or copied.

    Raises:
        InvalidInput (use.incomplete): No document is named, or copies or days are out of bounds.
    """
    lacking = lacks(
        (not documents, Sentence("chưa chọn văn bản nào", "no document is chosen")),
        (not 1 <= copies <= MOST_COPIES, _COPIES),
        (not 1 <= days <= MOST_DAYS, Sentence(f"số ngày phải từ 1 đến {MOST_DAYS}", f"days are 1 to {MOST_DAYS}")),
    )
    if lacking:
        raise incomplete(*lacking)
    return Grant(documents=tuple(dict.fromkeys(documents)), copies=copies, days=days, reason=tidy(reason))


def refusal(reason: str, clause: str) -> Refusal:
    """The decision that nothing is read or copied.

    Raises:
        InvalidInput (use.incomplete): The reason or the clause is missing.
    """
    told = Refusal(reason=tidy(reason), clause=tidy(clause))
    lacking = lacks((not told.reason, REASON), (not told.clause, missing("căn cứ", "the clause")))
    if lacking:
        raise incomplete(*lacking)
    return told


def number_of(year: int, serial: int) -> str:
    """``YC-2026-0007``."""
    return f"YC-{year:04}-{serial:04}"


def masked_number(number: str) -> str:
    """The number of somebody's papers as it is shown: whatever kind they are, its last two signs at most."""
    shown = _SHOWN_OF_NUMBER if len(number) > 2 * _SHOWN_OF_NUMBER else 0
    return MASK * (len(number) - shown) + number[len(number) - shown :]


def tidy(text: str) -> str:
    return " ".join(normalise(text).split())


def incomplete(*lacking: Sentence) -> InvalidInput:
    return InvalidInput("use.incomplete", in_one(lacking), MEND_IT)


def no_such_dossier() -> NotFound:
    """Of a code that names no dossier of this reader: one answer for what is absent and what may not be seen."""
    return NotFound(
        "dossier.not_found",
        Sentence("Không tìm thấy hồ sơ có mã này.", "There is no dossier with that code."),
        Sentence("Kiểm tra lại mã hồ sơ, hoặc tìm ở trang Tra cứu.", "Check the code, or search on the page Find."),
    )
