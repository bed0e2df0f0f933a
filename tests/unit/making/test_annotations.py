"""What becomes of links and notes of the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from ocr.make_pdfa import PDF, make_pdfa
from tests.unit.making import readings
from tests.verapdf import check

if TYPE_CHECKING:
    from pathlib import Path


def test_links_have_the_border_they_had_and_notes_without_a_look_are_told(tmp_path: Path) -> None:
    source = tmp_path / "linked.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        rect = pikepdf.Array([10, 10, 200, 40])
        to = pikepdf.Array([page.obj, pikepdf.Name.Fit])
        style = pikepdf.Dictionary(W=0)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=rect, Dest=to, BS=style)
        mark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=rect, F=4)
        unseen = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=rect, F=2)
        page.Annots = pikepdf.Array([pdf.make_indirect(each) for each in (link, mark, unseen)])
        page2 = pdf.add_blank_page(page_size=(300, 300))
        page2.Annots = pikepdf.Array([pdf.make_indirect(unseen)])
        pdf.save(source)
    target = tmp_path / "made.pdf"
    result = make_pdfa(source, PDF, [readings.kept(number, 300, 300) for number in (1, 2)], readings.about(), target)
    (finding,) = result.findings
    assert finding.code == "pdfa.notes_left_out"
    assert "Trang 1 " in finding.says.vi
    with pikepdf.open(target) as pdf:
        (kept,) = pdf.pages[0].Annots
        assert [int(value) for value in kept.Border] == [0, 0, 0]
    assert check([target], "2u") == []
