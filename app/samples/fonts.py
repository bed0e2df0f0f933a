"""Find a face on this machine that has every letter of Vietnamese.

Official papers are set in Times New Roman; Tinos has its measures. Liberation Serif, which
many machines have, lacks two thirds of the Vietnamese letters: a name alone is no proof, so
the character map is looked at.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont
from PIL import ImageFont

from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS = "ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# regular, bold, italic, bold italic; where a cut is missing the nearest stands in
_FAMILIES = (
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Times New Roman.ttf",
        "Times New Roman Bold.ttf",
        "Times New Roman Italic.ttf",
        "Times New Roman Bold Italic.ttf",
    ),
    ("texgyretermes-regular.otf", "texgyretermes-bold.otf", "texgyretermes-italic.otf", "texgyretermes-bolditalic.otf"),
    ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"),
)
_MEASURED_AT = 1000


@dataclass(frozen=True)
class Face:
    """One cut of a family."""

    path: Path

    def at(self, pixels: float) -> ImageFont.FreeTypeFont:
        return _sized(self.path, round(pixels, 2))

    def width(self, text: str, points: float) -> float:
        """How wide ``text`` runs at ``points``, in points."""
        return self.at(_MEASURED_AT).getlength(text) * points / _MEASURED_AT


@cache
def _sized(path: Path, pixels: float) -> ImageFont.FreeTypeFont:
    # The basic layout gives the same advances on machines with and without Raqm.
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Faces:
    """The four cuts papers are set in."""

    regular: Face
    bold: Face
    italic: Face
    bold_italic: Face


def font_folders() -> tuple[Path, ...]:
    """Where systems keep fonts."""
    home = Path.home()
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
    if sys.platform == "darwin":
        folders += [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if windows := os.environ.get("WINDIR"):
        folders.append(Path(windows) / "Fonts")
    return tuple(folders)


def find_faces(folders: Iterable[Path] | None = None) -> Faces:
    """The first family of the list that has all Vietnamese letters.

    Raises:
        Misconfigured (samples.no_font): There is none in ``folders``.
    """
    present: dict[str, Path] = {}
    for folder in font_folders() if folders is None else folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".ttf", ".otf"}:
                present.setdefault(path.name.lower(), path)
    for family in _FAMILIES:
        cuts = [present.get(name.lower()) for name in family]
        if cuts[0] is None or not _speaks_vietnamese(cuts[0]):
            continue
        regular, bold, italic, bold_italic = [
            Face(cut) if cut is not None and _speaks_vietnamese(cut) else Face(cuts[0]) for cut in cuts
        ]
        return Faces(regular, bold, italic, bold_italic)
    raise Misconfigured(
        "samples.no_font",
        Sentence(
            "Máy này không có phông chữ nào đủ chữ tiếng Việt để tạo hồ sơ mẫu.",
            "No font on this machine has all Vietnamese letters, so no sample dossiers can be made.",
        ),
        Sentence(
            "Cài gói fonts-croscore (Tinos) hoặc fonts-dejavu-core rồi chạy lại.",
            "Install the package fonts-croscore (Tinos) or fonts-dejavu-core and run again.",
        ),
    )


def _speaks_vietnamese(path: Path) -> bool:
    with TTFont(path, lazy=True) as font:
        letters = font.getBestCmap()
    return all(ord(letter) in letters for letter in _LETTERS)
