"""Tesseract as a program of the machine through pytesseract: for machines without tesserocr.

The same recognition, at about twice the CPU time: a process, a picture file and a model load a page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytesseract
from PIL import Image

from adapters.text_reader.tessdata import LANGUAGE, model_name, tessdata_folder
from adapters.text_reader.words import LineBuilder
from ocr.ports import TextReader
from records.errors import Damaged, Misconfigured, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster
    from records.page_text import Line

_MOST_SECONDS = 120


class PytesseractReader(TextReader):
    """LSTM engine, one block of text (psm 6), one thread."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        folder = tessdata_folder()
        try:
            version = pytesseract.get_tesseract_version()
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise Misconfigured(
                "reading.no_engine",
                Sentence("Máy chưa cài chương trình tesseract.", "The program tesseract is not installed."),
                Sentence("Hãy cài gói tesseract-ocr.", "Install the package tesseract-ocr."),
            ) from error
        self.name = f"tesseract-{version}-{model_name(folder)}"
        self._options = f'--tessdata-dir "{folder}" --psm 6 --oem 1 -c tessedit_do_invert=0'

    def read(self, raster: Raster, dpi: float) -> Sequence[Line]:
        try:
            found = pytesseract.image_to_data(
                Image.fromarray(raster),
                lang=LANGUAGE,
                config=f"{self._options} --dpi {round(dpi)}",
                output_type=pytesseract.Output.DICT,
                timeout=_MOST_SECONDS,
            )
        except (pytesseract.TesseractError, RuntimeError, OSError) as error:
            raise Damaged(
                "reading.engine_failed",
                Sentence("Bộ nhận dạng không đọc được trang này.", "The reading engine gave up on this page."),
                Sentence("Hãy quét lại trang này.", "Scan this page again."),
            ) from error
        builder = LineBuilder()
        line = None
        for index, text in enumerate(found["text"]):
            if not text.strip():
                continue
            here = tuple(found[key][index] for key in ("block_num", "par_num", "line_num"))
            x0, y0 = found["left"][index], found["top"][index]
            builder.add(
                text,
                (x0, y0, x0 + found["width"][index], y0 + found["height"][index]),
                float(found["conf"][index]),
                begins_line=here != line,
            )
            line = here
        return builder.lines()
