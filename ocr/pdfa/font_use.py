"""Which codes of which fonts the pages of a document show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIMPLE_FONTS = {Name.Type1, Name.TrueType, Name.MMType1}
"""Subtypes whose codes are single bytes and whose letters are outlines."""
_DEPTH = 8
_OPERATORS = "q Q Tf Tj TJ ' \" Do gs"


@dataclass(slots=True)
class FontUse:
    """A font and the codes shown with it."""

    font: Dictionary
    codes: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        return str(self.font.get(Name.BaseFont, "without a name")).lstrip("/")


def used_fonts(pdf: pikepdf.Pdf) -> list[FontUse]:
    """Fonts in the order of their use, on pages and in the forms they draw. Fonts are indirect objects.

    Raises:
        ValueError: The content of a page cannot be followed.
    """
    found: dict[tuple[int, int], FontUse] = {}
    seen: set[tuple[object, ...]] = set()
    for index, page in enumerate(pdf.pages, start=1):
        try:
            _follow(page, page.obj.get(Name.Resources, Dictionary()), None, found=found, seen=seen, depth=0)
        except (pikepdf.PdfError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise ValueError(f"the text of page {index} could not be followed ({type(error).__name__})") from error
    return list(found.values())


def _follow(
    source: pikepdf.Page | Stream,
    resources: pikepdf.Object,
    font: Dictionary | None,
    *,
    found: dict[tuple[int, int], FontUse],
    seen: set[tuple[object, ...]],
    depth: int,
) -> None:
    fonts, objects, states = (_table(resources, name) for name in (Name.Font, Name.XObject, Name.ExtGState))
    stack: list[Dictionary | None] = []
    for instruction in pikepdf.parse_content_stream(source, _OPERATORS):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(font)
            case "Q":
                font = stack.pop() if stack else font
            case "Tf":
                font = _font(fonts.get(str(operands[0])))
            case "gs":
                state = states.get(str(operands[0]))
                if isinstance(state, Dictionary) and Name.Font in state:
                    font = _font(state[Name.Font][0])
            case "Do":
                form = objects.get(str(operands[0]))
                if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form and depth < _DEPTH:
                    mark = (form.objgen, font.objgen if font is not None else None)
                    if mark not in seen:
                        seen.add(mark)
                        inner = form.get(Name.Resources, resources)
                        _follow(form, inner, font, found=found, seen=seen, depth=depth + 1)
            case _ if font is not None:
                found.setdefault(font.objgen, FontUse(font)).codes.update(_codes(font, operands))


def _table(resources: pikepdf.Object, name: Name) -> Dictionary:
    table = resources.get(name) if isinstance(resources, Dictionary) else None
    return table if isinstance(table, Dictionary) else Dictionary()


def _font(value: pikepdf.Object | None) -> Dictionary | None:
    return value if isinstance(value, Dictionary) else None


def _codes(font: Dictionary, operands: Iterable[object]) -> Iterator[int]:
    wide = font.get(Name.Subtype) == Name.Type0
    for operand in operands:
        for item in operand if isinstance(operand, Array) else [operand]:
            if not isinstance(item, pikepdf.String):
                continue
            raw = bytes(item)
            if wide:
                # Codes of one byte occur with predefined CMaps only; such fonts are not taken for 2u anyway.
                yield from (int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2))
            else:
                yield from raw


def is_embedded(font: Dictionary) -> bool:
    """Whether a simple font carries its program."""
    descriptor = font.get(Name.FontDescriptor)
    return isinstance(descriptor, Dictionary) and any(
        isinstance(descriptor.get(key), Stream) for key in (Name.FontFile, Name.FontFile2, Name.FontFile3)
    )


def drop_idle_fonts(pdf: pikepdf.Pdf, uses: Sequence[FontUse]) -> None:
    """Leave out fonts that are only named: not embedded and not used by any page or form."""
    used = {use.font.objgen for use in uses}
    holders: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    holders += [item for item in pdf.objects if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form]
    for holder in holders:
        fonts = _table(holder.get(Name.Resources, Dictionary()), Name.Font)
        for name, font in list(fonts.items()):
            if not isinstance(font, Dictionary) or font.get(Name.Subtype) not in SIMPLE_FONTS:
                continue
            if font.objgen not in used and not is_embedded(font):
                del fonts[name]
