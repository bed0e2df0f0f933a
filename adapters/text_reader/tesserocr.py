"""Tesseract in process through tesserocr: the engine of choice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import tesserocr

from adapters.text_reader.tessdata import LANGUAGE, model_name, tessdata_folder
from adapters.text_reader.words import LineBuilder
from ocr.ports import TextReader
from records.errors import Damaged, Misconfigured, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster
    from records.page_text import Line


_WORD_LISTS = ("load_system_dawg", "load_freq_dawg", "load_punc_dawg", "load_number_dawg")


class TesserocrReader(TextReader):
    """LSTM engine, one block of text (psm 6), one thread; the model is loaded once, at the first page.

    Page layout is not Tesseract's business here: the raster holds nothing but lines of text.
    """

    def __init__(self) -> None:
        # Threads inside a page cost three times the CPU and gain nothing with a worker a core.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        self._folder = tessdata_folder()
        version = tesserocr.tesseract_version().split()[1]
        self.name = f"tesserocr-{version}-{model_name(self._folder)}"
        self._engine: tesserocr.PyTessBaseAPI | None = None

    def read(self, raster: Raster, dpi: float) -> Sequence[Line]:
        engine = self._loaded()
        gray = np.ascontiguousarray(raster)
        height, width = gray.shape
        try:
            # Bytes of 8-bit gray: a Pillow RGB image would cost a third of a second more.
            engine.SetImageBytes(gray.tobytes(), width, height, 1, width)
            engine.SetSourceResolution(round(dpi))
            engine.Recognize()
            return self._lines(engine)
        except RuntimeError as error:
            raise Damaged(
                "reading.engine_failed",
                Sentence("Bộ nhận dạng không đọc được trang này.", "The reading engine gave up on this page."),
                Sentence("Hãy quét lại trang này.", "Scan this page again."),
            ) from error
        finally:
            engine.Clear()

    def _loaded(self) -> tesserocr.PyTessBaseAPI:
        if self._engine is None:
            try:
                self._engine = tesserocr.PyTessBaseAPI(
                    path=str(self._folder),
                    lang=LANGUAGE,
                    psm=tesserocr.PSM.SINGLE_BLOCK,
                    oem=tesserocr.OEM.LSTM_ONLY,
                    # The page is dark on white already: looking for white on dark costs time.
                    # Word lists change no letter of what the network reads (measured), and cost time.
                    variables={"tessedit_do_invert": "0", **dict.fromkeys(_WORD_LISTS, "0")},
                )
            except RuntimeError as error:
                raise Misconfigured(
                    "reading.no_engine",
                    Sentence("Không khởi động được Tesseract.", "Tesseract does not start."),
                    Sentence(
                        f"Hãy cài lại gói tesseract-ocr-vie ({self._folder}).",
                        f"Install the package tesseract-ocr-vie again ({self._folder}).",
                    ),
                ) from error
        return self._engine

    @staticmethod
    def _lines(engine: tesserocr.PyTessBaseAPI) -> tuple[Line, ...]:
        builder = LineBuilder()
        found = engine.GetIterator()
        if found is None:
            return ()
        level = tesserocr.RIL.WORD
        for word in tesserocr.iterate_level(found, level):
            if word.Empty(level):
                continue
            builder.add(
                word.GetUTF8Text(level),
                word.BoundingBox(level),
                word.Confidence(level),
                begins_line=word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE),
            )
        return builder.lines()
