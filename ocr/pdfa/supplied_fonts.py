"""Embeds fonts that the original only names, with the very letters that the renderer draws for them.

A PDF that names "Times New Roman" without carrying it looks different on every machine;
PDF/A forbids it (ISO 19005-2, 6.2.11.4.1). The outlines are taken from PDFium, which draws the
page pictures too, and become a TrueType font of just the codes used, with the widths that the
file gives. Only simple fonts: what a composite font without its program shows, nobody knows.
"""

from __future__ import annotations

import ctypes
import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name
from pypdfium2 import raw

from ocr.pdfa.font_use import SIMPLE_FONTS, is_embedded
from ocr.pdfa.simple_encoding import likely_character
from ocr.pdfa.unicode_cover import to_unicode_cmap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from fontTools.ttLib.tables._g_l_y_f import Glyph

    from ocr.pdfa.font_use import FontUse

_EM = 1000
_TAG = "VANKHO+"
_SYMBOLIC = 4
_FIXED, _SERIF, _ITALIC = 1, 2, 64
_EPOCH_1904 = 2_082_844_800
_SYMBOLS = 0xF000
_SPACE = 32


def supply_fonts(pdf: pikepdf.Pdf, uses: Iterable[FontUse], work: Path) -> list[str]:
    """Embed each simple font of ``uses`` that is not embedded; gives their names.

    Raises:
        pypdfium2.PdfiumError: The renderer cannot draw with one of them.
    """
    missing = [use for use in uses if use.font.get(Name.Subtype) in SIMPLE_FONTS and not is_embedded(use.font)]
    if not missing:
        return []
    for use in missing:
        # Only empty strings are shown with it, as in a field that is not filled in: it must be embedded all the same.
        use.codes = use.codes or {_SPACE}
    specimen = work / "specimen.pdf"
    _write_specimen(missing, specimen)
    document = pypdfium2.PdfDocument(specimen)
    try:
        for use, page in zip(missing, document, strict=True):
            _embed(pdf, use, page)
            page.close()
    finally:
        document.close()
    return sorted({use.name for use in missing})


def _write_specimen(uses: Sequence[FontUse], path: Path) -> None:
    """A page for each font that shows one of its codes, so that the renderer loads it."""
    with pikepdf.new() as specimen:
        for use in uses:
            page = specimen.add_blank_page(page_size=(_EM, _EM))
            page.obj[Name.Resources] = Dictionary(Font=Dictionary(F=specimen.copy_foreign(use.font)))
            shown = bytes(sorted(use.codes)).hex().encode()
            page.obj[Name.Contents] = specimen.make_stream(b"BT /F 10 Tf 10 500 Td <" + shown + b"> Tj ET")
        specimen.save(path, static_id=True)


def _embed(pdf: pikepdf.Pdf, use: FontUse, page: pypdfium2.PdfPage) -> None:
    texts = (item for item in page.get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT)
    face = next((raw.FPDFTextObj_GetFont(item.raw) for item in texts), None)
    codes = sorted(use.codes)
    widths = {code: _width(use.font, face, code) for code in codes}
    program = pdf.make_stream(_font_file({code: (_outline(face, code), widths[code]) for code in codes}))
    program[Name.Length1] = len(program.read_bytes())
    font, old = use.font, use.font.get(Name.FontDescriptor)
    flags = int(old.get(Name.Flags, 0)) if isinstance(old, Dictionary) else 0
    name = Name("/" + _TAG + use.name.rpartition("+")[2].replace(" ", ""))
    if Name.ToUnicode not in font:
        characters = {code: sign for code in codes if (sign := likely_character(font, code))}
        font[Name.ToUnicode] = pdf.make_stream(to_unicode_cmap(characters, 1))
    font[Name.Subtype] = Name.TrueType
    font[Name.BaseFont] = name
    font[Name.FirstChar], font[Name.LastChar] = codes[0], codes[-1]
    font[Name.Widths] = Array([widths.get(code, 0) for code in range(codes[0], codes[-1] + 1)])
    font[Name.FontDescriptor] = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=flags & (_FIXED | _SERIF | _ITALIC) | _SYMBOLIC,
            FontBBox=[-_EM, -_EM, 2 * _EM, 2 * _EM],
            ItalicAngle=0,
            Ascent=900,
            Descent=-220,
            CapHeight=700,
            StemV=80,
            FontFile2=program,
        )
    )
    # A symbolic TrueType font has no encoding: its own table says which code is which glyph (6.2.11.6).
    if Name.Encoding in font:
        del font[Name.Encoding]


def _width(font: Dictionary, face: object, code: int) -> int:
    widths, place = font.get(Name.Widths), code - font.get_int(Name.FirstChar, 0)
    if isinstance(widths, Array) and 0 <= place < len(widths):
        return round(float(widths[place]))
    descriptor = font.get(Name.FontDescriptor)
    if isinstance(widths, Array) and isinstance(descriptor, Dictionary):
        return round(float(descriptor.get(Name.MissingWidth, 0)))
    width = ctypes.c_float()
    if face is not None:
        raw.FPDFFont_GetGlyphWidth(face, code, ctypes.c_float(_EM), width)
    return round(width.value)


def _outline(face: object, code: int) -> Glyph:
    """The letter as quadratic curves, in thousandths of an em; empty for blanks."""
    glyph = TTGlyphPen(None)
    path = raw.FPDFFont_GetGlyphPath(face, code, ctypes.c_float(_EM)) if face is not None else None
    if path:
        pen = Cu2QuPen(glyph, max_err=0.5)
        curve: list[tuple[float, float]] = []
        open_contour = False
        for index in range(max(raw.FPDFGlyphPath_CountGlyphSegments(path), 0)):
            segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = (x.value * _EM, y.value * _EM)
            match raw.FPDFPathSegment_GetType(segment):
                case raw.FPDF_SEGMENT_MOVETO:
                    if open_contour:
                        pen.closePath()
                    pen.moveTo(point)
                    open_contour = True
                case raw.FPDF_SEGMENT_LINETO if open_contour:
                    pen.lineTo(point)
                case raw.FPDF_SEGMENT_BEZIERTO if open_contour:
                    curve.append(point)
                    if len(curve) == 3:
                        pen.curveTo(*curve)
                        curve = []
        if open_contour:
            pen.closePath()
    return glyph.glyph()


def _font_file(glyphs: dict[int, tuple[Glyph, int]]) -> bytes:
    names = {code: f"c{code:02x}" for code in glyphs}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({_SYMBOLS + code: name for code, name in names.items()})
    # A symbolic font has one table, (3, 0): codes at F000.
    for table in builder.font["cmap"].tables:
        table.platformID, table.platEncID = 3, 0
    builder.font["cmap"].tables = builder.font["cmap"].tables[:1]
    outlines = {".notdef": TTGlyphPen(None).glyph(), **{names[code]: outline for code, (outline, _) in glyphs.items()}}
    builder.setupGlyf(outlines)
    bearings = {name: getattr(outline, "xMin", 0) for name, outline in outlines.items()}
    advances = {".notdef": 500, **{names[code]: width for code, (_, width) in glyphs.items()}}
    builder.setupHorizontalMetrics({name: (advances[name], bearings[name]) for name in outlines})
    builder.setupHorizontalHeader(ascent=900, descent=-220)
    builder.setupNameTable({"familyName": "Supplied", "styleName": "Regular", "psName": "Supplied"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-220, usWinAscent=900, usWinDescent=220)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=_EPOCH_1904, modified=_EPOCH_1904)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
