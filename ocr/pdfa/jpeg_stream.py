"""What a JPEG says of itself, read without decoding it (ISO/IEC 10918-1, annex B)."""

from __future__ import annotations

from dataclasses import dataclass

_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PDF_PROCESSES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended and progressive Huffman: what DCTDecode reads (ISO 32000-1, 7.4.8)."""
_ALONE = {0x01, *range(0xD0, 0xD8)}
_SCAN = 0xDA


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegHeader:
    width: int
    height: int
    components: int
    precision: int
    process: int
    adobe_transform: int | None
    """Colour transform of the Adobe marker; None without one."""
    named_rgb: bool
    """The components are called R, G and B: no colour transform was applied."""
    jfif: bool

    @property
    def fits_pdf(self) -> bool:
        """DCTDecode reads it, and an sRGB viewer shows its colours: gray or three components."""
        return self.process in _PDF_PROCESSES and self.precision == 8 and self.components in {1, 3} and self.height > 0


def read_header(data: bytes) -> JpegHeader | None:
    """The header of the JPEG in ``data``; None where there is none."""
    if data[:2] != b"\xff\xd8":
        return None
    position, adobe, jfif = 2, None, False
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in _ALONE:
            position += 2
            continue
        if marker == _SCAN:
            return None
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + length]
        if marker == 0xE0 and body[:4] == b"JFIF":
            jfif = True
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            adobe = body[11]
        elif marker in _FRAMES and len(body) >= 6:
            names = body[6::3]
            return JpegHeader(
                precision=body[0],
                height=int.from_bytes(body[1:3], "big"),
                width=int.from_bytes(body[3:5], "big"),
                components=body[5],
                process=marker,
                adobe_transform=adobe,
                named_rgb=names[:3] == b"RGB" and not jfif and adobe is None,
                jfif=jfif,
            )
        position += 2 + length
    return None
