"""What a file is, told from its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

PDF = "application/pdf"
TIFF = "image/tiff"
JPEG = "image/jpeg"
PNG = "image/png"
JPEG2000 = "image/jp2"
GIF = "image/gif"
BMP = "image/bmp"
WEBP = "image/webp"
ACCEPTED = frozenset({PDF, TIFF, JPEG, PNG, JPEG2000, GIF, BMP, WEBP})
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPREADSHEETS = frozenset({XLS, XLSX, ODS})
EXTENSION_OF_OFFICE = {DOC: ".doc", XLS: ".xls", RTF: ".rtf", DOCX: ".docx", XLSX: ".xlsx", ODT: ".odt", ODS: ".ods"}
"""Office files that are taken in where a converter is at hand (``ingest.ports.OfficeConverter``)."""
_OLE = "application/x-ole-storage"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNKNOWN = "application/octet-stream"
MAIL = frozenset({"message/rfc822", "application/mbox", "application/vnd.ms-outlook", "application/vnd.ms-outlook-pst"})
CONTAINERS = frozenset(
    {"application/zip", "application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-tar"}
)

HEAD = 64 * 1024
"""Bytes needed from the beginning (and, for ZIP containers, from the end) of a file."""

_EXTENSIONS = {
    ".pdf": PDF,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".png": PNG,
    ".jp2": JPEG2000,
    ".j2k": JPEG2000,
    ".jpf": JPEG2000,
    ".jpx": JPEG2000,
    ".j2c": JPEG2000,
    ".gif": GIF,
    ".bmp": BMP,
    ".dib": BMP,
    ".webp": WEBP,
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG2000),
    (b"\xff\x4f\xff\x51", JPEG2000),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"{\\rtf", RTF),
    (OLE_MAGIC, _OLE),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"%!PS", "application/postscript"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"OTTO", "font/otf"),
    (b"\0\1\0\0\0", "font/ttf"),
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
"""Lengths of the second header of a BMP: two letters alone would be too little to go by."""
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
"""Begins the names of the streams of a message of Outlook ([MS-OXMSG], 2.2.2)."""
_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|reply-to|message-id|mime-version|delivered-to|content-type"
    rb"|content-transfer-encoding|dkim-signature|x-[a-z0-9-]+):[ \t]",
    re.IGNORECASE,
)
"""A field of a message's header (RFC 5322)."""
_HEADER_LINE = re.compile(rb"[!-9;-~]+:[ \t]?\S")
_FEWEST_FIELDS = 2
"""Fields of a header that make a message: one alone may begin any text."""
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NETPBM = re.compile(rb"P[1-6][\s#]")

_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"mimetypeapplication/vnd.oasis.opendocument.textPK", ODT),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", ODS),
    (b"application/epub+zip", "application/epub+zip"),
    (b"word/", DOCX),
    (b"xl/", XLSX),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)

_NAMES = {
    DOCX: "Word (.docx)",
    XLSX: "Excel (.xlsx)",
    DOC: "Word 97-2003 (.doc)",
    XLS: "Excel 97-2003 (.xls)",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint (.pptx)",
    ODT: "OpenDocument (.odt)",
    ODS: "OpenDocument (.ods)",
    _OLE: "Office 97-2003 (.ppt…)",
    "application/vnd.rar": "RAR",
    "application/x-7z-compressed": "7z",
    "application/vnd.microsoft.portable-executable": "EXE",
    RTF: "RTF",
    "application/epub+zip": "EPUB",
    "image/vnd.djvu": "DjVu",
    "text/plain": "văn bản thuần (.txt)",
    "message/rfc822": "thư điện tử (.eml)",
    "application/mbox": "thư điện tử (.mbox)",
    "application/vnd.ms-outlook": "thư Outlook (.msg)",
    "application/vnd.ms-outlook-pst": "hộp thư Outlook (.pst)",
    "application/x-tar": "TAR",
    "image/x-portable-anymap": "PBM, PGM, PPM",
    "font/ttf": "phông chữ",
    "font/otf": "phông chữ",
    UNKNOWN: "dữ liệu không rõ loại",
}


def media_type_of(head: bytes, tail: bytes = b"") -> str:
    """The media type that the bytes show; ``head`` and ``tail`` are up to ``HEAD`` bytes of either end."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return _of_storage(head + tail) if media_type == _OLE else media_type
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        seen = head + tail
        return next((media for mark, media in _ZIPPED if mark in seen), "application/zip")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:2] == b"BM" and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return BMP
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        return "image/heif"
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    # ISO 32000-1, Annex H: readers accept a header anywhere in the first 1,024 bytes.
    if b"%PDF-" in head[:1024]:
        return PDF
    if start.startswith(b"<?xml"):
        return "text/html" if b"<html" in start else "application/xml"
    if _NETPBM.match(head):
        return "image/x-portable-anymap"
    return _kind_of_text(head) if _is_text(head) else UNKNOWN


def media_type_of_name(name: str) -> str | None:
    """The accepted type that the extension promises, or None where it promises none of them."""
    return _EXTENSIONS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())


def spoken(media_type: str) -> str:
    """A media type as a clerk would name it."""
    return _NAMES.get(media_type) or media_type.rpartition("/")[2].removeprefix("x-").upper()


def _of_storage(seen: bytes) -> str:
    """What an OLE storage holds, by the name of its main stream ([MS-CFB] 2.6: names are UTF-16)."""
    if _OUTLOOK in seen:
        return "application/vnd.ms-outlook"
    for stream, media_type in (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS)):
        if stream.encode("utf-16-le") + b"\0\0" in seen:
            return media_type
    return _OLE


def _is_text(head: bytes) -> bool:
    # Not asked whether it is UTF-8: TCVN3, VNI and Windows-1258 are text too, and old editors leave a control sign.
    return b"\0" not in head and len(_CONTROLS.findall(head)) * 100 <= len(head)


def _kind_of_text(head: bytes) -> str:
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").splitlines()[:30] or [b""]
    fields = sum(bool(_FIELD.match(line)) for line in lines)
    if lines[0].startswith(b"From ") and fields:
        return "application/mbox"
    return "message/rfc822" if _HEADER_LINE.match(lines[0]) and fields >= _FEWEST_FIELDS else "text/plain"
