"""Marks of secrecy and urgency in the head of page 1 (Decree 30/2020/NĐ-CP, Annex I, places 10a and 10b).

A mark stands alone. "bí mật" or "bảo mật" in a title or in the text is no mark. Secrecy errs
on the safe side: a page that seems to bear the mark stops until an officer has looked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.layout import Run, distance
from records.folding import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.head import Head
    from records.page_text import Line

_LOWEST = 0.45
"""Marks stand in the upper part of the page (share of its height)."""

_SECRECY = {
    "mat": "MẬT",
    "toimat": "TỐI MẬT",
    "tuyetmat": "TUYỆT MẬT",
    "tailieumat": "MẬT",
    "domatmat": "MẬT",
    "domattoimat": "TỐI MẬT",
    "domattuyetmat": "TUYỆT MẬT",
}
_URGENCY = {
    "khan": "KHẨN",
    "thuongkhan": "THƯỢNG KHẨN",
    "hoatoc": "HỎA TỐC",
    "hoatochengio": "HỎA TỐC",
}
# MẮT (eye) heads forms of clinics; no reader takes a hat or a breve with acute for Ậ that often.
_NOT_SECRECY = frozenset({"MẮT", "MÁT", "MÀT"})


def secrecy(head: Head, *, clean_text: bool) -> str:
    """MẬT, TỐI MẬT or TUYỆT MẬT where page 1 bears the mark or seems to; else empty."""
    for run, above in _standing_alone(head):
        if not run.is_upper:
            continue
        mark = _SECRECY.get(run.squashed, "")
        if not mark and len(run.squashed) >= 6 and not clean_text:
            mark = next((_SECRECY[known] for known in ("toimat", "tuyetmat") if distance(run.squashed, known) == 1), "")
        if not mark:
            continue
        last = re.sub(r"[^\w]", "", run.text.split()[-1])
        if clean_text and last != "MẬT":
            continue
        # A subject in capitals may break within BÍ | MẬT, BẢO | MẬT.
        if last in _NOT_SECRECY or (above is not None and above.folded.endswith((" bi", " bao", "bi", "bao"))):
            continue
        return mark
    return ""


def urgency(head: Head) -> str:
    """KHẨN, THƯỢNG KHẨN or HỎA TỐC where page 1 bears the mark; else empty."""
    for run, _ in _standing_alone(head):
        if run.is_upper and (mark := _URGENCY.get(run.squashed)):
            return mark
    return ""


def of_stamps(lines: Sequence[Line]) -> tuple[str, str]:
    """Secrecy and urgency as stamped in red, a line a stamp or a part of one; each may be empty.

    Stamps are pale, slanting and framed, so a long mark may be misread by two letters; but a
    stamp is nothing else than a mark, so no word around it has to be feared.
    """
    secret = urgent = ""
    for line in lines:
        read = re.sub(r"[^a-z]", "", fold(normalise(line.text)))
        secret = secret or _like(read, _SECRECY)
        urgent = urgent or _like(read, _URGENCY)
    return secret, urgent


def _like(read: str, marks: Mapping[str, str]) -> str:
    if read in marks:
        return marks[read]
    for known, mark in marks.items():
        if len(known) >= 6 and distance(read, known) <= 2:
            return mark
    return ""


def _standing_alone(head: Head) -> Iterator[tuple[Run, Run | None]]:
    """Fragments of the upper part, each with the row above it; framed marks without their frames."""
    for index, row in enumerate(head.rows):
        if row.box.y0 > _LOWEST * head.page.height:
            return
        above = head.rows[index - 1] if index else None
        for fragment in row.fragments():
            words = fragment.where(any(sign.isalpha() for sign in word.text) for word in fragment.words)
            if words is not None:
                yield words, above
