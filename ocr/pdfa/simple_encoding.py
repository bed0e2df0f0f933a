"""What the codes of a simple font mean (ISO 32000-1, 9.6.6 and annex D)."""

from __future__ import annotations

import re

from fontTools.agl import AGL2UV
from fontTools.encodings.StandardEncoding import StandardEncoding
from pikepdf import Array, Dictionary, Name

_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_PICTORIAL = re.compile(r"Symbol|Dingbats|Wingdings|Webdings", re.IGNORECASE)


def declared_character(font: Dictionary, code: int) -> str:
    """The character that the encoding in the file names for ``code``; empty where it names none.

    Only what level 2u counts: /WinAnsiEncoding, /MacRomanEncoding, and names of the Adobe
    Glyph List in /Differences (ISO 19005-2, 6.2.11.7.2).
    """
    encoding = font.get(Name.Encoding)
    if isinstance(encoding, Name):
        return _by_codec(str(encoding), code)
    if not isinstance(encoding, Dictionary):
        return ""
    name = _differences(encoding).get(code)
    if name is not None:
        return _by_name(name)
    return _by_codec(str(encoding.get(Name.BaseEncoding, "")), code)


def likely_character(font: Dictionary, code: int) -> str:
    """The same, with the standard encoding for fonts of letters that name none."""
    found = declared_character(font, code)
    if found or _PICTORIAL.search(str(font.get(Name.BaseFont, ""))):
        return found
    return _by_name(StandardEncoding[code]) if code < len(StandardEncoding) else ""


def _by_codec(encoding: str, code: int) -> str:
    codec = _CODECS.get(encoding)
    if codec is None or code < 32:
        return ""
    try:
        return bytes([code]).decode(codec)
    except UnicodeDecodeError:
        return ""


def _by_name(name: str) -> str:
    if name in AGL2UV:
        return chr(AGL2UV[name])
    if match := re.fullmatch(r"uni([0-9A-F]{4})", name):
        return chr(int(match[1], 16))
    return ""


def _differences(encoding: Dictionary) -> dict[int, str]:
    names: dict[int, str] = {}
    code = 0
    for item in encoding.get(Name.Differences, Array()):
        if isinstance(item, Name):
            names[code] = str(item)[1:]
            code += 1
        else:
            code = int(item)
    return names
