"""A plain PDF of one picture a page, written straight to disk: never more than one picture in memory.

It is an intermediate file: what makes it PDF/A is done to it as to any other PDF of scans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ocr.pdfa.frame import number

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image as a PDF stream holds it. The byte strings are PDF syntax."""

    width: int
    height: int
    bits: int
    colour_space: bytes
    filter: bytes
    """Name of the stream filter; empty for none."""
    data: bytes
    parameters: bytes = b""
    """/DecodeParms dictionary."""
    decode: bytes = b""
    """/Decode array."""
    profile: bytes = b""
    """ICC profile that replaces ``colour_space``; with ``components`` channels."""
    components: int = 3
    orientation: int = 1
    """Exif orientation, 1 to 8."""
    conversions: tuple[str, ...] = ()
    """What had to be changed: keys of ``says.image_converted``."""


_PLACEMENTS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""How the unit square of an image becomes the unit square of the page, by Exif orientation."""


class PictureFile:
    """Writes the file; a context manager, whole only after it was left without an error."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._offsets: list[int] = [0, 0]  # objects 1 and 2, catalog and page tree, are written last
        self._pages: list[int] = []
        self._file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, picture: Picture, width: float, height: float) -> None:
        """A page of ``width`` x ``height`` points filled by ``picture``."""
        colour_space = picture.colour_space
        if picture.profile:
            head = b"<</N %d/Length %d>>" % (picture.components, len(picture.profile))
            colour_space = b"[/ICCBased %d 0 R]" % self._stream(head, picture.profile)
        head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace %s" % (
            picture.width,
            picture.height,
            picture.bits,
            colour_space,
        )
        if picture.filter:
            head += b"/Filter/" + picture.filter
        if picture.parameters:
            head += b"/DecodeParms" + picture.parameters
        if picture.decode:
            head += b"/Decode" + picture.decode
        image = self._stream(head + b"/Length %d>>" % len(picture.data), picture.data)
        a, b, c, d, e, f = _PLACEMENTS[picture.orientation]
        placed = (a * width, b * height, c * width, d * height, e * width, f * height)
        content = ("q " + " ".join(number(value, 3) for value in placed) + " cm /Scan Do Q\n").encode()
        stream = self._stream(b"<</Length %d>>" % len(content), content)
        box = f"{number(width, 3)} {number(height, 3)}".encode()
        self._pages.append(
            self._object(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents %d 0 R/Resources<</XObject<</Scan %d 0 R>>>>>>"
                % (box, stream, image)
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()

    def _object(self, body: bytes) -> int:
        self._offsets.append(self._file.tell())
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (len(self._offsets), body))
        return len(self._offsets)

    def _stream(self, head: bytes, data: bytes) -> int:
        self._offsets.append(self._file.tell())
        self._file.write(b"%d 0 obj\n%s\nstream\n" % (len(self._offsets), head))
        self._file.write(data)
        self._file.write(b"\nendstream\nendobj\n")
        return len(self._offsets)

    def _finish(self) -> None:
        self._offsets[0] = self._file.tell()
        self._file.write(b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
        self._offsets[1] = self._file.tell()
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._file.write(b"2 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (len(self._pages), kids))
        start = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._offsets) + 1))
        for offset in self._offsets:
            self._file.write(b"%010d 00000 n \n" % offset)
        size = len(self._offsets) + 1
        self._file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
