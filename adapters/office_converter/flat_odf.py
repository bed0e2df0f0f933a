"""Text of TCVN3 and VNI in flat OpenDocument files, converted to Unicode font by font.

Flat ODF (OpenDocument 1.3, part 3, 2.1) is a whole document as one XML file, which LibreOffice writes from any
file it opens. Here the fonts of the text are known, which a PDF made without those fonts no longer tells.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from records.legacy_encoding import FOREIGN, best_encoding, font_encoding, to_unicode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.legacy_encoding import Evidence

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_STYLED = {f"{_TEXT}span": ("text", _TEXT), f"{_TEXT}a": ("text", _TEXT), f"{_TEXT}p": ("paragraph", _TEXT),
           f"{_TEXT}h": ("paragraph", _TEXT), f"{_TABLE}table-cell": ("table-cell", _TABLE)}  # fmt: skip
_SERIF, _SANS = "Times New Roman", "Arial"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text: the text or the tail of an element."""

    element: etree._Element
    is_tail: bool
    text: str
    font: str

    def write(self, text: str) -> None:
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


def converted(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """``content`` with text of old encodings in Unicode, set in fonts of Unicode, and what was converted.

    ``content`` itself comes back where nothing is to change. Letters set wide apart are set close:
    what extracts text from a PDF takes each of them for a word. Each line of evidence names encoding
    and font, and how many syllables with marks were invalid after it. Text whose font says nothing is
    judged paragraph by paragraph. Small letters stay small where a font drew capitals for them.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    root = etree.fromstring(content, parser)
    fonts = _Fonts(root)
    paragraphs = [list(_pieces(paragraph, fonts)) for paragraph in root.iter(*_PARAGRAPHS)]
    words: dict[str, list[str]] = defaultdict(list)
    for paragraph in paragraphs:
        for font, text in _by_font(paragraph).items():
            words[font] += text.split()
    found = {font: best_encoding(words[font], font) for font in words}
    told = {font: evidence for font, evidence in found.items() if evidence.encoding}
    for paragraph in paragraphs:
        _convert(paragraph, told)
    if not _set_close(root) and not told:
        return content, ()
    fonts.replace_legacy()
    for cell in root.iter(f"{_TABLE}table-cell"):
        cell.attrib.pop(f"{_OFFICE}string-value", None)  # LibreOffice would show it in place of the text
    said = tuple(
        f"{evidence.encoding} in {font or 'text without a font'} "
        f"({evidence.invalid} of {evidence.judged} marked syllables invalid)"
        for font, evidence in sorted(told.items())
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), said


def _set_close(root: etree._Element) -> bool:
    wide = [one for one in root.iter(f"{_STYLE}text-properties") if _is_wide(one.get(f"{_FO}letter-spacing", ""))]
    for properties in wide:
        properties.set(f"{_FO}letter-spacing", "normal")
    return bool(wide)


def _is_wide(spacing: str) -> bool:
    return spacing[:1].isdigit() and any(digit in "123456789" for digit in spacing)


def _convert(paragraph: list[_Piece], told: dict[str, Evidence]) -> None:
    for piece in paragraph:
        evidence = told.get(piece.font)
        if evidence is None and FOREIGN.search(piece.text):
            evidence = best_encoding(piece.text.split(), piece.font)
            if evidence.encoding:
                told.setdefault(piece.font, evidence)
        if evidence is not None and evidence.encoding:
            piece.write(to_unicode(piece.text, evidence.encoding, hyphens=False))


def _by_font(paragraph: list[_Piece]) -> dict[str, str]:
    texts: dict[str, str] = defaultdict(str)
    last = ""
    for piece in paragraph:
        # Words of one font parted by another stay apart; pieces of one word in one font are one.
        texts[piece.font] += piece.text if piece.font == last else f" {piece.text}"
        last = piece.font
    return texts


def _pieces(paragraph: etree._Element, fonts: _Fonts) -> Iterator[_Piece]:
    """Texts within a paragraph; a paragraph inside it (a frame) gives its own."""
    for element in paragraph.iter():
        inner = _paragraph_of(element)
        if inner is paragraph and element.text:
            yield _Piece(element, is_tail=False, text=element.text, font=fonts.of(element))
        if element is not paragraph and element.tail and _paragraph_of(element.getparent()) is paragraph:
            yield _Piece(element, is_tail=True, text=element.tail, font=fonts.of(element.getparent()))


def _paragraph_of(element: etree._Element | None) -> etree._Element | None:
    while element is not None and element.tag not in _PARAGRAPHS:
        element = element.getparent()
    return element


class _Fonts:
    """Which family of font a piece of text is set in."""

    def __init__(self, root: etree._Element) -> None:
        self._faces = {face.get(f"{_STYLE}name", ""): face for face in root.iter(f"{_STYLE}font-face")}
        self._styles: dict[tuple[str, str], etree._Element] = {}
        for style in root.iter(f"{_STYLE}style", f"{_STYLE}default-style"):
            self._styles[(style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", ""))] = style
        self._known: dict[tuple[str, str], str] = {}

    def of(self, element: etree._Element) -> str:
        """The family of the nearest style around ``element`` that names a font; empty where none does."""
        at: etree._Element | None = element
        while at is not None and at.tag != f"{_OFFICE}body":
            if at.tag in _STYLED:
                family, namespace = _STYLED[at.tag]
                name = at.get(f"{namespace}style-name")
                if name is not None and (font := self._of_style(family, name)):
                    return font
            at = at.getparent()
        return self._of_style("paragraph", "") or self._of_style("table-cell", "")

    def replace_legacy(self) -> None:
        """Fonts of old encodings become fonts of Unicode of the same kind."""
        for face in self._faces.values():
            family = face.get(f"{_SVG}font-family", "").strip("'\"")
            if font_encoding(family):
                sans = any(kind in family.lower() for kind in ("arial", "helve", "avant"))
                face.set(f"{_SVG}font-family", f"'{_SERIF}'" if not sans else _SANS)

    def _of_style(self, family: str, name: str) -> str:
        key = (family, name)
        if key not in self._known:
            self._known[key] = ""  # a style that is its own ancestor ends here
            style = self._styles.get(key)
            if style is not None:
                properties = style.find(f"{_STYLE}text-properties")
                font = self._family(properties.get(f"{_STYLE}font-name"), properties) if properties is not None else ""
                parent = style.get(f"{_STYLE}parent-style-name")
                self._known[key] = font or (self._of_style(family, parent) if parent else "")
        return self._known[key]

    def _family(self, name: str | None, properties: etree._Element) -> str:
        if name is None:
            return str(properties.get(f"{_FO}font-family", "")).strip("'\"")
        face = self._faces.get(name)
        return str(face.get(f"{_SVG}font-family", name)).strip("'\"") if face is not None else name
