"""Type and subject: the title in the middle of page 1 with the lines under it, or V/v of an official letter.

Decree 30/2020/NĐ-CP, Annex I, place 5a and 5b.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import document_types
from ingest.layout import Run, distance, join
from ingest.proposal import propose
from records.description import Field
from records.folding import fold

if TYPE_CHECKING:
    from ingest.document_types import DocumentKinds
    from ingest.head import Head
    from records.description import FieldProposal

_LOWEST_TITLE = 0.55
"""Titles stand in the upper part of the page (share of its height)."""

# What comes after the subject: legal grounds, addressee, the authority in capitals, the articles.
_BODY = re.compile(
    r"^(?:can cu\b|kinh gui|kinh thua|theo de nghi|xet |thuc hien |dieu 1\b|chuong i\b|phan i\b|"
    r"ho va ten|ho, chu dem|toi ten|ban hanh kem|\(ban hanh|so:|ngay \d|[i1][.)] )"
)
_AUTHORITY = re.compile(
    r"^(?:bo truong|thu truong|chu tich|thu tuong|chinh phu|quoc hoi|hoi dong nhan dan|uy ban nhan dan|ubnd|"
    r"giam doc|tong giam doc|cuc truong|tong cuc truong|chi cuc truong|hieu truong|vien truong|truong phong|"
    r"truong ban|chanh van phong|chanh an|uy ban thuong vu|ban thuong vu|ban chap hanh|uy ban|thong doc)\b"
)
_LETTER_SUBJECT = re.compile(r"^[^a-z]{0,3}(?:v\s?/\s?v|vv|v/|ve viec|ve )")


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title stands and what it says."""

    row: int
    run: Run
    type_name: str
    listed: bool
    """One of the types of the decree, not a heading of some other paper."""
    errors: int
    """Letters that differ from the type's name."""


def find_title(head: Head, kinds: DocumentKinds) -> Title | None:
    """The first line in the middle that is the name of a kind of document, or None."""
    for row in range(max(0, head.last_row), len(head.rows)):
        if head.rows[row].box.y0 > _LOWEST_TITLE * head.page.height:
            return None
        for fragment in head.rows[row].fragments():
            # Bold capitals under a seal come with no confidence; that they spell a type is proof enough.
            run = fragment.where(any(sign.isalpha() for sign in word.text) for word in fragment.words)
            if run is not None and (title := _as_title(head, row, run, kinds)):
                return title
    return None


def _as_title(head: Head, row: int, run: Run, kinds: DocumentKinds) -> Title | None:
    width = head.page.width
    # A title stands in the middle; the operative heading "QUYẾT ĐỊNH:" further down ends with a colon.
    if not run.is_upper or abs(run.centre - width / 2) > 0.16 * width or run.text.rstrip().endswith(":"):
        return None
    squashed = run.squashed
    if exact := kinds.titles.get(squashed):
        return Title(row, run, exact, listed=True, errors=0)
    if len(squashed) >= 7 and kinds.titles:
        near = min(kinds.titles, key=lambda known: distance(squashed, known))
        if distance(squashed, near) == 1:
            return Title(row, run, kinds.titles[near], listed=True, errors=1)
    words = run.folded.split()
    for length in (4, 3, 2):
        known = kinds.titles.get("".join(re.sub(r"[^a-z]", "", word) for word in words[:length]))
        if known and len(words) > length:
            return Title(row, run, known, listed=True, errors=0)
    if any(run.folded == opening or run.folded.startswith(f"{opening} ") for opening in document_types.OPENINGS):
        name = run.text.lower()
        return Title(row, run, name[:1].upper() + name[1:], listed=False, errors=0)
    return None


def type_and_subject(head: Head, sign: str, kinds: DocumentKinds, *, clean_text: bool) -> list[FieldProposal]:
    """The type from title and sign, compared with each other, and the subject."""
    title = find_title(head, kinds)
    by_sign = kinds.type_of_sign(sign)
    if title is None:
        return _without_title(head, sign, by_sign, clean_text=clean_text)
    at_odds = bool(by_sign and title.listed and by_sign != title.type_name)
    confidence = 0.99 if clean_text else min(0.98, max(0.7, title.run.confidence))
    confidence = min(0.98, confidence + 0.1) if by_sign == title.type_name else confidence
    found = [
        propose(
            Field.TYPE,
            title.type_name,
            confidence * (0.5 if at_odds else 0.9**title.errors),
            title.run,
            doubtful=at_odds or (title.errors > 0 and by_sign != title.type_name),
        )
    ]
    rest = _rest_of_title(title)
    lines = ([rest] if rest else []) + _subject_lines(head, title)
    if lines:
        found.append(_subject(lines, clean_text=clean_text))
    return found


def _without_title(head: Head, sign: str, by_sign: str, *, clean_text: bool) -> list[FieldProposal]:
    lines = _letter_lines(head) if head.number is not None else []
    begins = bool(lines) and bool(_LETTER_SUBJECT.match(lines[0].folded))
    number_row = head.rows[head.number] if head.number is not None else None
    if by_sign and number_row is not None:
        # The sign names a type whose title could not be read.
        return [propose(Field.TYPE, by_sign, 0.5, number_row, doubtful=True)]
    if number_row is None or not (sign or begins):
        return []
    anchor = lines[0] if begins else number_row
    sure = bool(sign) and begins
    found = [
        propose(Field.TYPE, document_types.OFFICIAL_LETTER, 0.95 if sure else 0.6, anchor, doubtful=not sure),
    ]
    if begins:
        found.append(_subject(lines, clean_text=clean_text))
    return found


def _subject(lines: list[Run], *, clean_text: bool) -> FieldProposal:
    run = join(lines)
    sure = clean_text or (run.confidence >= 0.75 and min(line.confidence for line in lines) >= 0.6)
    return propose(
        Field.SUBJECT,
        run.text.lstrip("„.,-_~¬|;: ").rstrip("-_~¬|,;: "),
        0.97 if clean_text else min(0.95, run.confidence),
        run,
        doubtful=not sure,
        evidence=" / ".join(line.text for line in lines),
    )


def _rest_of_title(title: Title) -> Run | None:
    """What the title line says after the type: "KẾ HOẠCH | Triển khai …"."""
    if not title.listed:
        return None
    length = len(title.type_name.split())
    words = title.run.words[length:]
    same = re.sub(r"[^a-z]", "", fold(title.type_name)) == Run(title.run.words[:length]).squashed
    return Run(words).legible() if words and same else None


def _subject_lines(head: Head, title: Title) -> list[Run]:
    lines: list[Run] = []
    below = title.run
    usual_gap = 0.0
    agency = re.sub(r"[^a-z]", "", "".join((head.left(row) or below).squashed for row in range(head.last_row)))
    for row in head.rows[title.row + 1 : title.row + 10]:
        run = _in_the_middle(row, head.page.width)
        if run is None:
            continue
        gap = run.box.y0 - below.box.y1
        height = max(9.0, run.height)
        if gap > (1.15 if lines else 2.6) * height or _BODY.match(run.folded):
            break
        # The subject is centred under the title; the text begins with an indent on its left.
        off = abs(run.centre - title.run.centre)
        if off > 0.05 * head.page.width or (gap > 0.5 * height and off > 0.013 * head.page.width):
            break
        # The authority repeats the agency's name below the subject, with more room above it.
        repeats = len(run.squashed) > 6 and run.squashed in agency and gap > 1.3 * (usual_gap or 0.6 * height)
        if run.is_upper and (_AUTHORITY.match(run.folded) or repeats):
            break
        # A row of dashes under the subject is gone as junk; a short centred rest of it is not.
        if sum(sign.isalnum() for sign in run.text) < 2:
            continue
        usual_gap = gap if lines else 0.0
        lines.append(run)
        below = run
        if run.text.rstrip().endswith((";", ".")) and not run.text.rstrip().endswith("..."):
            break
    return lines


def _in_the_middle(row: Run, width: float) -> Run | None:
    """The part of a row that is text of the middle; stamps of receipt stand at the sides."""
    parts = [part for fragment in row.fragments() if (part := fragment.legible()) is not None]
    kept = [part for part in parts if part.box.x0 < 0.62 * width and part.box.x1 > 0.38 * width]
    return join(kept).legible() if kept else None


def _letter_lines(head: Head) -> list[Run]:
    """Rows under the number in the left column: where official letters have their V/v."""
    assert head.number is not None
    width = head.page.width
    lines: list[Run] = []
    below = head.left(head.number) or head.rows[head.number]
    for row in range(head.number + 1, min(head.number + 14, len(head.rows))):
        if row == head.date:
            continue
        fragments = head.rows[row].fragments()
        # Text across both columns without a gap between them: the body has begun.
        if "kinh gui" in head.rows[row].folded or any(
            part.box.x0 < 0.3 * width and part.box.x1 > 0.7 * width for part in fragments
        ):
            break
        left = [part for part in fragments if part.box.x0 < head.boundary - 0.05 * width]
        run = join(left).legible() if left else None
        if run is None:
            continue
        if run.box.y0 - below.box.y1 > (1.3 if lines else 3.5) * max(9.0, run.height):
            break
        below = run
        if lines or not run.is_upper or len(run.squashed) >= 12:  # else a mark of urgency
            lines.append(run)
    return lines
