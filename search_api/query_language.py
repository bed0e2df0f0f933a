"""What people type, understood: words, "phrases", codes, dates, beginnings* and -exclusions.

A minus takes out the one word it stands before, as elsewhere; Vietnamese words are often two
syllables, so a whole one is taken out as a phrase: ``-"dự thảo"``. Where somebody types ``-dự thảo``
the answer is to *not dự, but thảo*, and ``Query.excluding_phrase`` offers the other reading: the
program never leaves out pages by a guess.

Nothing typed is ever refused. How it was understood can be shown part by part, and each part
can be taken out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.folding import fold, normalise
from records.personal_data import find_personal, personal_key
from search_api.codes import (
    bare_numbers_in,
    code_scanned,
    code_tails_in,
    dossier_codes_in,
    loose_numbers_in,
    numbers_in,
)
from search_api.periods import periods_in
from search_api.words import has_marks, spelling, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from records.identifiers import DocumentId, DossierId
    from search_api.codes import Code
    from search_api.periods import Period

LONGEST_QUERY = 500
"""Signs that are read of a query; the rest is cut off."""
MOST_PARTS = 32
"""Parts that are read of a query; the rest is cut off."""


class PartKind(StrEnum):
    """What a part of a query is."""

    WORD = "word"
    PHRASE = "phrase"
    """Words that follow one another: in quotation marks, or joined by signs (``QĐ-BNV``)."""
    PREFIX = "prefix"
    NUMBER = "number"
    """Number and sign of a document; a bare number after *số*."""
    DOSSIER_CODE = "dossier_code"
    PERIOD = "period"
    PERSONAL = "personal"
    """A number or address of people, whole: looked up by its key, never by its beginning."""


class Order(StrEnum):
    """In which order pages are shown."""

    BEST = "best"
    """What answers best first; where nothing answers better than another, the newest."""
    NEWEST = "newest"
    """By date of issue; what has none last."""
    OLDEST = "oldest"
    """By date of issue; what has none last."""


SPELLED = frozenset({PartKind.WORD, PartKind.PHRASE, PartKind.PREFIX})
"""Kinds of part whose marks count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One condition; a page must meet all (or, where ``excluded``, none)."""

    kind: PartKind
    start: int
    end: int
    """Where it stands in the query's ``text``."""
    words: tuple[str, ...]
    """As typed, ``normalise``d."""
    key: str = ""
    """Of a number or a dossier code: the key it is looked up by (``search_api.codes``)."""
    period: Period | None = None
    phrases: tuple[tuple[str, ...], ...] = ()
    """Of a period: folded words that say the same on a page; one of them is enough."""
    excluded: bool = False
    tolerant: bool = False
    """A word that may differ from the page by one letter; asked for only when nothing else was found."""

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold(word) for word in self.words)

    @property
    def spelled(self) -> tuple[str, ...]:
        return tuple(spelling(word) for word in self.words)

    @property
    def spelled_beginnings(self) -> tuple[str, ...]:
        """Of a prefix: how a word that starts so may be spelled; *hoá* begins both *hóa* and *hoán*."""
        return tuple(sorted({self.words[0].lower(), self.spelled[0]}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows an answer beside the text; None does not narrow."""

    unit: str | None = None
    procedure: str | None = None
    document_type: str | None = None
    agency: str | None = None
    year: int | None = None
    """Of the date of issue."""
    issued_from: date | None = None
    """First day of issue; what has no date is left out."""
    issued_to: date | None = None
    """Last day of issue; what has no date is left out."""
    state: str | None = None
    """A ``PageState``."""
    found_since: datetime | None = None
    """Documents that can be found since then; one read or described anew is not new."""
    dossier: DossierId | None = None
    document: DocumentId | None = None
    exact_diacritics: bool = False
    """Words must be spelled mark for mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A part of a query as a person is told of it."""

    kind: str
    says: Sentence
    """How it was taken, for example *số và ký hiệu*."""
    text: str
    """The part as typed."""
    removable: bool
    without: str
    """The query with the part taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as understood. No parts: everything is asked for."""

    text: str
    """``normalise``d, blanks made single, without a stroke at the beginning."""
    parts: tuple[Part, ...] = ()
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.BEST

    @property
    def tolerant(self) -> bool:
        """Whether a wrong letter is forgiven somewhere."""
        return any(part.tolerant for part in self.parts)

    @property
    def wanted(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.excluded)

    @property
    def excluded(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.excluded)

    @property
    def ranked(self) -> bool:
        """Whether some pages are shown first because they answer better; otherwise by date."""
        return self.order is Order.BEST and any(part.kind is not PartKind.PERIOD for part in self.wanted)

    @property
    def accented(self) -> bool:
        """Whether marks were typed, so that pages spelled just so come first."""
        return any(has_marks(word) for part in self.wanted if part.kind in SPELLED for word in part.words)

    @property
    def understood(self) -> tuple[Understood, ...]:
        """The parts in the order typed."""
        removable = len(self.parts) > 1
        return tuple(
            Understood(
                kind=f"not_{part.kind}" if part.excluded else str(part.kind),
                says=_says(part),
                text=self.text[part.start : part.end].strip("\"“”„«»'-* "),
                removable=removable,
                without=self.without(part),
            )
            for part in self.parts
        )

    @property
    def excluding_phrase(self) -> str | None:
        """The text with quotation marks about a word taken out and the word right after it: ``-"dự thảo"``.

        None where no word stands after one that is taken out.
        """
        for part, following in pairwise(self.parts):
            bare = (
                part.excluded and part.kind is PartKind.WORD and self.text[part.start : part.end] == f"-{part.words[0]}"
            )
            follows = following.kind is PartKind.WORD and not following.excluded
            plain = self.text[following.start : following.end] == following.words[0]
            if bare and follows and plain and following.start == part.end + 1:
                phrase = self.text[part.start + 1 : following.end]
                return f'{self.text[: part.start]}-"{phrase}"{self.text[following.end :]}'
        return None

    def without(self, part: Part) -> str:
        """The text with ``part`` taken out."""
        return " ".join((self.text[: part.start] + " " + self.text[part.end :]).split())


def parse(text: str, *, today: date, filters: Filters | None = None, order: Order = Order.BEST) -> Query:
    """Understand ``text``; never raises for what people type.

    ``today`` is the civil date in Viet Nam, for *năm nay* and the like.
    """
    # Arguments of a command line may hold halves of signs that no engine takes.
    text = text.encode(errors="ignore").decode()
    text = " ".join(normalise(text).replace("\0", " ").split())[:LONGEST_QUERY].rstrip()
    # "/" leads to the box from anywhere; where the box has the focus already it is typed into it.
    text = text.lstrip("/ ")
    text = code_scanned(text) or text
    # Taken in this order: what is quoted is meant word for word; a code may hold what looks like
    # a date, and a date what looks like a number.
    taken: list[Part] = []
    rest = _blank_out(text, taken, _quoted(text))
    rest = _blank_out(rest, taken, _personal(rest))
    rest = _blank_out(rest, taken, _coded(PartKind.DOSSIER_CODE, rest, dossier_codes_in(rest)))
    rest = _blank_out(rest, taken, _coded(PartKind.DOSSIER_CODE, rest, code_tails_in(rest)))
    rest = _blank_out(rest, taken, _numbered(rest))
    rest = _blank_out(rest, taken, _coded(PartKind.NUMBER, rest, loose_numbers_in(rest)))
    rest = _blank_out(rest, taken, _dated(rest, today))
    rest = _blank_out(rest, taken, _coded(PartKind.NUMBER, rest, bare_numbers_in(rest)))
    taken.extend(_loose(rest))
    taken.sort(key=lambda part: part.start)
    return Query(text=text, parts=tuple(taken[:MOST_PARTS]), filters=filters or Filters(), order=order)


_QUOTED = re.compile(r"(?<!\S)(?P<minus>-?)[\"“”„«](?P<inside>[^\"“”„«»]*)(?:[\"“”»]|$)")
_CHUNK = re.compile(r"\S+")
_LEAD_INS = {
    PartKind.DOSSIER_CODE: re.compile(r"(?<!\S)(?:ma ho so|ho so so|ho so|ma so|ma|so)[ ]*:?[ ]*$"),
    PartKind.NUMBER: re.compile(r"(?<!\S)(?<!ho )so[ ]*:?[ ]*$"),
    PartKind.PERSONAL: re.compile(
        r"(?<!\S)(?:so )?(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh nhan dan|dinh danh(?: ca nhan)?|dien thoai"
        r"|sdt|dt|email)(?: so)?[ ]*:?[ ]*$"
    ),
}


def _quoted(text: str) -> Iterator[Part]:
    for match in _QUOTED.finditer(text):
        inside = tuple(words(match["inside"]))
        if inside:
            kind = PartKind.PHRASE if len(inside) > 1 else PartKind.WORD
            yield Part(kind=kind, start=match.start(), end=match.end(), words=inside, excluded=match["minus"] == "-")


def _coded(kind: PartKind, text: str, codes: Iterable[Code]) -> Iterator[Part]:
    for code in codes:
        start, excluded = _before(kind, text, code.start)
        yield Part(
            kind=kind,
            start=start,
            end=code.end,
            words=tuple(words(text[code.start : code.end])),
            key=code.key,
            excluded=excluded,
        )


def _personal(text: str) -> Iterator[Part]:
    found = [(one.start, one.end, one.key) for one in find_personal(text) if one.key]
    for match in _CHUNK.finditer(text):
        # Who looks for a card types its number and no word beside it.
        if not any(start < match.end() and match.start() < end for start, end, _ in found):
            minus = match.group().startswith("-")
            if key := personal_key(match.group()[minus:]):
                found.append((match.start() + minus, match.end(), key))
    for start, end, key in sorted(found):
        first, excluded = _before(PartKind.PERSONAL, text, start)
        inside = tuple(words(text[start:end]))
        yield Part(kind=PartKind.PERSONAL, start=first, end=end, words=inside, key=key, excluded=excluded)


def _numbered(text: str) -> Iterator[Part]:
    return _coded(PartKind.NUMBER, text, numbers_in(text))


def _before(kind: PartKind, text: str, start: int) -> tuple[int, bool]:
    """Where a code starts with *số*, *mã hồ sơ* before it, and whether a minus stands there."""
    if match := _LEAD_INS[kind].search(fold(text[:start])):
        start = match.start()
    if text[start - 1 : start] == "-" and (start == 1 or text[start - 2] == " "):
        return start - 1, True
    return start, False


def _dated(text: str, today: date) -> Iterator[Part]:
    for dated in periods_in(text, today=today):
        yield Part(
            kind=PartKind.PERIOD,
            start=dated.start,
            end=dated.end,
            words=tuple(words(text[dated.start : dated.end])),
            period=dated.period,
            phrases=dated.phrases,
        )


def _loose(text: str) -> Iterator[Part]:
    for match in _CHUNK.finditer(text):
        chunk = match.group()
        excluded = chunk.startswith("-") and len(chunk) > 1
        inside = tuple(words(chunk))
        if not inside:
            continue
        kind = PartKind.WORD
        if len(inside) > 1:
            kind = PartKind.PHRASE
        elif chunk.endswith("*"):
            kind = PartKind.PREFIX
        yield Part(kind=kind, start=match.start(), end=match.end(), words=inside, excluded=excluded)


def _blank_out(text: str, taken: list[Part], parts: Iterable[Part]) -> str:
    """``text`` with blanks where ``parts`` stood, which are added to ``taken``."""
    for part in parts:
        taken.append(part)
        text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text


def _says(part: Part) -> Sentence:
    if part.excluded:
        return {
            PartKind.WORD: Sentence("không có từ", "without the word"),
            PartKind.PHRASE: Sentence("không có cụm từ", "without the phrase"),
        }.get(part.kind, Sentence("không có", "without"))
    return {
        PartKind.WORD: Sentence("có từ", "has the word"),
        PartKind.PHRASE: Sentence("có đúng cụm từ", "has the phrase"),
        PartKind.PREFIX: Sentence("có từ bắt đầu bằng", "has a word starting with"),
        PartKind.NUMBER: Sentence("số và ký hiệu", "number and sign"),
        PartKind.DOSSIER_CODE: Sentence("mã hồ sơ", "dossier code"),
        PartKind.PERIOD: Sentence("ban hành, hoặc nhắc đến", "issued in, or mentions"),
        PartKind.PERSONAL: Sentence("có đúng số của người này", "has exactly this number of a person"),
    }[part.kind]
