"""Pages drawn by poppler's pdftoppm through pdf2image: the second renderer, for what PDFium cannot draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pdf2image import convert_from_path
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)

from adapters.page_renderer.pdfium import cannot_be_drawn
from ocr.ports import PageRenderer
from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.model import Raster
    from records.identifiers import PageNumber

_MOST_SECONDS = 120
"""A page that takes longer is taken for one that cannot be drawn."""


class PopplerRenderer(PageRenderer):
    """Draws with the machine's poppler-utils, in a process of its own."""

    name = "poppler"

    def render(self, path: Path, page: PageNumber, dpi: float) -> Raster:
        """See the port.

        Raises:
            Misconfigured (reading.no_poppler): poppler-utils is not installed.
        """
        try:
            drawn = convert_from_path(
                path,
                dpi=dpi,  # type: ignore[arg-type]  # pdf2image says int and hands the number to pdftoppm -r, which takes parts
                first_page=page.value,
                last_page=page.value,
                use_cropbox=True,
                timeout=_MOST_SECONDS,
            )
        except PDFInfoNotInstalledError as error:
            raise Misconfigured(
                "reading.no_poppler",
                Sentence("Máy chưa cài poppler-utils.", "poppler-utils is not installed."),
                Sentence("Hãy cài gói poppler-utils.", "Install the package poppler-utils."),
            ) from error
        except (PDFPageCountError, PDFSyntaxError, PDFPopplerTimeoutError, OSError, ValueError) as error:
            raise cannot_be_drawn(page) from error
        if not drawn:
            raise cannot_be_drawn(page)
        return np.array(drawn[0].convert("RGB"), np.uint8)
