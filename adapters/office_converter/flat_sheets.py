"""Flat OpenDocument spreadsheets made to show on paper everything they hold.

A printed sheet hides what lies outside its print ranges, in hidden rows and sheets, and what is
longer than its cell where the next cell is in use. Pages of an archive are read and found by what
they show, so ranges and hiding are lifted, and such cells wrap or shrink.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _TABLE, _TEXT = f"{{{_NS}style:1.0}}", f"{{{_NS}table:1.0}}", f"{{{_NS}text:1.0}}"
_FO, _OFFICE = f"{{{_NS}xsl-fo-compatible:1.0}}", f"{{{_NS}office:1.0}}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}
_LETTER = 0.55
"""Usual width of a letter, of the font's size; wide enough for capitals in most lines."""
_MOST_COLUMNS = 1024
_USUAL_POINTS = 10.0


def show_everything(content: bytes) -> bytes:
    """``content``, a flat spreadsheet, with nothing left that its pages would not show."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    for table in root.iter(f"{_TABLE}table"):
        table.attrib.pop(f"{_TABLE}print-ranges", None)
        table.attrib.pop(f"{_TABLE}print", None)
    for element in root.iter(f"{_TABLE}table-row", f"{_TABLE}table-column"):
        element.attrib.pop(f"{_TABLE}visibility", None)
    for properties in root.iter(f"{_STYLE}table-properties"):
        properties.attrib.pop(f"{_TABLE}display", None)
    styles = _Styles(root)
    for table in root.iter(f"{_TABLE}table"):
        columns = list(_columns(table, styles))
        for row in table.iter(f"{_TABLE}table-row"):
            _widen(row, columns, styles)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


@dataclass(frozen=True, slots=True)
class _Column:
    inches: float
    cell_style: str


def _columns(table: etree._Element, styles: _Styles) -> Iterator[_Column]:
    for column in table.iter(f"{_TABLE}table-column"):
        width = styles.value(
            "table-column", column.get(f"{_TABLE}style-name", ""), "table-column-properties", f"{_STYLE}column-width"
        )
        given = _Column(_inches(width) or 0.9, column.get(f"{_TABLE}default-cell-style-name", ""))
        yield from [given] * _repeated(column)


def _widen(row: etree._Element, columns: list[_Column], styles: _Styles) -> None:
    """Cells of a row whose text is longer than the room they have."""
    cells: list[tuple[etree._Element, int]] = []
    at = 0
    for cell in row:
        if cell.tag in _CELLS and at < len(columns):
            cells.append((cell, at))
            at += _repeated(cell)
    grows = False
    for index, (cell, start) in enumerate(cells):
        if not _holds_text(cell):
            continue
        until = next((place for other, place in cells[index + 1 :] if _holds_text(other)), len(columns))
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        room = sum(column.inches for column in columns[start : max(until if across == 1 else 0, start + across)])
        name = cell.get(f"{_TABLE}style-name") or columns[start].cell_style
        wraps = styles.value("table-cell", name, "table-cell-properties", f"{_FO}wrap-option") == "wrap"
        size = _inches(styles.value("table-cell", name, "text-properties", f"{_FO}font-size")) * 72 or _USUAL_POINTS
        lines = ["".join(line.itertext()) for line in cell.iter(f"{_TEXT}p")]
        needed = max(len(line) for line in lines) * size * _LETTER / 72
        spanned = down > 1 or across > 1
        if spanned and needed * len(lines) > room * (down if wraps else 1):
            cell.set(f"{_TABLE}style-name", styles.changed("table-cell", name, shrink=True))
        elif not spanned:
            grows = grows or wraps or len(lines) > 1 or needed > room
            if needed > room and not wraps:
                cell.set(f"{_TABLE}style-name", styles.changed("table-cell", name, shrink=False))
    if grows:
        row.set(f"{_TABLE}style-name", styles.grown(row.get(f"{_TABLE}style-name", "")))


def _holds_text(cell: etree._Element) -> bool:
    return cell.tag == f"{_TABLE}table-cell" and any(
        "".join(line.itertext()).strip() for line in cell.iter(f"{_TEXT}p")
    )


def _repeated(element: etree._Element) -> int:
    return min(int(element.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_COLUMNS)


def _inches(length: str) -> float:
    match = re.fullmatch(r"([\d.]+)(in|cm|mm|pt)", length)
    return float(match[1]) * _INCHES[match[2]] if match else 0.0


class _Styles:
    """Styles by family and name; changed ones are added to the automatic styles, each once."""

    def __init__(self, root: etree._Element) -> None:
        self._styles = {
            (style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", "")): style
            for style in root.iter(f"{_STYLE}style", f"{_STYLE}default-style")
        }
        automatic = root.find(f"{_OFFICE}automatic-styles")
        self._automatic = automatic if automatic is not None else etree.SubElement(root, f"{_OFFICE}automatic-styles")
        self._made: dict[tuple[str, str, bool], str] = {}

    def value(self, family: str, name: str, properties: str, attribute: str) -> str:
        """What the style or those it builds on say; empty where none does."""
        for _ in range(16):
            style = self._styles.get((family, name))
            if style is None:
                break
            found = style.find(f"{_STYLE}{properties}")
            if found is not None and (value := found.get(attribute)):
                return str(value)
            if not name:
                break
            name = style.get(f"{_STYLE}parent-style-name", "")
        return ""

    def changed(self, family: str, name: str, *, shrink: bool) -> str:
        """The name of a style like ``name`` whose text wraps, or shrinks to fit."""
        return self._like(family, name, "table-cell-properties", shrink=shrink)

    def grown(self, name: str) -> str:
        """The name of a style of rows like ``name`` that are as high as their text needs."""
        return self._like("table-row", name, "table-row-properties", shrink=False)

    def _like(self, family: str, name: str, properties: str, *, shrink: bool) -> str:
        key = (family, name, shrink)
        if key not in self._made:
            like = self._styles.get((family, name))
            if like is not None and like.getparent() is self._automatic:
                style = copy.deepcopy(like)
            else:
                style = etree.Element(f"{_STYLE}style")
                style.set(f"{_STYLE}family", family)
                if name:
                    style.set(f"{_STYLE}parent-style-name", name)
            self._made[key] = f"vankho{len(self._made)}"
            style.set(f"{_STYLE}name", self._made[key])
            found = style.find(f"{_STYLE}{properties}")
            if found is None:
                found = etree.Element(f"{_STYLE}{properties}")
                style.insert(0, found)
            if family == "table-row":
                found.attrib.pop(f"{_STYLE}row-height", None)
                found.set(f"{_STYLE}use-optimal-row-height", "true")
            else:
                found.set(f"{_FO}wrap-option", "no-wrap" if shrink else "wrap")
                found.set(f"{_STYLE}shrink-to-fit", "true" if shrink else "false")
            self._automatic.append(style)
            self._styles[(family, self._made[key])] = style
        return self._made[key]
