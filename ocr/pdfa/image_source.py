"""The pictures of an image file, page by page, each as near to its own bytes as PDF allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageSequence

from ocr.pdfa import pixels, says
from ocr.pdfa.jpeg2000 import read_jpeg2000
from ocr.pdfa.jpeg_stream import read_header
from ocr.pdfa.picture_file import Picture, PictureFile
from ocr.pdfa.rendered import drawn_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ocr.model import PageReading
    from records.findings import Finding

_ORIENTATION, _PHOTOMETRIC, _FILL_ORDER, _COMPRESSION = 274, 262, 266, 259
_STRIP_OFFSETS, _STRIP_BYTES, _WIDTH, _HEIGHT, _BITS = 273, 279, 256, 257, 258
_GROUP4 = 4
_REVERSED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
_A4 = (595.28, 841.89)
_REENCODED_QUALITY = 92
_NOT_IN_PDF = frozenset({"image/gif", "image/bmp", "image/webp"})
_PROFILE_CLASSES = {b"scnr", b"mntr", b"prtr", b"spac"}


def bind_images(source: Path, media_type: str, readings: Mapping[int, PageReading], target: Path) -> list[Finding]:
    """Write the images of ``source`` to ``target`` as a plain PDF, each filling its page; gives what was changed.

    Raises:
        Damaged (pdfa.source_cannot_be_opened): The file is damaged.
    """
    findings: list[Finding] = []
    try:
        with PictureFile(target) as file:
            for number, picture in enumerate(pictures(source, media_type), start=1):
                file.add(picture, *_page_size(readings.get(number), picture))
                findings += [says.image_converted(number, what) for what in picture.conversions]
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise says.cannot_be_opened(f"{type(error).__name__}: {error}") from error
    return findings


def _page_size(reading: PageReading | None, picture: Picture) -> tuple[float, float]:
    """Width and height in points of the page of the file, before it was turned."""
    if reading is not None:
        width, height = reading.text.width, reading.text.height
        return (height, width) if reading.straightening.quarter_turns % 2 else (width, height)
    wide, high = picture.width, picture.height
    if picture.orientation >= 5:
        wide, high = high, wide
    scale = min(_A4[0] / min(wide, high), _A4[1] / max(wide, high))
    return wide * scale, high * scale


def pictures(path: Path, media_type: str) -> Iterator[Picture]:
    """The pages of the image file at ``path``; one page's picture is held at a time.

    Raises:
        OSError, ValueError, SyntaxError, EOFError: The file is damaged (as Pillow says it).
    """
    if media_type == "image/tiff":
        yield from _tiff(path)
        return
    data = path.read_bytes()
    if media_type == "image/jpeg":
        yield _jpeg(path, data)
    elif media_type in {"image/jp2", "image/jpx"}:
        yield _jpeg2000(path, data)
    elif media_type == "image/png":
        yield _png(path, data)
    elif media_type in _NOT_IN_PDF:
        with Image.open(path) as image:
            picture = pixels.from_image(image)
            yield replace(picture, conversions=("kind", *picture.conversions))
    else:
        raise ValueError(f"not an image type that is made: {media_type}")


def _jpeg(path: Path, data: bytes) -> Picture:
    header = read_header(data)
    with Image.open(path) as image:
        orientation = _orientation(image)
        profile = image.info.get("icc_profile")
        if header is None or not header.fits_pdf:
            what = "cmyk" if image.mode == "CMYK" else "jpeg"
            rgb = image.convert("L" if image.mode == "L" else "RGB")
            rgb.info.pop("exif", None)
            again = pixels.jpeg(rgb, _REENCODED_QUALITY, (what,))
            return replace(again, orientation=orientation)
    return Picture(
        width=header.width,
        height=header.height,
        bits=8,
        colour_space=b"/DeviceGray" if header.components == 1 else b"/DeviceRGB",
        filter=b"DCTDecode",
        # Without an Adobe marker a PDF viewer takes three components for YCbCr.
        parameters=b"<</ColorTransform 0>>" if header.named_rgb else b"",
        data=data,
        profile=_usable_profile(profile, header.components),
        components=header.components,
        orientation=orientation,
    )


def _jpeg2000(path: Path, data: bytes) -> Picture:
    header = read_jpeg2000(data)
    if header is None or not header.fits_pdf:
        with Image.open(path) as image:
            return pixels.from_image(image)
    return Picture(
        width=header.width,
        height=header.height,
        bits=header.bits,
        colour_space=b"/DeviceGray" if header.components == 1 else b"/DeviceRGB",
        filter=b"JPXDecode",
        data=data,
        components=header.components,
    )


def _png(path: Path, data: bytes) -> Picture:
    """The image data of a plain PNG is what Flate with PNG predictors holds: taken as it is."""
    head, palette, parts, transparent, position = b"", b"", list[bytes](), False, 8
    while position + 12 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            head = body
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            transparent = True
        elif kind == b"IDAT":
            parts.append(body)
        position += length + 12
    with Image.open(path) as image:
        orientation = _orientation(image)
        bits, colour, interlace = head[8], head[9], head[12]
        if transparent or colour not in {0, 2, 3} or bits == 16 or interlace:
            return _noting_depth(pixels.from_image(image), bits)
        image.load()  # damaged data is found here, not by the reader of the PDF
        profile = image.info.get("icc_profile")
    width, height = int.from_bytes(head[0:4], "big"), int.from_bytes(head[4:8], "big")
    channels = 3 if colour == 2 else 1
    spaces = {0: b"/DeviceGray", 2: b"/DeviceRGB", 3: b"[/Indexed/DeviceRGB %d<%s>]"}
    space = spaces[colour]
    if colour == 3:
        space %= (len(palette) // 3 - 1, palette.hex().encode())
    return Picture(
        width=width,
        height=height,
        bits=bits,
        colour_space=space,
        filter=b"FlateDecode",
        parameters=b"<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>" % (channels, bits, width),
        data=b"".join(parts),
        profile=b"" if colour == 3 else _usable_profile(profile, channels),
        components=channels,
        orientation=orientation,
    )


def _tiff(path: Path) -> Iterator[Picture]:
    with Image.open(path) as image, path.open("rb") as file:
        for frame in ImageSequence.Iterator(image):
            tags = frame.tag_v2  # type: ignore[attr-defined]  # a TIFF has tags
            picture = _one_strip(tags, file)
            # Some fax streams are read by libtiff alone; they are written anew.
            if picture is None or not drawn_alike(picture, frame):
                picture = _noting_depth(pixels.from_image(frame), max(tags.get(_BITS, (1,))))
            yield picture


def _one_strip(tags: Mapping[int, Any], file: BinaryIO) -> Picture | None:
    """The page as it lies in the file, if it is one strip of CCITT group 4."""
    strips = tags.get(_STRIP_OFFSETS, ())
    if tags.get(_COMPRESSION) != _GROUP4 or len(strips) != 1 or tags.get(_PHOTOMETRIC) not in {0, 1}:
        return None
    file.seek(strips[0])
    strip = file.read(tags[_STRIP_BYTES][0])
    if tags.get(_FILL_ORDER, 1) == 2:
        strip = strip.translate(_REVERSED)
    orientation = tags.get(_ORIENTATION, 1)
    return pixels.group4(
        strip,
        tags[_WIDTH],
        tags[_HEIGHT],
        white_is_zero=tags[_PHOTOMETRIC] == 0,
        orientation=orientation if orientation in range(1, 9) else 1,
    )


def _noting_depth(picture: Picture, bits: int) -> Picture:
    """Pillow makes colours of 16 bits colours of 8 without a word."""
    if bits <= 8 or "depth" in picture.conversions:
        return picture
    return replace(picture, conversions=("depth", *picture.conversions))


def _orientation(image: Image.Image) -> int:
    value = image.getexif().get(_ORIENTATION, 1)
    return value if value in range(1, 9) else 1


def _usable_profile(profile: bytes | None, components: int) -> bytes:
    """``profile`` if PDF/A may use it for an image of so many components, else nothing (6.2.4.2)."""
    if not profile or len(profile) < 128 or profile[36:40] != b"acsp":
        return b""
    if profile[8] > 4 or profile[12:16] not in _PROFILE_CLASSES:
        return b""
    return profile if profile[16:20] == {1: b"GRAY", 3: b"RGB "}.get(components) else b""
