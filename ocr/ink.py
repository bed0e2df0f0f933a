"""How much of what a page shows lies under the words of its text layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from ocr.model import Raster
    from records.page_text import PageText

PREVIEW_DPI = 100.0
_AROUND = 1.5
"""Points around a word: PDFium's boxes are tight, marks and blurred edges reach over them."""


def ink_covered(preview: Raster, text: PageText) -> float:
    """Share of the ink of ``preview`` (the page of ``text``, drawn) under the words, 0 to 1; 1 for a page without ink.

    Ruling lines and solid areas (pictures, table heads) do not count: no layer covers them.
    """
    ink = cv2.adaptiveThreshold(preview, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 20)
    length = max(3, round(PREVIEW_DPI * 0.4))
    for kernel in ((length, 1), (1, length)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        ink[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    total = int(np.count_nonzero(ink))
    if not total:
        return 1.0
    x, y = preview.shape[1] / text.width, preview.shape[0] / text.height
    for word in text.words:
        box = word.box
        rows = slice(max(0, int((box.y0 - _AROUND) * y)), max(0, int((box.y1 + _AROUND) * y) + 1))
        columns = slice(max(0, int((box.x0 - _AROUND) * x)), max(0, int((box.x1 + _AROUND) * x) + 1))
        ink[rows, columns] = 0
    return 1.0 - int(np.count_nonzero(ink)) / total
