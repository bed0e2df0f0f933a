"""Lines, orientation and skew by the small networks of trueocr 0.1.1 (Apache-2.0).

A young package: pinned, behind this port, with ``ProjectionLineFinder`` to take its place.
Its recogniser is not used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import trueocr
from trueocr.page import VERTICAL, PageEngine, estimate_skew

from ocr.ports import LineFinder, PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster

_THUMBNAIL = 1600
"""Longest side for orientation and skew, which need no more."""


class TrueocrLineFinder(LineFinder):
    """Networks on ONNX Runtime, one thread; loaded when made (some 10 MiB)."""

    name = f"trueocr-{trueocr.__version__}"

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        self._engine = PageEngine(Path(trueocr.__file__).parent / "models", threads=1)
        # The order of lines is told by their places (ocr/reading_order.py); its network would cost 4 MiB a worker.
        self._engine.order = None

    def quarter_turns(self, gray: Raster) -> int:
        turned = self._engine.orientation(_thumbnail(gray))
        # The network says by how many turns the content was turned; columns of upright signs stay.
        return 0 if turned == VERTICAL else -turned % 4

    def skew(self, gray: Raster) -> float:
        return float(estimate_skew(_thumbnail(gray)))

    def lines(self, gray: Raster) -> Sequence[PixelBox]:
        height, width = gray.shape
        boxes = []
        for x0, y0, x1, y1, _score in self._engine.detect(gray):
            box = PixelBox(
                max(0, int(np.floor(x0))),
                max(0, int(np.floor(y0))),
                min(width, int(np.ceil(x1))),
                min(height, int(np.ceil(y1))),
            )
            if box.x1 > box.x0 and box.y1 > box.y0:
                boxes.append(box)
        return boxes


def _thumbnail(gray: Raster) -> Raster:
    scale = _THUMBNAIL / max(gray.shape)
    if scale >= 1:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
