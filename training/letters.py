"""The signs the network can spell, in the order of its outputs; output 0 says "no sign"."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import trueocr

MODELS = Path(trueocr.__file__).parent / "models"
"""Where the network comes from that training starts with."""
_ADDED = '"?!=[]–…°§²½|•×³'
"""Signs of offices that it could not spell."""
LETTERS: list[str] = [*json.loads((MODELS / "meta.json").read_text("utf-8"))["charset"], *_ADDED]
NUMBER_OF = {sign: number for number, sign in enumerate(LETTERS, start=1)}
_WRITTEN_AS = {
    "‘": "'",
    "`": "'",
    "—": "–",
    "−": "-",
    "\u00a0": " ",
    "„": "“",
    "\u00ad": "-",
    "●": "•",
    "·": ".",
    "Ð": "Đ",
}


def spellable(text: str) -> str:
    """``text`` in NFC, one blank between words, without signs that are not in ``LETTERS``."""
    text = unicodedata.normalize("NFC", text)
    signs = (_WRITTEN_AS.get(sign, sign) for sign in text)
    return re.sub(r"\s+", " ", "".join(sign for sign in signs if sign in NUMBER_OF)).strip()
