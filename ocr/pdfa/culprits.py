"""Which pages hold what the validator objects to, told from the objects it names.

Checking each page alone would cost a third of a second a page, which a file of 500 pages cannot afford.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Object, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pikepdf

_OBJECT = re.compile(r"\bobj (\d+) (\d+)\b")
_NOT_CONTENT = {"/Parent", "/Annots", "/P", "/B", "/Dest", "/A", "/StructParents", "/StructParent", "/Tabs"}
"""Keys that lead from an object to others that it does not show."""
_DEPTH = 30

Mark = tuple[int, int]


def culprits(pdf: pikepdf.Pdf, objections: Iterable[str]) -> dict[int, str]:
    """Numbers of the pages that show an object which is objected to, each with the first reason; links aside.

    What no page shows, such as an outline or a field of the trailer, has no culprit.
    """
    reasons: dict[Mark, str] = {}
    for objection in objections:
        for number, generation in _OBJECT.findall(objection):
            reasons.setdefault((int(number), int(generation)), objection)
    holders: dict[Mark, set[Mark]] = {}
    for item in pdf.objects:
        for held in _held_by(item, 0):
            holders.setdefault(held, set()).add(item.objgen)
    waiting = list(reasons)
    while waiting:
        mark = waiting.pop()
        for holder in holders.get(mark, ()):
            if holder not in reasons:
                reasons[holder] = reasons[mark]
                waiting.append(holder)
    pages = ((number, page.obj.objgen) for number, page in enumerate(pdf.pages, start=1))
    return {number: reasons[mark] for number, mark in pages if mark in reasons}


def _held_by(item: object, depth: int) -> Iterator[Mark]:
    """The indirect objects that ``item`` names, in itself and in what lies directly in it."""
    if depth > _DEPTH:
        return
    if isinstance(item, Dictionary | Stream):
        values: Iterable[object] = [item.get(key) for key in item.keys() if key not in _NOT_CONTENT]  # noqa: SIM118  to mypy keys() alone gives strings
    elif isinstance(item, Array):
        values = item
    else:
        return
    for value in values:
        if isinstance(value, Object) and value.is_indirect:
            yield value.objgen
        else:
            yield from _held_by(value, depth + 1)
