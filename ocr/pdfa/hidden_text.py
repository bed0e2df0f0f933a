"""Takes an old, worthless text layer off a scanned page and leaves all that is seen.

Hidden is text in rendering mode 3 or 7 (ISO 32000-1, 9.3.6), and text painted before a picture
that covers the page. A visible stamp stays. Text states and graphics are left in place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Dictionary, Name, Stream

from ocr.pdfa.frame import IDENTITY, then

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr.pdfa.frame import Viewport

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_SHOWS = {"Tj", "TJ", "'", '"'}
_COVERS = 0.9
"""Share of the page's width and of its height under a picture that hides what was painted before."""
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class _State:
    mode: int = 0


@dataclass(slots=True)
class Stripped:
    """What was found on a page."""

    hidden: int = 0
    """Bytes of text taken off."""
    visible: int = 0
    """Bytes of text that are seen, and stayed."""
    balanced: bool = True
    """Every Q has its q: the content can be wrapped as it is."""


def strip_hidden_text(pdf: pikepdf.Pdf, page: pikepdf.Page, view: Viewport) -> Stripped:
    """Rewrite the content of ``page`` without hidden text, if there is any; prune fonts no longer used.

    Content that cannot be parsed is left alone.
    """
    found = Stripped()
    try:
        instructions = list(pikepdf.parse_content_stream(page))
    except (pikepdf.PdfError, TypeError, ValueError):
        return found
    resources = page.obj.get(Name.Resources, Dictionary())
    cover = _last_cover(instructions, resources, view)
    kept = _strip(pdf, instructions, resources, cover=cover, state=_State(), found=found, depth=0)
    if found.hidden or not found.balanced:
        page.obj[Name.Contents] = pdf.make_stream(pikepdf.unparse_content_stream(_without_idle_fonts(kept)))
        _prune_fonts(page, kept)
    return found


def _strip(
    pdf: pikepdf.Pdf,
    instructions: Sequence[_Instruction],
    resources: pikepdf.Object,
    *,
    cover: int,
    state: _State,
    found: Stripped,
    depth: int,
) -> list[_Instruction]:
    kept = []
    stack: list[_State] = []
    for index, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(state)
        elif operator == "Q":
            if not stack:
                found.balanced = False
                continue
            state = stack.pop()
        elif operator == "Tr":
            state = replace(state, mode=int(instruction.operands[0]))
        elif operator in _SHOWS:
            shown = _length(instruction.operands)
            if state.mode in {3, 7} or index < cover:
                found.hidden += shown
                continue
            found.visible += shown
        elif operator == "Do" and depth < _DEPTH:
            form = _xobject(resources, instruction.operands)
            if form is not None and form.get(Name.Subtype) == Name.Form:
                _strip_form(pdf, form, resources, covered=index < cover, state=state, found=found, depth=depth)
        kept.append(instruction)
    if stack and depth == 0:
        found.balanced = False
        kept.extend(pikepdf.ContentStreamInstruction([], pikepdf.Operator("Q")) for _ in stack)
    return kept


def _strip_form(
    pdf: pikepdf.Pdf,
    form: Stream,
    outer: pikepdf.Object,
    *,
    covered: bool,
    state: _State,
    found: Stripped,
    depth: int,
) -> None:
    try:
        instructions = list(pikepdf.parse_content_stream(form))
    except (pikepdf.PdfError, TypeError, ValueError):
        return
    resources = form.get(Name.Resources, outer)
    before = found.hidden
    inside = Stripped()
    cover = len(instructions) if covered else -1
    kept = _strip(pdf, instructions, resources, cover=cover, state=state, found=inside, depth=depth + 1)
    found.hidden += inside.hidden
    found.visible += inside.visible
    if found.hidden > before:
        form.write(pikepdf.unparse_content_stream(_without_idle_fonts(kept)))
        if Name.Resources in form:
            _prune(form.Resources, kept)


def _length(operands: Iterable[object]) -> int:
    total = 0
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            total += len(bytes(operand))
        elif isinstance(operand, pikepdf.Array):
            total += sum(len(bytes(item)) for item in operand if isinstance(item, pikepdf.String))
    return total


def _xobject(resources: pikepdf.Object, operands: Iterable[object]) -> Stream | None:
    table = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    name = next(iter(operands), None)
    found = table.get(str(name)) if isinstance(table, Dictionary) and name is not None else None
    return found if isinstance(found, Stream) else None


def _last_cover(
    instructions: Sequence[_Instruction],
    resources: pikepdf.Object,
    view: Viewport,
) -> int:
    """Where in the content the last opaque picture over the whole page is painted; -1 without one."""
    last, matrix, stack = -1, IDENTITY, list[tuple[float, float, float, float, float, float]]()
    for index, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm" and len(instruction.operands) == 6:
            a, b, c, d, e, f = (float(value) for value in instruction.operands)
            matrix = then((a, b, c, d, e, f), matrix)
        elif operator == "Do":
            image = _xobject(resources, instruction.operands)
            if image is None or image.get(Name.Subtype) != Name.Image:
                continue
            if image.get(Name.ImageMask, False) or Name.SMask in image or Name.Mask in image:
                continue
            a, b, c, d, _, _ = matrix
            width, height = abs(a) + abs(c), abs(b) + abs(d)
            if width >= _COVERS * (view.x1 - view.x0) and height >= _COVERS * (view.y1 - view.y0):
                last = index
    return last


def _without_idle_fonts(
    instructions: Sequence[_Instruction],
) -> list[_Instruction]:
    """The instructions without text objects that show nothing; settings of text that outlive them stay."""
    kept: list[_Instruction] = []
    used = _used_fonts(instructions)
    block: list[_Instruction] | None = None
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "Tf" and str(instruction.operands[0]) not in used:
            continue
        if operator == "BT" and block is None:
            block = [instruction]
            continue
        if block is None:
            kept.append(instruction)
            continue
        block.append(instruction)
        if operator == "ET":
            shows = any(str(item.operator) in _SHOWS for item in block)
            kept.extend(block if shows else [item for item in block if str(item.operator) not in _BLOCK_ONLY])
            block = None
    return kept + (block or [])


_BLOCK_ONLY = {"BT", "ET", "Td", "TD", "Tm", "T*"}


def _used_fonts(
    instructions: Sequence[_Instruction],
) -> set[str]:
    used: set[str] = set()
    font, stack = "", list[str]()
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(font)
        elif operator == "Q" and stack:
            font = stack.pop()
        elif operator == "Tf" and instruction.operands:
            font = str(instruction.operands[0])
        elif operator in _SHOWS:
            used.add(font)
    return used


def _prune_fonts(
    page: pikepdf.Page,
    instructions: Sequence[_Instruction],
) -> None:
    resources = page.obj.get(Name.Resources)
    if not isinstance(resources, Dictionary):
        return
    # A form without resources of its own takes them from the page: then no font may go.
    table = resources.get(Name.XObject, Dictionary())
    if any(item.get(Name.Subtype) == Name.Form and Name.Resources not in item for _, item in table.items()):
        return
    own = Dictionary(dict(resources.items()))  # the dictionary may be shared with other pages
    page.obj[Name.Resources] = own
    _prune(own, instructions)


def _prune(
    resources: pikepdf.Object,
    instructions: Sequence[_Instruction],
) -> None:
    fonts = resources.get(Name.Font)
    if not isinstance(fonts, Dictionary):
        return
    used = _used_fonts(instructions)
    resources[Name.Font] = Dictionary({key: value for key, value in fonts.items() if key in used})
