"""What a file is, told from its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

PDF = "application/pdf"
TIFF = "image/tiff"
JPEG = "image/jpeg"
PNG = "image/png"
JPEG2000 = "image/jp2"
ACCEPTED = frozenset({PDF, TIFF, JPEG, PNG, JPEG2000})
UNKNOWN = "application/octet-stream"

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
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"%!PS", "application/postscript"),
    (b"AT&TFORM", "image/vnd.djvu"),
)

_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    (b"application/epub+zip", "application/epub+zip"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)

_NAMES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (.docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (.xlsx)",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint (.pptx)",
    "application/vnd.oasis.opendocument.text": "OpenDocument (.odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument (.ods)",
    "application/x-ole-storage": "Office 97-2003 (.doc, .xls)",
    "application/vnd.rar": "RAR",
    "application/x-7z-compressed": "7z",
    "application/vnd.microsoft.portable-executable": "EXE",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    "image/vnd.djvu": "DjVu",
    "text/plain": "văn bản thuần (.txt)",
}


def media_type_of(head: bytes, tail: bytes = b"") -> str:
    """The media type that the bytes show; ``head`` and ``tail`` are up to ``HEAD`` bytes of either end."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        seen = head + tail
        return next((media for mark, media in _ZIPPED if mark in seen), "application/zip")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
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
    return "text/plain" if _is_text(head) else UNKNOWN


def media_type_of_name(name: str) -> str | None:
    """The accepted type that the extension promises, or None where it promises none of them."""
    return _EXTENSIONS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())


def spoken(media_type: str) -> str:
    """A media type as a clerk would name it."""
    return _NAMES.get(media_type) or media_type.rpartition("/")[2].removeprefix("x-").upper()


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    # A cut at the end of the sample may halve a sign: up to three bytes are forgiven.
    for cut in range(4):
        try:
            text = head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]", text)
    return False
