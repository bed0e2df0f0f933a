"""Name, birth and places on an identity paper: what stands beside the words that say so (Decree 356/2025, Art. 3).

For pages that show a paper alone: on a form a name has to be found, or nobody finds the form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = r"ho,? (?:chu dem )?va ten(?: khai sinh)?|ho va chu dem|ho ten|ten goi khac|full name|surname|given names?"
_BIRTH = r"ngay,?(?: thang,? nam)? sinh|sinh ngay|nam sinh|date of birth"
_PLACE = (
    r"que quan|nguyen quan|noi (?:dang ky )?(?:khai )?sinh|noi (?:dang ky )?(?:thuong tru|cu tru|dkhk thuong tru)"
    r"|thuong tru|dia chi|place of (?:origin|residence|birth)"
)
_OTHER = (
    r"gioi tinh|sex\b|quoc tich|nationality|dan toc|ton giao|co gia tri|date of|ngay,? thang|dac diem|personal ident"
    r"|so\s*(?:[/:.]|dinh danh|giay|gcmnd|cmnd|cccd|ho chieu|\d{9})|no\s*[.:]|noi cap|loai\b|type\b|ma so|code\b"
    r"|can cuoc|the can cuoc|chung minh|giay chung|identity|citizen"
    r"|cong hoa|socialist|ho chieu|passport|doc lap|ngon tro|left index|right index"
)
_LABEL = re.compile(rf"\W*(?:(?P<short>{_NAME}|{_BIRTH})|(?P<long>{_PLACE})|(?P<other>{_OTHER}))")
_ENGLISH = re.compile(
    r"\s*(?:[/|(]\s*(?:full name|surname|given names?|date of birth"
    r"|place of (?:origin|residence|birth(?: registration)?))\)?)?\s*[:.]*\s*"
)
_NEAR = 15
"""Lines between a number and what stands on the same paper."""
_WORD = re.compile(r"\S+")


def identity_fields(folded: str, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each word of a name, a birth or a place in the ``fold``ed text of a page that shows a paper.

    ``numbers`` are where numbers of people stand; what is further from all of them is not of the paper.
    """
    lines = _lines(folded)
    near = _lines_near(folded, numbers, len(lines))
    for at, (start, end) in enumerate(lines):
        said = _LABEL.match(folded, start, end)
        if at not in near or said is None or said["other"] is not None:
            continue
        english = _ENGLISH.match(folded, said.end(), end)
        begin = english.end() if english else said.end()
        spans = [(begin, end)] if _has_words(folded, begin, end) else []
        # A value below its label; an address goes on in the line below.
        wanted = 2 if said["long"] is not None else 1
        for following in lines[at + 1 : at + 1 + wanted - len(spans)]:
            if _LABEL.match(folded, *following) or not _has_words(folded, *following):
                break
            spans.append(following)
        for span in spans:
            yield from ((word.start(), word.end()) for word in _WORD.finditer(folded, *span))


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _lines_near(folded: str, numbers: Sequence[int], count: int) -> set[int]:
    of_numbers = {folded.count("\n", 0, place) for place in numbers}
    return {line for at in of_numbers for line in range(max(0, at - _NEAR), min(count, at + _NEAR + 1))}


def _has_words(text: str, start: int, end: int) -> bool:
    return any(sign.isalnum() for sign in text[start:end])
