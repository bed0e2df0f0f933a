"""How large a page's picture may become."""

from __future__ import annotations

import math

MOST_PIXELS = 24_000_000
"""A3 at 300 dots an inch is 17.4 million; 24 million RGB pixels are 69 MiB."""
DRAWN_DPI = 300.0
"""Resolution of pages that have no full-page image of their own (Circular 05/2025, Art. 8, asks for 200)."""


def bounded_dpi(width: float, height: float, dpi: float) -> float:
    """``dpi``, or as much of it as keeps a page of ``width`` x ``height`` points within ``MOST_PIXELS``."""
    pixels = width * height * (dpi / 72.0) ** 2
    return dpi if pixels <= MOST_PIXELS else dpi * math.sqrt(MOST_PIXELS / pixels)
