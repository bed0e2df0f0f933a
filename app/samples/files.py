"""Pictures made into the files that scanners, copiers and telephones hand over."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]


def jpeg(page: Picture, dpi: int, quality: int = 78) -> bytes:
    """Colour or gray, with its resolution in the header."""
    out = BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def png(page: Picture, dpi: int) -> bytes:
    """In 32 steps a colour: finer ones are noise, and would make the file three times as large."""
    out = BytesIO()
    Image.fromarray(page & 0xF8 | 0x04).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def g4_tiff(pages: Sequence[Picture], dpi: int) -> bytes:
    """Black and white (0 or 255), CCITT group 4, one directory a page."""
    first, *rest = [Image.fromarray(page).convert("1", dither=Image.Dither.NONE) for page in pages]
    out = BytesIO()
    first.save(out, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=rest)
    return out.getvalue()


def scan_pdf(pages: Sequence[Picture], dpi: int, quality: int = 72) -> bytes:
    """A PDF of pictures alone, as multi-function printers write it. The same pages give the same bytes."""
    pdf = pikepdf.new()
    for page in pages:
        height, width = page.shape[:2]
        size = (width * 72 / dpi, height * 72 / dpi)
        sheet = pdf.add_blank_page(page_size=size)
        image = pdf.make_stream(
            jpeg(page, dpi, quality),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=Name.DeviceRGB if page.ndim == 3 else Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        sheet.obj.Resources = Dictionary(XObject=Dictionary(Im0=image), ProcSet=Array([Name.PDF, Name.ImageC]))
        sheet.obj.Contents = pdf.make_stream(f"q {size[0]:.2f} 0 0 {size[1]:.2f} 0 0 cm /Im0 Do Q".encode())
    pdf.docinfo["/Producer"] = "Vankho samples"
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
