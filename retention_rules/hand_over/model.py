"""Values of a hand-over: what a unit lists, how each item is checked, the receipt, and who has a dossier since.

Decree 30/2020/NĐ-CP, Arts 30-31 and Annex V: the unit makes a list (mục lục hồ sơ, tài liệu nộp lưu),
the archive compares each dossier with it, and both sign the minutes (biên bản giao nhận). The local
state changes with the receipt and not before.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from records.folding import normalise
from records.incomplete import MEND_IT, NO_DOSSIER, REASON, day_lacks, in_one, lacks, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from records.identifiers import DossierId, HandOverId
    from retention_rules.hand_over.clock import HandOverClock, Standing


class Custody(StrEnum):
    """Who has a dossier."""

    UNIT = "unit"
    CURRENT_ARCHIVE = "current_archive"
    HISTORICAL_ARCHIVE = "historical_archive"


class Check(StrEnum):
    """What the archivist said of an item."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class HandOverState(StrEnum):
    """Where a list stands."""

    SUBMITTED = "submitted"
    """Frozen; the archive checks item by item."""
    RECEIVED = "received"
    """The receipt stands; what was accepted is the archive's."""
    RETURNED = "returned"
    """Every item was refused; nothing changed hands."""
    WITHDRAWN = "withdrawn"
    """The unit took it back."""


class Obstacle(StrEnum):
    """Why a dossier cannot be put on a list."""

    NOT_KEPT = "not_kept"
    NO_PERIOD = "no_period"
    TOO_SHORT = "too_short"
    HANDED_OVER = "handed_over"
    LISTED = "listed"
    CHANGED = "changed"
    NO_DATE = "no_date"


_SAYS = {
    Obstacle.NOT_KEPT: Sentence("hồ sơ chưa vào kho, hoặc không còn lưu giữ", "it is not kept in the archive"),
    Obstacle.NO_PERIOD: Sentence("chưa xác định thời hạn", "no period is assigned"),
    Obstacle.TOO_SHORT: Sentence("thời hạn dưới 5 năm, đơn vị tự lưu giữ", "it is kept less than 5 years"),
    Obstacle.HANDED_OVER: Sentence("đã giao nộp", "it was handed over"),
    Obstacle.LISTED: Sentence("đang nằm trong một danh mục khác", "it is on another list"),
    Obstacle.CHANGED: Sentence("hồ sơ đã thay đổi từ khi lập danh mục", "it has changed since it was listed"),
    Obstacle.NO_DATE: Sentence("chưa ghi ngày kết thúc công việc", "the day the work ended is not recorded"),
}


def says(obstacle: Obstacle) -> Sentence:
    """The obstacle as a clause."""
    return _SAYS[obstacle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A dossier as it was when the list was frozen: the columns of Decree 30/2020, Annex V, and what proves it."""

    dossier: DossierId
    code: str
    title: str
    first_on: date | None
    """Dates of its earliest and latest document (thời gian tài liệu), as far as they are known."""
    last_on: date | None
    period: str
    """Period code: a number of years, or VV."""
    documents: int
    pages: int
    version: int
    inventory_sha512: str
    """Of the inventory of that version, which names every file with its digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverItem:
    """One line of a list."""

    listed: Listed
    visible: bool = True
    """Whether the reader may see the dossier; else the line says neither code nor title."""
    check: Check = Check.PENDING
    reason: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The minutes of the hand-over (biên bản giao nhận)."""

    number: str
    received_on: date
    by: str
    """Account that received."""
    at: datetime
    digest: str
    """SHA-256 of what was accepted, as ``digest_of`` gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A list as it stands; what is on it never changes."""

    id: HandOverId
    name: str
    unit: str
    state: HandOverState
    submitted_by: str
    submitted_at: datetime
    digest: str
    """SHA-256 of the items as frozen."""
    items: tuple[HandOverItem, ...]
    receipt: Receipt | None = None
    closed_why: str = ""
    """Why it was withdrawn."""

    def count(self, check: Check) -> int:
        return sum(item.check == check for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """A dossier that its unit owes to the archive."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    period: str
    clock: HandOverClock
    standing: Standing
    says: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What units owe, as far as the reader may see."""

    as_of: date
    by_standing: tuple[tuple[Standing, int], ...]
    """Only where there are any; the most urgent first."""
    rows: tuple[OwedRow, ...]
    """Soonest first; without a date last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who has a dossier, and what its unit still owes."""

    custody: Custody
    since: date | None
    """The day of the receipt; None while the unit has it."""
    receipt: str
    """Its number."""
    listed: HandOverId | None
    """The open list that it is on."""
    clock: HandOverClock | None
    """None: handed over already, or never to be."""
    standing: Standing | None
    says: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBack:
    """Dossiers that a unit keeps though they are due: the list and its consent."""

    dossiers: tuple[DossierId, ...]
    until: date
    number: str
    """Number and sign of the head's written consent."""
    consented_on: date
    consented_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackRow:
    """A line of the list of what is kept back (danh mục hồ sơ, tài liệu giữ lại)."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    until: date
    number: str
    consented_on: date
    consented_by: str
    reason: str


def keep_back_order(
    dossiers: Sequence[DossierId],
    *,
    until: date,
    number: str,
    consented_on: date,
    consented_by: str,
    reason: str,
    today: date,
) -> KeepBack:
    """The order, complete.

    Raises:
        InvalidInput (hand_over.incomplete): Dossier, number, name or reason is missing, or the consent is dated ahead.
    """
    told = {"number": tidy(number), "consented_by": tidy(consented_by), "reason": tidy(reason)}
    lacking = lacks(
        (not dossiers, NO_DOSSIER),
        (not told["number"], missing("số văn bản đồng ý", "the number of the consent")),
        (not told["consented_by"], missing("người đồng ý", "who consented")),
        (not told["reason"], REASON),
        day_lacks(consented_on, today, vi="ngày văn bản đồng ý", en="the day of the consent"),
    )
    if lacking:
        raise incomplete(*lacking)
    return KeepBack(dossiers=tuple(sorted(set(dossiers))), until=until, consented_on=consented_on, **told)


def digest_of(listed: Iterable[Listed]) -> str:
    """SHA-256 over dossiers, versions and inventory digests, in the order of their ids."""
    said = sorted((one.dossier.value, one.version, one.inventory_sha512) for one in listed)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def tidy(text: str) -> str:
    return " ".join(normalise(text).split())


def incomplete(*lacking: Sentence) -> InvalidInput:
    return InvalidInput("hand_over.incomplete", in_one(lacking), MEND_IT)
