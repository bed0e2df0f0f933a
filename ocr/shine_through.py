"""Words of the other side of the sheet, which shine through thin paper: paler than the page's own, and backwards.

A reader makes nonsense of them, more or less sure of itself. What gives them away is that they are
both pale and doubtful: pale print that is read with confidence stays, and so does doubtful print that is black.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster
    from records.page_text import Box, Word

_SURE = 0.95
"""Confidence of words whose ink is the page's own."""
_DOUBTED = 0.9
_PALE = 0.6
"""Of the contrast of the page's own ink."""
_LEAST_SURE = 10
"""Words without which nothing can be said of the page's own ink."""


def without_shine(lines: Sequence[Line], gray: Raster) -> list[Line]:
    """``lines`` without words that are the shine of the other side; boxes in pixels of ``gray``, paper white."""
    sure = [word for line in lines for word in line.words if word.confidence >= _SURE]
    doubted = any(word.confidence < _DOUBTED for line in lines for word in line.words)
    if len(sure) < _LEAST_SURE or not doubted:
        return list(lines)
    own = float(np.median([_contrast(gray, word.box) for word in sure[:: max(1, len(sure) // 50)]]))

    def shines(word: Word) -> bool:
        return word.confidence < _DOUBTED and _contrast(gray, word.box) < _PALE * own

    kept = (tuple(word for word in line.words if not shines(word)) for line in lines)
    return [Line(words) for words in kept if words]


def _contrast(gray: Raster, box: Box) -> float:
    """How much darker than paper the darkest twentieth of the box is."""
    inside = gray[int(box.y0) : int(box.y1) + 1 : 2, int(box.x0) : int(box.x1) + 1 : 2]
    return 255.0 - float(np.percentile(inside, 5)) if inside.size else 0.0
