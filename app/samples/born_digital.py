"""Write sheets as a PDF that was never on paper: real text in embedded, subset faces.

ISO 32000-1, 9.7: Type 0 fonts over CIDFontType2 with Identity-H and a ToUnicode map, so
that what is copied out of the file is what is printed.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from app.samples.sheet import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.samples.fonts import Face
    from app.samples.sheet import Sheet


def born_digital_pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """A PDF 1.7 of one page a sheet. The same sheets give the same bytes."""
    pdf = pikepdf.new()
    fonts: dict[Face, _Embedded] = {}
    for sheet in sheets:
        for run in sheet.runs:
            fonts.setdefault(run.face, _Embedded(run.face, f"F{len(fonts)}")).letters.update(run.text)
    for font in fonts.values():
        font.embed(pdf)
    resources = pdf.make_indirect(
        Dictionary(Font=Dictionary({f"/{font.name}": font.object for font in fonts.values()}))
    )
    for sheet in sheets:
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.obj.Resources = resources
        page.obj.Contents = pdf.make_stream(_content(sheet, fonts))
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Producer"] = "Vankho samples"
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.7")
    return out.getvalue()


class _Embedded:
    """One face as a subset: glyph numbers stay as they are in the whole font."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.letters: set[str] = set()
        self.object: Any = None
        self._glyphs: dict[str, int] = {}

    def codes(self, text: str) -> str:
        return "".join(f"{self._glyphs[letter]:04X}" for letter in text)

    def embed(self, pdf: pikepdf.Pdf) -> None:
        program, font = self._subset()
        cmap, order = font.getBestCmap(), font.getReverseGlyphMap()
        self._glyphs = {letter: order[cmap[ord(letter)]] for letter in sorted(self.letters)}
        per_em = 1000 / font["head"].unitsPerEm
        widths: list[Any] = []
        for glyph in sorted(set(self._glyphs.values())):
            width = round(font["hmtx"][font.getGlyphName(glyph)][0] * per_em)
            widths.extend([glyph, Array([width])])
        tag = "ABCDEF"[int(self.name[1:]) % 6] * 6  # six capitals name a subset (ISO 32000-1, 9.6.4)
        base = Name(f"/{tag}+{self.face.path.stem.replace(' ', '')}")
        outlines = font["head"]
        box = [round(v * per_em) for v in (outlines.xMin, outlines.yMin, outlines.xMax, outlines.yMax)]
        descriptor = pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=base,
                Flags=4,
                FontBBox=Array(box),
                ItalicAngle=round(font["post"].italicAngle),
                Ascent=round(font["hhea"].ascent * per_em),
                Descent=round(font["hhea"].descent * per_em),
                CapHeight=660,
                StemV=80,
            )
        )
        if program[:4] == b"OTTO":
            descriptor.FontFile3 = pdf.make_stream(program, Subtype=Name.OpenType)
        else:
            descriptor.FontFile2 = pdf.make_stream(program, Length1=len(program))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if "CFF " in font else Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=descriptor,
            DW=500,
            W=Array(widths),
        )
        if "CFF " not in font:
            descendant.CIDToGIDMap = Name.Identity
        self.object = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=base,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._to_unicode()),
            )
        )

    def _subset(self) -> tuple[bytes, TTFont]:
        options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], name_IDs=[])
        out = BytesIO()
        with subset.load_font(str(self.face.path), options) as font:
            cutter = subset.Subsetter(options)
            cutter.populate(text="".join(sorted(self.letters)))
            cutter.subset(font)
            # the time of saving would make the same sheets different bytes
            font["head"].modified = font["head"].created
            font.recalcTimestamp = False
            subset.save_font(font, out, options)
        return out.getvalue(), TTFont(BytesIO(out.getvalue()))

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, glyph in self._glyphs.items()
        ]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{maps}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


def _content(sheet: Sheet, fonts: dict[Face, _Embedded]) -> bytes:
    parts = []
    for stroke in sheet.strokes:
        y0, y1 = HEIGHT - stroke.y0, HEIGHT - stroke.y1
        parts.append(f"{stroke.weight} w {stroke.x0:.2f} {y0:.2f} m {stroke.x1:.2f} {y1:.2f} l S")
    parts.append("BT")
    for run in sheet.runs:
        font = fonts[run.face]
        red, green, blue = (part / 255 for part in run.colour)
        parts.append(
            f"{red:.3f} {green:.3f} {blue:.3f} rg /{font.name} {run.size} Tf "
            f"1 0 0 1 {run.x:.2f} {HEIGHT - run.baseline:.2f} Tm <{font.codes(run.text)}> Tj"
        )
    parts.append("ET")
    return "\n".join(parts).encode()
