"""Figures as Vietnamese writes them: a full stop between thousands, a comma before what is less than one."""

from __future__ import annotations

_SWAPPED = str.maketrans(",.", ".,")


def vietnamese(value: float, digits: int = 0) -> str:
    """``1234.5`` with one digit is ``1.234,5``."""
    return f"{value:,.{digits}f}".translate(_SWAPPED)
