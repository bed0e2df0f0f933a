"""How much a file may hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of anything a file may hold."""

    max_bytes: int = 2 << 30
    max_pages: int = 5000
    max_pixels: int = 400_000_000
    """A page; A0 at 500 dpi, A1 at 700 dpi."""
    max_page_points: int = 14_400
    """A side of a PDF page: 200 inches, the limit of ISO 32000-1, Annex C."""
