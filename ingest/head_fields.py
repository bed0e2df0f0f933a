"""Number, sign, date and agency from the head of page 1."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.agency_name import issuing_body
from ingest.head import DATE, NUMBER
from ingest.layout import Run, join
from ingest.number_and_sign import parse_number_and_sign
from ingest.proposal import propose
from records.description import Field
from records.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document_types import DocumentKinds
    from ingest.head import Head
    from records.description import FieldProposal
    from records.page_text import Word

_SURE = 0.85
"""Least confidence of a reader in digits that nobody need look at."""
_SURE_JOINED = 0.75
"""The same where the digits are one word with the sign."""
_NO_VOWEL = re.compile(r"^[^aeiouy]{1,2}$")


def number_and_sign(head: Head, kinds: DocumentKinds, *, clean_text: bool) -> list[FieldProposal]:
    """Number and sign from the row "Số: …"; a number that may be handwritten is empty or doubtful."""
    run = head.left(head.number) if head.number is not None else None
    if run is None:
        return []
    label = NUMBER.match(run.folded)
    offset = label.end() if label else 0
    parsed = parse_number_and_sign(run.text[offset:], kinds)
    if parsed is None:
        # A label and nothing that reads as a sign: the place is known, the value is not.
        return [propose(Field.NUMBER, "", 0.1, run, doubtful=True)]
    digits = run_between(run, offset + parsed.number_at[0], offset + parsed.number_at[1])
    signs = run_between(run, offset + parsed.sign_at[0], offset + parsed.sign_at[1]) or run
    sign_sure = clean_text or signs.confidence >= 0.6
    sign = propose(
        Field.SIGN, parsed.sign, 1.0 if clean_text else min(0.97, signs.confidence), signs, doubtful=not sign_sure,
        evidence=run.text,
    )  # fmt: skip
    if not parsed.number or digits is None:
        return [propose(Field.NUMBER, "", 0.1, digits or run, doubtful=True, evidence=run.text), sign]
    trusted = clean_text or _printed(digits, run)
    confidence = 1.0 if clean_text else min(0.97, digits.confidence) * (1.0 if trusted else 0.5)
    return [propose(Field.NUMBER, parsed.number, confidence, digits, doubtful=not trusted, evidence=run.text), sign]


def _printed(digits: Run, row: Run) -> bool:
    """Do the digits of the number look printed: sure, and of the size and on the line of their neighbours?

    People write the number by hand into the space left for it; readers give digits for that
    now and then, with no great confidence, too high, too low or too large.
    """
    # One word with its sign was typed in one go; people leave the space of a hand around theirs.
    joined = len(digits.words) == 1 and any(sign.isalpha() for sign in digits.words[0].text)
    if min(word.confidence for word in digits.words) < (_SURE_JOINED if joined else _SURE):
        return False
    others = [word for word in row.words if word not in digits.words and any(sign.isalnum() for sign in word.text)]
    if not others:
        return True  # one word with its sign: typed in one go
    heights = sorted(word.box.height for word in others)
    usual = heights[len(heights) // 2]
    # The label stands on the line; a slash or a Q reaches below it.
    off = min(abs(digits.box.y1 - word.box.y1) for word in others)
    return 0.6 * usual <= digits.height <= 1.3 * usual and off <= 0.35 * usual


def issued_on(head: Head, *, clean_text: bool) -> list[FieldProposal]:
    """The date from the row "Hà Nội, ngày … tháng … năm …"; empty where a part of it is not legible."""
    if head.date is None:
        return []
    run = head.right(head.date) or head.rows[head.date]
    match = DATE.search(run.folded)
    if match is None:
        run = head.rows[head.date]
        match = DATE.search(run.folded)
    if match is None:
        return []
    parts = [_digits(match.group(name)) for name in ("day", "month", "year")]
    spans = [run_between(run, *match.span(name)) for name in ("day", "month", "year")]
    value = _iso(*parts)
    whole = run_between(run, match.start(), match.end()) or run
    if not value:
        return [propose(Field.ISSUED_ON, "", 0.1, whole, doubtful=True, evidence=run.text)]
    found = [span for span in spans if span is not None]
    sure = clean_text or (
        len(found) == len(spans)
        and all(span.confidence >= _SURE for span in found)
        and _even(found)
        # Days below 10 are printed with a nought before them (Decree 30, Annex I, II, 4): one
        # digit alone is a day of which the other was not read.
        and len(parts[0]) == 2
    )
    confidence = 1.0 if clean_text else min(0.97, *(span.confidence for span in found)) * (1.0 if sure else 0.5)
    return [propose(Field.ISSUED_ON, value, confidence, whole, doubtful=not sure, evidence=run.text)]


def _even(spans: Sequence[Run]) -> bool:
    """Are day and month of the size of the year, which is printed, and on its line?"""
    year = spans[-1].box
    return all(
        0.6 * year.height <= span.box.height <= 1.35 * year.height and abs(span.box.y1 - year.y1) <= 0.4 * year.height
        for span in spans[:-1]
    )


def _digits(part: str) -> str:
    """The digits of a part of the date; letters are never taken for them: they are handwriting, as a rule."""
    bare = part.strip(" .,:;")
    return bare if re.fullmatch(r"[0-9]{1,4}", bare) else ""


def _iso(day: str, month: str, year: str) -> str:
    if not (day and month and len(year) == 4 and 1900 <= int(year) <= 2100):
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def agency(head: Head, *, clean_text: bool) -> list[FieldProposal]:
    """The issuing body: the lowest of the names at the top left, joined where it wraps."""
    anchor = head.motto if head.motto is not None else None
    last = min((row for row in (head.number, head.date) if row is not None), default=None)
    if anchor is None and last is None:
        return []
    height = head.rows[anchor if anchor is not None else last or 0].height
    top = head.rows[anchor].box.y0 - 0.8 * height if anchor is not None else 0.0
    bottom = head.rows[last].box.y0 + 0.2 * height if last is not None else top + 6 * height
    lines: list[Run] = []
    # The motto is always in capitals: where it reads in small letters, a font of TCVN3 drew them as capitals.
    drawn = head.motto is not None and not Run(head.rows[head.motto].words[head.motto_word or 0 :]).is_upper
    for index, row in enumerate(head.rows):
        if row.box.y0 < top or index == head.number or row.box.y0 >= bottom:
            continue
        left = head.left(index)
        line = left.where(_is_name(word) for word in left.words) if left else None
        if line is not None and (line.is_upper or drawn) and len(line.squashed) >= 2 and ":" not in line.text:
            lines.append(line)
        elif lines and line is not None and len(line.squashed) > 12:
            break  # the text has begun
    if not lines:
        return []
    run = join(lines)
    sure = clean_text or (run.confidence >= 0.8 and min(w.confidence for w in run.words if len(w.text) > 2) >= 0.4)
    # Text that lost letters (a subset font without some of them) leaves stumps: "NG ỆP", "T ỰC".
    stumps = sum(bool(_NO_VOWEL.match(fold(word.text))) for word in run.words if word.text.isalpha())
    sure = sure and stumps - run.text.split().count("TP") < 2
    value = issuing_body([line.text.upper() if drawn else line.text for line in lines])
    confidence = 0.98 if clean_text else min(0.95, run.confidence)
    evidence = " / ".join(line.text for line in lines)
    return [propose(Field.AGENCY, value, confidence, run, doubtful=not sure, evidence=evidence)]


def _is_name(word: Word) -> bool:
    letters = sum(sign.isalpha() for sign in word.text)
    # A single letter is a part of some names (Ý Yên, H. Y); from a reader it is a speck as often.
    return (letters >= 2 and word.confidence >= 0.02) or (letters == 1 and word.confidence >= 0.85) or word.text in "-&"


def run_between(run: Run, start: int, end: int) -> Run | None:
    """The words of ``run`` that hold any sign of ``text[start:end]``."""
    position = 0
    words = []
    for word in run.words:
        stop = position + len(word.text)
        if position < end and stop > start:
            words.append(word)
        position = stop + 1
    return Run(tuple(words)) if words else None
