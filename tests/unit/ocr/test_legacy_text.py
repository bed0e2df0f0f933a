"""Text layers in TCVN3 and VNI: converted where the syllables prove it, else read from the picture."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen import canvas

from benchmarks.reading.fields import reading_tools
from benchmarks.reading.legacy import compare, pdf_files, readings, transcript
from ocr.make_pdfa import PDF, make_pdfa
from ocr.model import PageReading, TextLayer
from ocr.read_page import read_page
from ocr.source import SourceDocument
from records.identifiers import PageNumber
from tests.unit.making.readings import about

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.read_page import ReadingTools

FIRST = PageNumber(1)
TCVN3 = (
    "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    "QuyÕt ®Þnh cña Bé tr\u00adëng Bé Tµi chÝnh vÒ viÖc ban hµnh",
    "C¨n cø NghÞ ®Þnh sè 15/CP ngµy 2 th¸ng 3 n¨m 1993 cña ChÝnh phñ",
    "quy ®Þnh nhiÖm vô, quyÒn h¹n vµ tr¸ch nhiÖm qu¶n lý nhµ n\u00adíc",
)
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "Quyeát ñònh cuûa Boä tröôûng Boä Taøi chính veà vieäc ban haønh",
    "Caên cöù Nghò ñònh soá 15/CP ngaøy 2 thaùng 3 naêm 1993 cuûa Chính phuû",
    "quy ñònh nhieäm vuï, quyeàn haïn vaø traùch nhieäm quaûn lyù nhaø nöôùc",
)
# The same bytes under a substitution: foreign signs, and no encoding of which they are letters.
CIPHER = tuple(line.translate({ord(a): b for a, b in zip("µ·éÖÕÞëÝ¨ø¸", "ÞëÝ¨ø¸µ·éÖÕ", strict=True)}) for line in TCVN3)
WRITTEN = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Quyết định của Bộ trưởng Bộ Tài chính về việc ban hành",
    "Căn cứ Nghị định số 15/CP ngày 2 tháng 3 năm 1993 của Chính phủ",
    "quy định nhiệm vụ, quyền hạn và trách nhiệm quản lý nhà nước",
)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> ReadingTools:
    return reading_tools(tmp_path_factory.mktemp("cache"))


def printed(path: Path, *fonts_and_lines: tuple[str, tuple[str, ...]]) -> Path:
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    y = 760
    for font, lines in fonts_and_lines:
        sheet.setFont(font, 13)
        for line in lines:
            sheet.drawString(72, y, line)
            y -= 24
    sheet.save()
    return path


def first_page(path: Path, tools: ReadingTools) -> PageReading:
    with SourceDocument.open(path, PDF) as source:
        return read_page(source, FIRST, tools)


@pytest.mark.parametrize(
    ("lines", "encoding", "placed"), [(TCVN3, "tcvn3", "hoà"), (VNI, "vni", "hòa")], ids=["tcvn3", "vni"]
)
def test_a_page_in_an_old_encoding_is_converted(
    tmp_path: Path, tools: ReadingTools, lines: tuple[str, ...], encoding: str, placed: str
) -> None:
    reading = first_page(printed(tmp_path / "a.pdf", ("Times-Roman", lines)), tools)
    assert reading.text.text == "\n".join(WRITTEN).replace("hòa", placed)
    assert reading.judgement.layer is TextLayer.CONVERTED
    assert reading.engine == f"text-layer+{encoding}"
    assert [finding.code for finding in reading.findings] == ["page.text_layer_converted"]
    for told in (f"{encoding} in Times-Roman", "before, 0% after"):
        assert told in reading.judgement.reason
    assert PageReading.from_plain(reading.to_plain()).judgement == reading.judgement


def test_fonts_of_two_encodings_on_one_page_are_converted_each_by_its_own(tmp_path: Path, tools: ReadingTools) -> None:
    path = printed(tmp_path / "a.pdf", ("Times-Roman", TCVN3), ("Helvetica", VNI))
    reading = first_page(path, tools)
    assert reading.engine == "text-layer+tcvn3+vni"
    assert reading.text.text == "\n".join((*WRITTEN, *WRITTEN)).replace("hòa", "hoà", 1)


def test_a_letterhead_in_an_old_encoding_above_good_text_is_converted(tmp_path: Path, tools: ReadingTools) -> None:
    english = ("The ministry has the honour to inform the office of the following decisions.",) * 20
    path = printed(tmp_path / "a.pdf", ("Helvetica", VNI[:1]), ("Times-Roman", english))
    reading = first_page(path, tools)
    assert reading.judgement.layer is TextLayer.CONVERTED
    assert reading.text.text.splitlines() == [WRITTEN[0], *english]


def test_what_does_not_convert_is_read_from_the_picture(tmp_path: Path, tools: ReadingTools) -> None:
    reading = first_page(printed(tmp_path / "a.pdf", ("Times-Roman", CIPHER)), tools)
    assert reading.judgement.layer is TextLayer.LEGACY
    assert reading.engine == tools.engine
    assert "page.text_layer_legacy" in {finding.code for finding in reading.findings}


def test_text_of_other_languages_is_left(tmp_path: Path, tools: ReadingTools) -> None:
    french = ("Les décisions du ministère chargé de l'économie, à compter du 1er août,",) * 8
    reading = first_page(printed(tmp_path / "a.pdf", ("Times-Roman", french)), tools)
    assert reading.judgement.layer is not TextLayer.CONVERTED


@pytest.mark.shared_data
def test_real_pdf_files_against_their_transcripts(shared_data: Path, tools: ReadingTools, tmp_path: Path) -> None:
    """At least 99 % of the syllables of each are right, in the text and in what is copied from the PDF/A."""
    folder = shared_data / "vietnamese" / "viparse-corpus"
    files = pdf_files(folder)
    assert len(files) == 2
    in_order = total = 0
    for path in files:
        truth = transcript(folder, path)
        pages = readings(path, tools)
        scored = compare(path.name, "\n".join(page.text.text for page in pages), truth)
        assert scored.right >= 0.99 * scored.total, scored
        in_order, total = in_order + scored.in_order, total + scored.total
        target = tmp_path / "made.pdf"
        assert make_pdfa(path, PDF, pages, about(), target).level == "2u"
        copied = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
        scored = compare(path.name, copied, truth)
        assert scored.right >= 0.99 * scored.total, scored
    assert in_order >= 0.99 * total
