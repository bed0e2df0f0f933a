"""Where Tesseract's data lie on this machine."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from records.errors import Misconfigured, Sentence

LANGUAGE = "vie"
_DEBIAN = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/5.00/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)


def tessdata_folder() -> Path:
    """The folder that holds ``vie.traineddata``: that of ``TESSDATA_PREFIX``, else the usual ones.

    Raises:
        Misconfigured (reading.no_engine): There is none.
    """
    prefix = os.environ.get("TESSDATA_PREFIX")
    candidates = [Path(prefix), Path(prefix) / "tessdata"] if prefix else [Path(folder) for folder in _DEBIAN]
    for folder in candidates:
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise Misconfigured(
        "reading.no_engine",
        Sentence(
            "Không tìm thấy dữ liệu tiếng Việt của Tesseract (vie.traineddata).",
            "Tesseract's Vietnamese data (vie.traineddata) was not found.",
        ),
        Sentence(
            "Hãy cài gói tesseract-ocr-vie, hoặc đặt TESSDATA_PREFIX là thư mục chứa vie.traineddata.",
            "Install the package tesseract-ocr-vie, or set TESSDATA_PREFIX to the folder of vie.traineddata.",
        ),
    )


def model_name(folder: Path) -> str:
    """The model with the first eight signs of its digest: other data are another engine."""
    with (folder / f"{LANGUAGE}.traineddata").open("rb") as data:
        return f"{LANGUAGE}.{hashlib.file_digest(data, 'sha256').hexdigest()[:8]}"
