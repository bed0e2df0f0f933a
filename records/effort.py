"""How much work the reading of a page is worth: chosen for a batch, or when pages are read anew."""

from __future__ import annotations

from enum import StrEnum


class Effort(StrEnum):
    """How much work a page is worth."""

    FAST = "fast"
    """The line reader alone: for emergencies."""
    BALANCED = "balanced"
    """A second opinion on lines that the first reader doubts."""
    CAREFUL = "careful"
    """A second opinion on every line."""
