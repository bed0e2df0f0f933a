"""Vietnamese encodings from before Unicode: TCVN3 and VNI, as letters of Unicode.

TCVN3 is VN3 of TCVN 5712:1993, one byte a letter; it has no capitals with tones: fonts whose name
ends in H (``.VnTimeH``) draw capitals for the same bytes. VNI (VNI for Windows) writes a letter
and after it its marks, both taken from Windows-1252. Text in either reaches us as the signs that
Windows-1252 has for these bytes: ``céng hoµ`` is *cộng hoà* in TCVN3, ``coäng hoøa`` is *cộng hòa* in VNI.
VN1 and VN2 of the same standard, VISCII and VPS are not known here: such pages are read from their picture.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from records.syllables import is_syllable, judged_syllables

if TYPE_CHECKING:
    from collections.abc import Iterable


class LegacyEncoding(StrEnum):
    """Named as in the record of a page."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3 = {
    # TCVN 5712:1993, table VN3, by rows of sixteen; a blank is a byte that names no letter.
    0xA0: " ĂÂÊÔƠƯĐăâêôơưđ ",
    0xB0: "\u0300\u0309\u0303\u0301\u0323àảãáạ ằẳẵắ ",
    0xC0: "      ặầẩẫấậè ẻẽ",
    0xD0: "éẹềểễếệìỉ   ĩíịò",
    0xE0: " ỏõóọồổỗốộờởỡớợù",
    0xF0: " ủũúụừửữứựỳỷỹýỵ ",
}
_TCVN3_LETTERS = {
    chr(row + column): letter
    for row, letters in _TCVN3.items()
    for column, letter in enumerate(letters)
    if letter != " "
}
_SHOWN_OTHERWISE = {"\u2212": "\u00ad", "\u2010": "\u00ad", "\u2219": "\u00b7", "\u03bc": "\u00b5"}
"""Signs that makers of PDF write for those of Windows-1252 that look like them."""

_HYPHENED = re.compile(r"[^\W\d_]*-[^\W\d_]+|[^\W\d_]+-")

_VNI_LETTERS = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _ROOF, _BREVE = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306"
_TONES = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_VNI_MARKS = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    "â": _ROOF,
    **{sign: _ROOF + tone for sign, tone in zip("áàåãä", _TONES, strict=True)},
    "ê": _BREVE,
    **{sign: _BREVE + tone for sign, tone in zip("éèúüë", _TONES, strict=True)},
}
_MARKABLE = {_ROOF: "aeo", _BREVE: "a"}
_VOWELS = frozenset("aeiouyâăêôơư")

_FONT = re.compile(r"^(?:[A-Z]{6}\+)?(?P<name>.*)$")
_TCVN3_FONT = re.compile(r"^(?:\.vn|vn)[a-z3]", re.IGNORECASE)
_VNI_FONT = re.compile(r"^vni", re.IGNORECASE)

FOREIGN = re.compile("[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad¦§¡¢£¤¥ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñöøûüþ\u2212\u2219]")
"""Signs of TCVN3 and VNI bytes taken for Windows-1252: no Vietnamese word in Unicode has them."""


def to_unicode(text: str, encoding: LegacyEncoding, *, hyphens: bool = True) -> str:
    """``text`` in NFC, its signs taken for bytes of ``encoding``; what is none of them is left as it is.

    With ``hyphens`` the text comes from a PDF, where a hyphen may be the ư of TCVN3: it is where that makes a syllable.
    """
    text = "".join(_SHOWN_OTHERWISE.get(sign, sign) for sign in text)
    if encoding is LegacyEncoding.TCVN3:
        decoded = "".join(_TCVN3_LETTERS.get(sign, sign) for sign in text)
        decoded = _HYPHENED.sub(_horned, decoded) if hyphens else decoded
    else:
        decoded = _from_vni(text)
    return unicodedata.normalize("NFC", decoded)


def _horned(match: re.Match[str]) -> str:
    """*trưởng* for ``tr-ởng``: to PDF the byte of ư is a hyphen (ISO 32000-1, Annex D.2: WinAnsi 0xAD)."""
    word = unicodedata.normalize("NFC", match.group())
    horned = word.replace("-", "ư")
    parts = [part for part in word.split("-") if part]
    if is_syllable(horned) and not all(len(part) > 1 and is_syllable(part) for part in parts):
        return horned
    return match.group()


def _from_vni(text: str) -> str:
    written: list[str] = []
    for sign in text:
        marks = _VNI_MARKS.get(sign.lower())
        if marks and written and _takes(written[-1], marks):
            written[-1] = unicodedata.normalize("NFC", written[-1] + marks)
        else:
            written.append(_VNI_LETTERS.get(sign, sign))
    return "".join(written)


def _takes(letter: str, marks: str) -> bool:
    return letter.lower() in _MARKABLE.get(marks[0], _VOWELS)


def font_encoding(font: str) -> LegacyEncoding | None:
    """What fonts of this name are made for; None for others. A name proves nothing of the text set in it."""
    name = base_font(font)
    if _VNI_FONT.match(name):
        return LegacyEncoding.VNI
    return LegacyEncoding.TCVN3 if _TCVN3_FONT.match(name) else None


def base_font(font: str) -> str:
    """The name without the tag of a subset (ISO 32000-1, 9.6.4)."""
    match = _FONT.match(font)
    return match["name"] if match else font


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well words read in one encoding, or as they stand, among those that tell encodings apart."""

    encoding: LegacyEncoding | None
    judged: int
    """Syllables of words with signs beyond ASCII."""
    invalid: int
    """Those of them that no Vietnamese syllable can be."""

    @property
    def share(self) -> float:
        return self.invalid / self.judged if self.judged else 0.0


_MOST_INVALID = 0.15
"""Of the marked syllables of a conversion; those of real documents have under 0.03."""


def best_encoding(words: Iterable[str], font: str = "") -> Evidence:
    """The encoding in which ``words`` are Vietnamese, judged by their syllables.

    Text that reads as well as it stands is left so, whatever its font is called. An encoding must
    leave at most half as many invalid syllables as there were; where the font is made for it,
    fewer will do.
    """
    telling = [word for word in words if not word.isascii()]
    as_it_is = _evidence(telling, None)
    named = font_encoding(font)
    best = as_it_is
    for encoding in LegacyEncoding:
        found = _evidence(telling, encoding)
        enough = as_it_is.invalid - 1 if encoding is named else min(as_it_is.invalid - 2, as_it_is.invalid / 2)
        better = best.encoding is None or found.invalid < best.invalid
        if found.judged and found.invalid <= enough and found.share <= _MOST_INVALID and better:
            best = found
    return best


def _evidence(words: Iterable[str], encoding: LegacyEncoding | None) -> Evidence:
    judged = invalid = 0
    for word in words:
        spelt = to_unicode(word, encoding) if encoding else word
        # A sign of the old bytes that is no letter parts a word into pieces that may well be syllables.
        foreign = bool(FOREIGN.search(spelt))
        syllables = judged_syllables([spelt])
        judged += max(len(syllables), int(foreign))
        invalid += max(sum(not _valid(syllable) for syllable in syllables), int(foreign))
    return Evidence(encoding, judged, invalid)


@lru_cache(maxsize=8192)
def _valid(syllable: str) -> bool:
    return is_syllable(syllable)
