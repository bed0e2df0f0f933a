"""Two readings of a page word by word: what stayed, what went, what came."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Piece = tuple[str, str]
"""``same``, ``gone`` or ``new``, and the words."""


def compared(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """The lines of ``after`` in pieces, with what of ``before`` is gone where it stood."""
    old, new = " ".join(before).split(), " ".join(after).split()
    pieces: list[Piece] = []
    for kind, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", " ".join(new[start:end])))
            continue
        if first < last:
            pieces.append(("gone", " ".join(old[first:last])))
        if start < end:
            pieces.append(("new", " ".join(new[start:end])))
    return pieces
