"""Faces that can write Vietnamese, as fontconfig knows them."""

from __future__ import annotations

import re
import subprocess

from PIL import ImageFont

_NOT_FOR_TEXT = re.compile(r"cousine|mono|thin|hair|black|symbol|math|display", re.IGNORECASE)
_NEEDED = "ổốồộởặẵẳỹỷựữ"


def vietnamese_fonts() -> list[str]:
    """Files of every face for running text that tells Vietnamese letters apart; README.md names Debian's packages."""
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True).stdout
    files = sorted({line.partition(":")[0].strip() for line in listed.splitlines()})
    return [
        path for path in files if re.search(r"\.(ttf|otf)$", path) and not _NOT_FOR_TEXT.search(path) and _writes(path)
    ]


def _writes(path: str) -> bool:
    try:
        face = ImageFont.truetype(path, 40)
    except OSError:
        return False
    return len({bytes(face.getmask(sign)) for sign in _NEEDED}) == len(_NEEDED)
