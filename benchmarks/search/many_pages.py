"""Pages by the million, and 200 queries: what embedded engines were compared with before one was chosen.

A page is some 200 words: a head with number and code, words of two syllables drawn by Zipf's law from
the word list of Debian's hunspell-vi, clauses of administrative texts (``synthetic/*.gt.txt`` of the
shared data), a name, dates and numbers. Three pages in ten carry what scanners do to words. Every page
bears *hồ* and *số*. The same for the same number; a thousand at a time are held, however many are made.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.record import shared_data
from records.folding import fold, normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel
from search_api.ports import IndexedPage

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD_LIST = Path("/usr/share/hunspell/vi_VN.dic")
PAGES_OF_A_DOCUMENT = 8
UNITS = 60
_AT_ONCE = 1000
"""Pages drawn from one seed: a multiple of a document's."""
_COMPOUNDS = 60_000
_FAMILY, _MIDDLE, _GIVEN = (
    names.split()
    for names in (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Triệu Lương",
        "Văn Thị Đức Hữu Minh Ngọc Thanh Quốc Xuân Hồng Thùy Anh Tuấn Đình Công Kim",
        (
            "An Bình Cường Dũng Hà Hải Hạnh Hiếu Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Nghĩa Phong Phúc Quân "
            "Quang Sơn Tâm Thắng Thảo Thủy Trang Trọng Trung Tú Tuyết Vân Việt Vinh Yến Đạt Giang Tân"
        ),
    )
)
_TYPES = {
    "Quyết định": "QĐ", "Công văn": "CV", "Tờ trình": "TTr", "Thông báo": "TB", "Đơn đề nghị": "ĐĐN",
    "Biên bản": "BB", "Giấy phép": "GP", "Hợp đồng": "HĐ", "Báo cáo": "BC", "Phiếu tiếp nhận": "PTN",
    "Giấy chứng nhận": "GCN", "Kế hoạch": "KH",
}  # fmt: skip
_ISSUERS = ["BNV", "STC", "SNV", "SXD", "STNMT", "SCT", "SYT", "SGDĐT", "STP", "SGTVT"]
_ISSUERS += [f"UBND-H{number:02}" for number in range(50)]
_FIRST_DAY = date(2008, 1, 1)
_DAYS = 6500
_FAR = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as drawn; ``confidentiality`` 0 to 3: above 1 is level 02, 3 is restricted besides."""

    number: int
    code: str
    number_and_sign: str
    name: str
    document_type: str
    issuer: str
    title: str
    body: str
    unit: int
    procedure: int
    confidentiality: int
    day: int

    def indexed(self) -> IndexedPage:
        document = self.number // PAGES_OF_A_DOCUMENT
        return IndexedPage(
            document=DocumentId(f"00000000-0001-7000-8000-{document:012x}"),
            dossier=DossierId(f"00000000-0002-7000-8000-{document:012x}"),
            page=PageNumber(self.number % PAGES_OF_A_DOCUMENT + 1),
            page_count=PAGES_OF_A_DOCUMENT,
            body=self.body,
            title=self.title,
            file_name=f"{document:06}.pdf",
            dossier_code=self.code,
            number_and_sign=self.number_and_sign,
            document_type=self.document_type,
            agency=self.issuer,
            issued_on=day_of(self.day),
            unit=unit_of(self.unit),
            procedure=f"Thủ tục {self.procedure}",
            level=AccessLevel.CONDITIONAL if self.confidentiality > 1 else AccessLevel.PUBLIC,
            restricted_until=_FAR if self.confidentiality > 2 else None,
        )


def unit_of(number: int) -> str:
    return f"000.00.{number:02}"


def day_of(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number)


def documents(count: int, first: int = 0) -> Iterator[tuple[DocumentId, list[IndexedPage]]]:
    """The documents of ``count`` pages from page ``first`` on (a multiple of a thousand)."""
    drawn = pages(count, first)
    while its_pages := [page.indexed() for page in islice(drawn, PAGES_OF_A_DOCUMENT)]:
        yield its_pages[0].document, its_pages


def pages(count: int, first: int = 0) -> Iterator[Drawn]:
    """``count`` pages from ``first`` on (a multiple of a thousand)."""
    for start in range(first, first + count, _AT_ONCE):
        yield from islice(_thousand(start), first + count - start)


def _thousand(start: int) -> Iterator[Drawn]:
    chance, drawn = random.Random(start), np.random.RandomState(start % (2**31))
    compounds, weights = _compounds()
    words = np.searchsorted(weights, drawn.random_sample((_AT_ONCE, 90))).clip(0, _COMPOUNDS - 1)
    types, clauses = list(_TYPES), [clause.split() for clause in clauses_of_texts()]
    for at in range(_AT_ONCE):
        number = start + at
        document = number // PAGES_OF_A_DOCUMENT
        of_document = random.Random(document * 31 + 1)
        unit = min(int(of_document.paretovariate(0.7)) - 1, UNITS - 1)
        procedure = min(int(of_document.paretovariate(0.5)) - 1, 299)
        day = int(of_document.triangular(0, _DAYS, 5600))
        kind = types[chance.randrange(12)]
        confidentiality = chance.choices((0, 1, 2, 3), (70, 20, 8, 2))[0]
        code = f"000.00.{unit:02}.G{22 + unit % 7:02}-{day_of(day):%y%m%d}-{document % 10000:04}"
        sign = f"{of_document.randrange(1, 3000)}/{_TYPES[kind]}-{_ISSUERS[unit]}"
        name = f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
        parts = [compounds[each] for each in words[at, : chance.randrange(40, 90)]]
        body = f"{kind.upper()} Số: {sign} Mã hồ sơ {code}\n{_body(chance, parts, clauses, name)}"
        yield Drawn(
            number=number, code=code, number_and_sign=sign, name=name, document_type=kind, issuer=_ISSUERS[unit],
            title=f"{kind} {compounds[words[at, 0]]} {compounds[words[at, 1]]} - {name}", body=normalise(body),
            unit=unit, procedure=procedure, confidentiality=confidentiality, day=day,
        )  # fmt: skip


def _body(chance: random.Random, parts: list[str], clauses: list[list[str]], name: str) -> str:
    for _ in range(chance.randrange(3, 6)):
        clause = chance.choice(clauses)
        at = chance.randrange(0, max(1, len(clause) - 4))
        parts.insert(chance.randrange(len(parts)), " ".join(clause[at : at + chance.randrange(6, 24)]) + ".")
    at = chance.randrange(len(parts))
    born = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1950, 2005)}"
    parts.insert(at, f"ông/bà {name}, sinh ngày {born}, số CCCD {chance.randrange(10**11):012}")
    if chance.random() < 0.5:
        at = chance.randrange(len(parts))
        parts.insert(at, f"căn cứ Quyết định số {chance.randrange(1, 3000)}/QĐ-{chance.choice(_ISSUERS)}")
    body = " ".join(parts)
    if chance.random() < 0.3:
        words = body.split(" ")
        for _ in range(6):
            at = chance.randrange(len(words))
            words[at] = _misread(words[at], chance)
        body = " ".join(words)
    return body[:1].upper() + body[1:]


def _misread(word: str, chance: random.Random) -> str:
    how = chance.random()
    if how < 0.35:
        return fold(normalise(word))
    if how < 0.6 and len(word) > 2:
        at = chance.randrange(len(word))
        return word[:at] + word[at + 1 :]
    if how < 0.8:
        return word.replace("o", "0").replace("l", "1") if "o" in word or "l" in word else word + "."
    if len(word) > 2:
        at = chance.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


@cache
def _texts() -> list[str]:
    found = sorted((shared_data() / "synthetic").glob("*.gt.txt"))
    return [normalise(path.read_text("utf-8")) for path in found]


@cache
def clauses_of_texts() -> list[str]:
    pieces = [piece.strip() for text in _texts() for piece in re.split(r"[.;\n:]+", text)]
    return [piece for piece in pieces if len(piece.split()) >= 4]


@cache
def _compounds() -> tuple[list[str], Any]:
    """Words of two syllables, and the sums of their weights."""
    if not WORD_LIST.is_file():
        raise SystemExit(f"{WORD_LIST} is not there: install Debian's hunspell-vi")
    listed = [line.strip().split("/")[0] for line in WORD_LIST.read_text("utf-8").splitlines()[1:]]
    listed = [syllable for syllable in listed if syllable and syllable.isalpha()]
    random.Random(7).shuffle(listed)
    met = Counter(word.lower() for text in _texts() for word in re.findall(r"\w+", text) if word.isalpha())
    common = [word for word, _ in met.most_common(1200)]
    ranked = common + [syllable for syllable in listed if syllable not in set(common)]
    drawn = np.random.RandomState(7)
    likely = 1 / np.arange(1, len(ranked) + 1) ** 0.9
    likely /= likely.sum()
    ones, others = (drawn.choice(len(ranked), _COMPOUNDS, p=likely) for _ in range(2))
    weights = 1 / (np.arange(1, _COMPOUNDS + 1) + 5) ** 1.0
    return [f"{ranked[one]} {ranked[other]}" for one, other in zip(ones, others, strict=True)], np.cumsum(
        weights / weights.sum()
    )
