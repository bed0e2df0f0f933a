"""Redacted access copies: what is masked on which ground, who may read the copy, and which states it has.

A copy is made from pictures of the pages with the pixels replaced and from the words outside every box alone; it
lies beside its master in the package of the dossier, and never counts as a document of it. PREMIS 3: an event
*redaction*, and the relation *derivation* both ways.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from archive.propose_boxes import bare_word
from archive.redaction_refusals import (
    box_outside,
    decided_ahead,
    level_not_admitted,
    no_boxes,
    no_decision,
    no_such_page,
    title_tells,
    too_many_boxes,
    unknown_ground,
)
from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber, RedactionId
from records.page_text import Box
from records.personal_data import find_personal
from records.reader import AccessLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from records.identifiers import Digest

MOST_BOXES = 5000
LONGEST_TITLE = 300
_CORNERS = 4
_BEYOND = 1.0
"""Points that a box may reach beyond its page: rounding, not another page."""
_LEAST = 1.0
"""Points: a box that is smaller hides nothing."""


class RedactionState(StrEnum):
    """What has become of a copy."""

    DRAFT = "draft"
    """Boxes are drawn; of one account, and nobody else's."""
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"
    """It could not be made; ``code`` says why."""
    WITHDRAWN = "withdrawn"
    """It lies in the package and is given to nobody."""


class Ground(StrEnum):
    """Why something may not be seen."""

    PERSONAL_DATA = "personal_data"
    PRIVATE_LIFE = "private_life"
    BUSINESS_SECRET = "business_secret"  # noqa: S105  a ground, no password
    ACCESS_RESTRICTED = "access_restricted"


CLAUSES: Mapping[Ground, str] = {
    Ground.PERSONAL_DATA: "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP, Điều 3, Điều 4",
    Ground.PRIVATE_LIFE: "Luật 104/2016/QH13, Điều 7",
    Ground.BUSINESS_SECRET: "Luật 104/2016/QH13, Điều 7",
    Ground.ACCESS_RESTRICTED: "Luật 33/2024/QH15, Điều 25",
}
"""Where each ground stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A box on a page of which nothing is left in the copy."""

    page: PageNumber
    box: Box
    ground: Ground
    act: int = 0
    """Boxes that were drawn together; what is undone is undone together."""

    def to_plain(self) -> dict[str, Any]:
        """Values of JSON; points to a hundredth."""
        box = [round(value, 2) for value in (self.box.x0, self.box.y0, self.box.x1, self.box.y1)]
        return {"page": self.page.value, "box": box, "ground": self.ground.value, "act": self.act}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        return cls(
            page=PageNumber(plain["page"]), box=Box(*plain["box"]), ground=Ground(plain["ground"]), act=plain["act"]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAccess:
    """Who may read a copy: as its master, or by a decision of its own."""

    level: AccessLevel | None = None
    """None: whoever may see the dossier, now and later."""
    decision_number: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A redacted copy of a document, or what is to become one."""

    id: RedactionId
    document: DocumentId
    dossier: DossierId
    state: RedactionState
    title: str
    """Says nothing of what is masked; empty in a draft."""
    masks: tuple[Mask, ...]
    access: CopyAccess
    seen_at_level: AccessLevel
    """Its own, or its dossier's."""
    begun_by: str
    ordered_at: datetime | None
    made_at: datetime | None
    digest: Digest | None
    size: int
    page_count: int
    code: str
    withdrawn_by: str
    withdrawn_why: str
    pdfa_digest: Digest
    words_digest: Digest
    """Of the master as it was when the boxes were drawn: they fit no other."""

    def on_page(self, number: PageNumber | int) -> tuple[Mask, ...]:
        """What is masked on that page."""
        return tuple(mask for mask in self.masks if mask.page.value == int(str(number)))

    @property
    def pages(self) -> tuple[int, ...]:
        """Numbers of the pages that have a box."""
        return tuple(sorted({mask.page.value for mask in self.masks}))

    @property
    def by_ground(self) -> Mapping[Ground, int]:
        """How many boxes stand on each ground."""
        return {ground: n for ground in Ground if (n := sum(mask.ground is ground for mask in self.masks))}


@dataclass(frozen=True, slots=True)
class SaidMask:
    """A mask as somebody said it, not looked at yet."""

    page: int
    box: tuple[float, ...]
    """x0, y0, x1, y1 in points of the page as shown."""
    ground: str


def mask_of(said: SaidMask, sizes: Mapping[int, tuple[float, float]], *, act: int = 0) -> Mask:
    """The mask as it was said, where the page has such a place; ``sizes`` are width and height of pages in points.

    Raises:
        InvalidInput (redaction.no_such_page): ``sizes`` knows no such page.
        InvalidInput (redaction.ground_unknown): ``ground`` is none of ``Ground``.
        InvalidInput (redaction.box_outside): It hides nothing, or reaches beyond the page.
    """
    if said.page not in sizes:
        raise no_such_page(said.page)
    if said.ground not in set(Ground):
        raise unknown_ground()
    if len(said.box) != _CORNERS or not all(map(math.isfinite, said.box)):
        raise box_outside(said.page)
    width, height = sizes[said.page]
    x0, y0, x1, y1 = said.box
    if min(x0, y0) < -_BEYOND or x1 > width + _BEYOND or y1 > height + _BEYOND:
        raise box_outside(said.page)
    within = (max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height))
    # As it is kept, so that the same box again is known.
    fits = Box(*(round(value, 2) for value in within))
    if fits.width < _LEAST or fits.height < _LEAST:
        raise box_outside(said.page)
    return Mask(page=PageNumber(said.page), box=fits, ground=Ground(said.ground), act=act)


def require_some(masks: Sequence[Mask]) -> None:
    """Refuse what would be no redacted copy.

    Raises:
        InvalidInput (redaction.no_boxes, redaction.too_many_boxes)
    """
    if not masks:
        raise no_boxes()
    if len(masks) > MOST_BOXES:
        raise too_many_boxes(MOST_BOXES)


def copy_access(level: str, decision_number: str, decided_on: date | None, *, today: date) -> CopyAccess:
    """Who may read the copy, as it was said; an empty ``level``: as the master.

    A level of its own stands by the decision that is recorded with it, whose number and day are asked for.

    Raises:
        InvalidInput (redaction.level_not_admitted): ``level`` is neither 01 nor 02.
        InvalidInput (redaction.no_decision): A level of its own without number or day of a decision.
        InvalidInput (redaction.decided_ahead): The decision is of a day to come.
    """
    number = " ".join(decision_number.split())
    if not level:
        return CopyAccess()
    if level not in set(AccessLevel):
        raise level_not_admitted()
    if not number or decided_on is None:
        raise no_decision()
    if decided_on > today:
        raise decided_ahead()
    return CopyAccess(level=AccessLevel(level), decision_number=number, decided_on=decided_on)


def silent_title(title: str, hidden: Iterable[str]) -> str:
    """The title with its blanks made one, where it says nothing of the ``hidden`` words.

    Names and numbers count, that is words with a capital or a figure; what stands in every sentence does not.

    Raises:
        InvalidInput (redaction.title_tells): It does, or it has a number or address of a person.
    """
    told = " ".join(normalise(title).split())
    if find_personal(told):
        raise title_tells()
    said = {bare_word(word) for word in told.split()} - {""}
    if any(word != word.lower() or any(map(str.isdigit, word)) for word in hidden if bare_word(word) in said):
        raise title_tells()
    return told


def record_of(found: Redaction, *, digest: Digest, size: int) -> dict[str, Any]:
    """What lies beside the copy in the package: values of JSON that say whose copy it is and what was masked.

    Nothing of what stood in the boxes is among them.
    """
    ordered = found.ordered_at.isoformat() if found.ordered_at else ""
    return {
        "redaction": found.id.value,
        "event": {"type": "redaction", "agent": found.begun_by, "at": ordered},
        "relationships": [
            _relation(f"urn:uuid:{found.id}", "has source", f"urn:uuid:{found.document}"),
            _relation(f"urn:uuid:{found.document}", "is source of", f"urn:uuid:{found.id}"),
        ],
        "master_pdfa_sha256": found.pdfa_digest.hex,
        "sha256": digest.hex,
        "size": size,
        "title": found.title,
        "access_level": found.access.level.value if found.access.level else "",
        "decision_number": found.access.decision_number,
        "decided_on": found.access.decided_on.isoformat() if found.access.decided_on else "",
        "grounds": {ground.value: CLAUSES[ground] for ground in found.by_ground},
        "masks": [{k: v for k, v in mask.to_plain().items() if k != "act"} for mask in found.masks],
    }


def _relation(of: str, kind: str, to: str) -> dict[str, str]:
    """PREMIS 3, relationship: of one object to another."""
    return {"object": of, "type": "derivation", "sub_type": kind, "related": to}
