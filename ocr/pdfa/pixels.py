"""Pictures that no PDF filter takes as they are: decoded and stored anew, without loss where that can be."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from ocr.pdfa.picture_file import Picture

_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES, _PHOTOMETRIC = 273, 278, 279, 262
_SIXTEEN_BIT = {"I;16", "I;16B", "I;16L", "I;16N", "I", "F"}


def from_image(image: Image.Image) -> Picture:
    """The pixels of ``image``, upright, without loss but for what PDF/A or the viewer cannot take.

    Bilevel as CCITT G4, all else as Flate. Transparency is laid on white, CMYK becomes RGB,
    more than 8 bits a sample become 8: each is named in ``conversions``.
    """
    upright = ImageOps.exif_transpose(image)
    conversions: list[str] = []
    if upright.mode in _SIXTEEN_BIT:
        conversions.append("depth")
        upright = _eight_bits(upright)
    if upright.has_transparency_data:
        conversions.append("alpha")
        seen = (upright.convert("LA") if upright.mode == "La" else upright).convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    if upright.mode == "CMYK":
        conversions.append("cmyk")
    if upright.mode == "1":
        return _bilevel(upright)
    if upright.mode not in {"L", "RGB"}:
        upright = upright.convert("L" if upright.mode in {"LA", "La"} else "RGB")
    gray = upright.mode == "L"
    width, height = upright.size
    parameters = b"<</Predictor 15/Colors %d/BitsPerComponent 8/Columns %d>>" % (1 if gray else 3, width)
    return Picture(
        width=width,
        height=height,
        bits=8,
        colour_space=b"/DeviceGray" if gray else b"/DeviceRGB",
        filter=b"FlateDecode",
        parameters=parameters,
        data=_png_data(upright),
        components=1 if gray else 3,
        conversions=tuple(conversions),
    )


def jpeg(image: Image.Image, quality: int, conversions: tuple[str, ...] = ()) -> Picture:
    """``image`` (gray or RGB) as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Picture(
        width=image.width,
        height=image.height,
        bits=8,
        colour_space=b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB",
        filter=b"DCTDecode",
        data=out.getvalue(),
        components=1 if image.mode == "L" else 3,
        conversions=conversions,
    )


def group4(strip: bytes, width: int, height: int, *, white_is_zero: bool, orientation: int = 1) -> Picture:
    """One strip of CCITT group 4 as a PDF stream; the bits are left as they are."""
    parameters = b"<</K -1/Columns %d/Rows %d%s>>" % (width, height, b"" if white_is_zero else b"/BlackIs1 true")
    return Picture(
        width=width,
        height=height,
        bits=1,
        colour_space=b"/DeviceGray",
        filter=b"CCITTFaxDecode",
        parameters=parameters,
        data=strip,
        components=1,
        orientation=orientation,
    )


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode == "F":
        return image.convert("L")
    if image.mode == "I":
        # Pillow opens gray PNG and TIFF of 16 bits as I in places; real 32-bit values are clipped.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    wide = image.convert("I")
    return wide.point(lambda value: value * (1 / 256)).convert("L")


def _bilevel(image: Image.Image) -> Picture:
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
    out.seek(0)
    with Image.open(out) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]  # a TIFF has tags
        offset, length = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        white_is_zero = tags[_PHOTOMETRIC] == 0
    assert len(offset) == 1, "the whole picture is one strip"
    strip = out.getvalue()[offset[0] : offset[0] + length[0]]
    return group4(strip, *image.size, white_is_zero=white_is_zero)


def _png_data(image: Image.Image) -> bytes:
    """The image data of a PNG, which is what Flate with PNG predictors holds."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    content = out.getvalue()
    data, position = [], 8
    while position < len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        if content[position + 4 : position + 8] == b"IDAT":
            data.append(content[position + 8 : position + 8 + length])
        position += length + 12
    return b"".join(data)
