"""Words that a page shows in its annotations: read where they stand, and only what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from reportlab.pdfgen import canvas

from ocr.source import SourceDocument
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path

FIRST = PageNumber(1)
_HIDDEN, _PRINTED, _NOT_VIEWED = 2, 4, 32


def page_with_annotation(path: Path, *, flags: int = _PRINTED, subtype: str = "/Widget") -> Path:
    """A page "Số:      /QĐ-BNV" with the number laid into the space by the appearance of a field."""
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    sheet.setFont("Times-Roman", 13)
    sheet.drawString(100, 700, "QUYET DINH")
    sheet.drawString(100, 650, "So:")
    sheet.drawString(170, 650, "/BNV")
    sheet.drawString(100, 600, "Can cu Luat")
    sheet.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        appearance = pdf.make_stream(
            b"BT /F 12 Tf 2 4 Td (2093) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 40, 16],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
        )
        widget = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name(subtype),
                FT=pikepdf.Name.Sig,
                T="Signature2",
                Rect=[124, 646, 164, 662],
                F=flags,
                AP=pikepdf.Dictionary(N=appearance),
            )
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([widget]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[widget])
        pdf.save(path)
    return path


@pytest.mark.parametrize("subtype", ["/Widget", "/Stamp", "/FreeText"])
def test_what_an_annotation_shows_is_read_in_its_line(tmp_path: Path, subtype: str) -> None:
    path = page_with_annotation(tmp_path / "a.pdf", subtype=subtype)
    before = path.read_bytes()
    with SourceDocument.open(path, "application/pdf") as source:
        layer = source.text_layer(FIRST)
        assert " ".join(layer.text.split()) == "QUYET DINH So: 2093 /BNV Can cu Luat"
        (word,) = [word for word in layer.words if word.text == "2093"]
        assert 124 <= word.box.x0 < word.box.x1 <= 164
        assert 842 - 662 <= word.box.y0 < word.box.y1 <= 842 - 646
        # The page itself is as it was: nothing was added to what it is built of.
        assert source.content(FIRST).glyphs == len("QUYETDINHSo:/BNVCancuLuat")
    assert path.read_bytes() == before


@pytest.mark.parametrize("flags", [_HIDDEN | _PRINTED, _NOT_VIEWED | _PRINTED])
def test_what_is_hidden_is_not_read(tmp_path: Path, flags: int) -> None:
    path = page_with_annotation(tmp_path / "a.pdf", flags=flags)
    with SourceDocument.open(path, "application/pdf") as source:
        assert "2093" not in source.text_layer(FIRST).text


def test_an_annotation_far_from_any_line_comes_last(tmp_path: Path) -> None:
    path = page_with_annotation(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Annots[0].Rect = [400, 300, 440, 316]
        pdf.save(path)
    with SourceDocument.open(path, "application/pdf") as source:
        assert source.text_layer(FIRST).lines[-1].text == "2093"
