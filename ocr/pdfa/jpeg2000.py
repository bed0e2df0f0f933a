"""Which JPEG 2000 streams PDF/A-2 takes as they are (ISO 19005-2, 6.2.8.3; ISO 15444-1, annex I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPERBOXES = {b"jp2h"}
_SRGB, _GRAY, _SYCC = 16, 17, 18


@dataclass(frozen=True, slots=True)
class Jpeg2000:
    width: int
    height: int
    components: int
    bits: int
    fits_pdf: bool
    """Gray or RGB of 1 to 38 bits, all channels alike, one colour specification that is sRGB, gray or sYCC."""


def read_jpeg2000(data: bytes) -> Jpeg2000 | None:
    """What the JP2 file in ``data`` says of itself; None for a bare code stream or anything else."""
    header, colours, odd = None, list[int | None](), False
    for kind, body in _boxes(data, 0, len(data)):
        if kind == b"ihdr" and len(body) >= 14:
            header = body
        elif kind == b"colr" and body:
            colours.append(int.from_bytes(body[3:7], "big") if body[0] == 1 else None)
        elif kind in {b"pclr", b"cdef", b"cmap", b"bpcc"}:
            odd = True
    if header is None:
        return None
    height, width = int.from_bytes(header[0:4], "big"), int.from_bytes(header[4:8], "big")
    components, bits = int.from_bytes(header[8:10], "big"), (header[10] & 0x7F) + 1
    colour = {_GRAY} if components == 1 else {_SRGB, _SYCC} if components == 3 else set[int]()
    fits = not odd and header[10] != 255 and bits <= 38 and len(colours) == 1 and colours[0] in colour
    return Jpeg2000(width, height, components, bits, fits)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while start + 8 <= end:
        length, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = end if length == 0 else start + length
        if stop <= start or stop > end or kind == b"jp2c":
            return
        if kind in _SUPERBOXES:
            yield from _boxes(data, start + head, stop)
        else:
            yield kind, data[start + head : stop]
        start = stop
