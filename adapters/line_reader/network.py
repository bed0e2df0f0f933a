"""Our own small network for lines of Vietnamese print, on ONNX Runtime, one thread.

What it is, what it was trained on and how to train it again: ``training/README.md``. It reads a
line in some five milliseconds, where Tesseract takes fifteen or more, and says of each word how
likely it is right (calibrated on generated lines; measured by ``benchmarks/reading``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnxruntime
from trueocr.preprocess import crop_line, width_batches

from adapters.line_reader.respell import DOUBTED_BELOW, POSSIBLE_FROM, respelt
from adapters.line_reader.spelling import Letter, words_of
from adapters.line_reader.syllable_bigrams import SyllableBigrams
from ocr.ports import LineReader
from records.errors import Misconfigured, Sentence
from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from ocr.model import Raster
    from ocr.ports import PixelBox

MODEL = Path(__file__).parent / "models" / "lines-1.onnx"
_HEIGHT = 64
"""Pixels of the crop for a line with its margins; the network sees as much above and below again."""
_AROUND = 3
_PAD_Y, _PAD_X = 0.2, 0.3
"""Of the box's height, on each side."""
_STEP = 8
"""Columns of the crop for one step of the network."""
_WIDEST = 3200
_OTHERS = 4
"""Signs a step is looked at for."""
_BATCH_COLUMNS = 1300
"""Lines times width. More at once is no faster, and leaves larger holes in the heap: 40 MiB a worker."""


class NetworkLineReader(LineReader):
    """Loaded when made: some 20 MiB."""

    def __init__(self, model: Path = MODEL, use: SyllableBigrams | None = None) -> None:
        cv2.setNumThreads(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # An arena grows with every new shape and gains no speed.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            about = self._session.get_modelmeta().custom_metadata_map
            self._letters: list[str] = json.loads(about["letters"])
            calibration = json.loads(about["calibration"])
            name = about["name"]
        except Exception as error:
            raise _no_model(model) from error
        self._use = use or SyllableBigrams()
        self.name = f"{name}+{self._use.name}"
        self._said = np.array(calibration["said"], np.float64)
        self._right = np.array(calibration["right"], np.float64)

    def read(self, gray: Raster, boxes: Sequence[PixelBox]) -> Sequence[Line | None]:
        lines: list[Line | None] = [None] * len(boxes)
        for chosen in width_batches([_width(box) for box in boxes], max_area=_BATCH_COLUMNS):
            # Only these crops are held: those of a whole page are a hundred megabytes.
            crops = [_crop(gray, boxes[index]) for index in chosen]
            batch, steps = _batch(crops)
            (said,) = self._session.run(["p"], {"x": batch, "lengths": steps})
            for row, index in enumerate(chosen):
                letters = self._spelt(said[row, : steps[row]], boxes[index], crops[row].shape[1])
                lines[index] = self._line(gray, boxes[index], letters)
        return lines

    def _spelt(self, said: npt.NDArray[np.float32], box: PixelBox, crop_width: int) -> list[Letter]:
        """The letters by the best path of CTC, doubted words as is usual, each with likelihood and place."""
        best = said.argmax(axis=1)
        begins = (best != 0) & np.concatenate(([True], best[1:] != best[:-1]))
        height = box.y1 - box.y0
        left = box.x0 - _PAD_X * height
        wide = (box.x1 - box.x0) + 2 * _PAD_X * height
        letters = [
            Letter(
                self._letters[best[step] - 1],
                float(said[step, best[step]]),
                left + (step + 0.5) * _STEP / crop_width * wide,
                self._others(said[step], int(best[step])),
            )
            for step in np.flatnonzero(begins)
        ]
        return respelt(letters, self._use)

    def _others(self, said: npt.NDArray[np.float32], best: int) -> tuple[tuple[str, float], ...]:
        """What else the sign of a step may be, likeliest first; nothing where there is no doubt."""
        if said[best] >= DOUBTED_BELOW:
            return ()
        likely = [int(at) for at in np.argsort(said)[::-1][:_OTHERS] if said[at] >= POSSIBLE_FROM and at != best]
        signs = [(self._letters[at - 1] if at else "", float(said[at])) for at in likely]
        return tuple((sign, value) for sign, value in signs if not sign.isspace())

    def _line(self, gray: Raster, box: PixelBox, letters: list[Letter]) -> Line | None:
        words = words_of(letters, gray, box, self._likelihood)
        return Line(tuple(words)) if words else None

    def _likelihood(self, said: float) -> float:
        return float(np.interp(said, self._said, self._right))


def _width(box: PixelBox) -> int:
    """Columns of the crop of ``box``, to within a few."""
    height = box.y1 - box.y0
    return min(_WIDEST, round((box.x1 - box.x0 + 2 * _PAD_X * height) * _HEIGHT / (1 + 2 * _PAD_Y) / height))


def _crop(gray: Raster, box: PixelBox) -> npt.NDArray[np.float32]:
    """Ink, 0 to 1, of the line and what is above and below it."""
    return crop_line(  # type: ignore[no-any-return]  # the package has no types
        gray,
        (box.x0, box.y0, box.x1, box.y1),
        height=_HEIGHT,
        window=_AROUND,
        pad_y=_PAD_Y,
        pad_x=_PAD_X,
        max_width=_WIDEST,
    )


def _batch(crops: Sequence[npt.NDArray[np.float32]]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Crops side by side in one array, paper to their right; steps of each."""
    # One more step of paper than the widest: its last column sees the same neighbourhood as in any other batch.
    wide = -(-max(crop.shape[1] for crop in crops) // (2 * _STEP)) * 2 * _STEP + 2 * _STEP
    batch = np.zeros((len(crops), 1, crops[0].shape[0], wide), np.float32)
    for row, crop in enumerate(crops):
        batch[row, 0, :, : crop.shape[1]] = crop
    return batch, np.array([-(-(crop.shape[1] // 2) // (_STEP // 2)) for crop in crops], np.int64)


def _no_model(model: Path) -> Misconfigured:
    return Misconfigured(
        "reading.no_engine",
        Sentence(f"Không nạp được mô hình nhận dạng {model.name}.", f"The reading model {model.name} does not load."),
        Sentence("Hãy cài đặt lại Vankho.", "Install Vankho again."),
    )
