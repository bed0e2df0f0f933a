"""Whether every sign shown has a Unicode value: the difference between PDF/A-2b and 2u.

ISO 19005-2, 6.2.11.7.2: a /ToUnicode that maps every code used, or an encoding by glyph names
that the Adobe Glyph List knows. What is not understood counts as missing: the document then
claims no more than level B.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pikepdf import Dictionary, Name, Stream

from ocr.pdfa.simple_encoding import declared_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr.pdfa.font_use import FontUse

_FORBIDDEN = {0x0000, 0xFEFF, 0xFFFE}
"""Values that say nothing (6.2.11.7.2)."""
_PER_BLOCK = 100
"""Most entries in one block of a CMap (Adobe technical note 5411)."""
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])|\b(begin|end)(bfchar|bfrange|codespacerange)\b")
_Item = list[bytes] | bytes


def missing_unicode(uses: Iterable[FontUse]) -> str:
    """Why a document that uses these fonts is not 2u, in English, naming a font; empty where it is."""
    for use in uses:
        lost = {code for code in use.codes if not _has_unicode(use.font, code)}
        if lost:
            return f"font {use.name} has no Unicode value for {len(lost)} of the {len(use.codes)} codes used"
    return ""


def to_unicode_cmap(characters: dict[int, str], width: int) -> bytes:
    """A /ToUnicode that maps each code, of ``width`` bytes, to its character."""
    digits = 2 * width
    entries = [f"<{code:0{digits}x}> <{sign.encode('utf-16-be').hex()}>" for code, sign in characters.items()]
    blocks = [entries[start : start + _PER_BLOCK] for start in range(0, len(entries), _PER_BLOCK)]
    mapping = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'00' * width}> <{'ff' * width}>\nendcodespacerange\n"
        f"{mapping}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _has_unicode(font: Dictionary, code: int) -> bool:
    stream = font.get(Name.ToUnicode)
    if isinstance(stream, Stream) and code in _mapped(stream.read_bytes()):
        return True
    return font.get(Name.Subtype) != Name.Type0 and bool(declared_character(font, code))


@lru_cache(maxsize=64)
def _mapped(cmap: bytes) -> frozenset[int]:
    """The codes that a /ToUnicode gives a meaning."""
    codes: set[int] = set()
    section = b""
    items: list[_Item] = []
    listing: list[bytes] | None = None
    for match in _TOKEN.finditer(cmap):
        text, bracket, edge, kind = match.groups()
        if edge == b"begin":
            section, items, listing = kind, [], None
        elif edge == b"end":
            codes.update(_section(section, items))
            section = b""
        elif bracket == b"[":
            listing = []
            items.append(listing)
        elif bracket == b"]":
            listing = None
        elif section and text is not None:
            value = bytes.fromhex(text.decode())
            if listing is None:
                items.append(value)
            else:
                listing.append(value)
    return frozenset(codes)


def _section(section: bytes, items: Sequence[_Item]) -> Iterator[int]:
    if section == b"bfchar":
        for code, value in zip(items[::2], items[1::2], strict=False):
            if isinstance(code, bytes) and isinstance(value, bytes) and _meaningful(value):
                yield int.from_bytes(code, "big")
    elif section == b"bfrange":
        for low, high, value in zip(items[::3], items[1::3], items[2::3], strict=False):
            if not isinstance(low, bytes) or not isinstance(high, bytes):
                continue
            first, last = int.from_bytes(low, "big"), min(int.from_bytes(high, "big"), 0xFFFF)
            if isinstance(value, list):
                yield from (first + place for place, item in enumerate(value) if _meaningful(item))
            elif value:
                start = int.from_bytes(value, "big")
                yield from (code for code in range(first, last + 1) if start + code - first not in _FORBIDDEN)


def _meaningful(value: bytes) -> bool:
    return bool(value) and int.from_bytes(value, "big") not in _FORBIDDEN
