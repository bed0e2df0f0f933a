"""The face that papers are written in: Tinos, as wide as Times New Roman, embedded in every PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

FACE = "Tinos"
_FONTS = Path(__file__).parent / "fonts"


def font_file(style: str) -> Path:
    """The font of ``regular``, ``bold``, ``italic`` or ``bold-italic``."""
    return _FONTS / f"tinos-{style}.ttf"


@cache
def register_face() -> None:
    """Make ``FACE`` known to ReportLab, with ``-Bold``, ``-Italic`` and ``-BoldItalic``."""
    for name, file in (("", "regular"), ("-Bold", "bold"), ("-Italic", "italic"), ("-BoldItalic", "bold-italic")):
        registerFont(TTFont(FACE + name, font_file(file)))
    registerFontFamily(FACE, normal=FACE, bold=f"{FACE}-Bold", italic=f"{FACE}-Italic", boldItalic=f"{FACE}-BoldItalic")
