"""Real government files, page by page: what their text layers are worth, and what their pictures say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.barcode_reader.zxing import ZxingBarcodeReader
from adapters.line_finder.trueocr import TrueocrLineFinder
from adapters.line_reader.network import NetworkLineReader
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.page_renderer.pdfium import PdfiumRenderer
from adapters.page_renderer.poppler import PopplerRenderer
from adapters.text_reader.tesserocr import TesserocrReader
from ocr.model import TextLayer
from ocr.read_page import ReadingTools, judge, read_page
from ocr.reading_cache import ReadingCache
from ocr.recognise import Readers
from ocr.source import SourceDocument
from records.folding import fold
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.model import PageReading

GOOD, MISSING, GARBAGE = TextLayer.GOOD, TextLayer.MISSING, TextLayer.GARBAGE
OUTLINES, INCOMPLETE, LEGACY = TextLayer.OUTLINES, TextLayer.INCOMPLETE, TextLayer.LEGACY

EXPECTED = {
    "vietlexibot/CT-11-2025.pdf": [MISSING] * 8,
    "vietlexibot/Quyết định-1360-QĐ-TTg.pdf": [MISSING] * 2,
    "vietlexibot/Quyết định-2093-QĐ-BYT.pdf": [GOOD] * 170,
    "vietlexibot/Quyết định-1629-QĐ-UBND.pdf": [OUTLINES] * 2 + [GOOD] * 4,
    "vietlexibot/Test AI (07).pdf": [GOOD] * 2,
    "vietlexibot/test AI 03.pdf": [GARBAGE] * 2,
    # Letters of pages 39 to 41 and 44 were lost on the way to this PDF: "uật" for "Luật", "/TT T" for "/TTLT".
    "vietlexibot/test AI(02).pdf": [INCOMPLETE if number in {39, 40, 41, 44} else GOOD for number in range(1, 53)],
    "vietlexibot/HỘI ĐỒNG NHÂN DÂN.pdf": [GOOD] * 4,
    "vietlexibot/HỘI ĐỒNG NHÂN DÂN (2).pdf": [GOOD] * 5,
    "hoso-truong/Ke hoach phat bang TN.pdf": [INCOMPLETE] * 3,
    "hoso-truong/55.Thong bao nhan ho so xet trao hoc bong danh cho SV kho khan npm hoc 2014-2015.pdf": [GARBAGE] * 2,
    "hoso-truong/06-05-2020-08-01-02_tb-195-vv-tham-gia-bhyt-nam-2020-dot-2.pdf": [MISSING],
    "hoso-truong/THONG BAO (Thu hoc phi).pdf": [MISSING],
    "viparse-corpus/corpus/public-domain/tcvn3/2007-1AF57_02-2007.pdf": [LEGACY] * 4,
    "viparse-corpus/corpus/public-domain/tcvn3/2006-16EZE_TT01.06GopvonDNNVV.pdf": [LEGACY, LEGACY, GOOD],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_page_is_judged_as_it_is(shared_data: Path, name: str) -> None:
    with SourceDocument.open(shared_data / "vietnamese" / name, "application/pdf") as source:
        numbers = [PageNumber(number) for number in range(1, source.page_count + 1)]
        judged = [judge(source, number, source.text_layer(number)).layer for number in numbers]
    assert judged == EXPECTED[name]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> ReadingTools:
    return ReadingTools(
        readers=Readers(lines=NetworkLineReader(), page=TesserocrReader()),
        line_finder=TrueocrLineFinder(),
        renderers=(PdfiumRenderer(), PopplerRenderer()),
        barcodes=ZxingBarcodeReader(),
        cache=ReadingCache(FilesystemObjectStore(tmp_path_factory.mktemp("store"))),
    )


def read(folder: Path, name: str, number: int, tools: ReadingTools) -> PageReading:
    with SourceDocument.open(folder / "vietnamese" / name, "application/pdf") as source:
        return read_page(source, PageNumber(number), tools)


@pytest.mark.parametrize(
    ("name", "number", "says"),
    [
        ("vietlexibot/CT-11-2025.pdf", 1, "chuyen doi so"),
        ("vietlexibot/Quyết định-1360-QĐ-TTg.pdf", 1, "thu tuong chinh phu"),
        ("vietlexibot/Quyết định-1629-QĐ-UBND.pdf", 1, "1629 /qd-ubnd"),
        ("vietlexibot/test AI 03.pdf", 1, "cong hoa xa hoi chu nghia viet nam"),
    ],
)
def test_pages_without_usable_text_are_read(
    shared_data: Path, tools: ReadingTools, name: str, number: int, says: str
) -> None:
    reading = read(shared_data, name, number, tools)
    assert says in fold(reading.text.text.replace("\n", " "))
    assert reading.invalid_ratio < 0.12
    assert reading.engine == tools.engine


def test_low_resolution_is_a_finding_and_the_page_is_read(shared_data: Path, tools: ReadingTools) -> None:
    reading = read(shared_data, "hoso-truong/THONG BAO (Thu hoc phi).pdf", 1, tools)
    assert {finding.code for finding in reading.findings} >= {"page.low_resolution"}
    assert "hoc phi" in fold(reading.text.text)


def test_a_landscape_table_with_text_is_not_turned(shared_data: Path, tools: ReadingTools) -> None:
    reading = read(shared_data, "vietlexibot/test AI(02).pdf", 3, tools)
    assert reading.straightening.quarter_turns == 0
    assert reading.text.width > reading.text.height
    assert reading.engine == "text-layer"


def test_lines_that_lost_letters_are_read_and_the_others_stay_as_they_are(
    shared_data: Path, tools: ReadingTools
) -> None:
    name = "hoso-truong/Ke hoach phat bang TN.pdf"
    reading = read(shared_data, name, 1, tools)
    assert [finding.code for finding in reading.findings] == ["page.text_layer_mended"]
    lines = reading.text.text.splitlines()
    assert lines[0] == "TRƯỜNG ĐẠI HỌC CÔNG NGHIỆP"
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines
    assert "KẾ HOẠCH" in lines
    with SourceDocument.open(shared_data / "vietnamese" / name, "application/pdf") as source:
        layer = source.text_layer(PageNumber(1)).text.splitlines()
    kept = [line for line in layer if line in lines]
    assert len(kept) >= 0.7 * len(layer)
    sure = [line for line in reading.text.lines if all(word.confidence == 1.0 for word in line.words)]
    assert [line.text for line in sure] == kept


def test_handwriting_comes_out_doubtful(shared_data: Path, tools: ReadingTools) -> None:
    folder = shared_data / "vietnamese" / "handwriting" / "datatest" / "datatest_tay"
    doubtful = 0
    for number in (1, 2, 3):
        with SourceDocument.open(folder / f"{number}.png", "image/png") as source:
            reading = read_page(source, PageNumber(1), tools)
        doubtful += any(
            finding.code in {"page.doubtful_reading", "page.no_words", "page.blank"} for finding in reading.findings
        )
    assert doubtful == 3
