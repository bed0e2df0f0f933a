from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from adapters.barcode_reader.zxing import ZxingBarcodeReader
from adapters.line_finder.projection import ProjectionLineFinder
from adapters.line_reader.network import NetworkLineReader
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.page_renderer.pdfium import PdfiumRenderer
from adapters.text_reader.tesserocr import TesserocrReader
from ocr.model import PageReading, TextLayer
from ocr.read_page import KEPT, ReadingTools, read_page
from ocr.reading_cache import ReadingCache
from ocr.recognise import Readers
from ocr.source import SourceDocument
from records.errors import Damaged
from records.identifiers import PageNumber
from records.scan_profile import DEMANDS, USUAL, ScanProfile
from tests.unit.ocr.conftest import font

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr.ports import PixelBox
    from records.page_text import Line
    from records.scan_profile import ScanDemands

FIRST = PageNumber(1)


class CountingReader(NetworkLineReader):
    """The real engine, counting how often it is asked."""

    calls = 0

    def read(self, gray: np.ndarray, boxes: Sequence[PixelBox]) -> Sequence[Line | None]:
        self.calls += 1
        return super().read(gray, boxes)


@pytest.fixture(scope="module")
def reader() -> CountingReader:
    return CountingReader()


@pytest.fixture
def tools(tmp_path: Path, reader: CountingReader) -> ReadingTools:
    reader.calls = 0
    return ReadingTools(
        readers=Readers(lines=reader, page=TesserocrReader()),
        line_finder=ProjectionLineFinder(),
        renderers=(PdfiumRenderer(),),
        barcodes=ZxingBarcodeReader(),
        cache=ReadingCache(FilesystemObjectStore(tmp_path / "store")),
    )


def read(path: Path, media_type: str, tools: ReadingTools, demands: ScanDemands = USUAL) -> PageReading:
    with SourceDocument.open(path, media_type) as source:
        return read_page(source, FIRST, tools, demands)


def saved(image: Image.Image, path: Path, dpi: int = 200) -> Path:
    image.save(path, dpi=(dpi, dpi), quality=92)
    return path


def codes(reading: PageReading) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_a_scan_is_read_with_words_where_they_stand(
    tmp_path: Path, tools: ReadingTools, drawn_page: Image.Image, page_lines: tuple[str, ...]
) -> None:
    reading = read(saved(drawn_page, tmp_path / "a.jpg"), "image/jpeg", tools)
    assert reading.judgement.layer is TextLayer.MISSING
    assert reading.text.text.splitlines() == list(page_lines)
    first = reading.text.words[0]
    assert first.box.x0 == pytest.approx(180 * 72 / 200, abs=3)
    assert 220 * 72 / 200 - 4 < first.box.y0 < 260 * 72 / 200
    assert reading.text.width == pytest.approx(595.4, abs=0.5)
    assert not codes(reading) & {"page.low_resolution", "page.doubtful_reading", "page.not_in_colour"}
    assert PageReading.from_plain(reading.to_plain()).text.text == reading.text.text


@pytest.mark.parametrize("treatment", [(1, 0.0), (2, 0.0), (3, 2.0), (0, -2.5)])
def test_a_turned_and_slanted_page_reads_as_the_straight_one(
    tmp_path: Path,
    tools: ReadingTools,
    drawn_page: Image.Image,
    page_lines: tuple[str, ...],
    treatment: tuple[int, float],
) -> None:
    turns, angle = treatment
    crooked = drawn_page.rotate(-angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
    crooked = Image.fromarray(np.ascontiguousarray(np.rot90(np.array(crooked), -turns)))
    reading = read(saved(crooked, tmp_path / "b.jpg"), "image/jpeg", tools)
    assert reading.straightening.quarter_turns == turns
    assert reading.straightening.angle == pytest.approx(angle, abs=0.25)
    assert reading.text.height > reading.text.width
    assert reading.text.text.splitlines() == list(page_lines)
    assert reading.text.words[0].box.x0 == pytest.approx(180 * 72 / 200, abs=6)


def test_the_same_picture_is_never_read_twice(
    tmp_path: Path, tools: ReadingTools, reader: CountingReader, drawn_page: Image.Image
) -> None:
    path = saved(drawn_page, tmp_path / "c.jpg")
    first = read(path, "image/jpeg", tools)
    second = read(path, "image/jpeg", tools)
    assert reader.calls == 1
    assert second.text.text == first.text.text
    assert second.text.words[5].box.x0 == pytest.approx(first.text.words[5].box.x0, abs=0.05)


def test_a_cache_that_holds_rubbish_reads_again(
    tmp_path: Path, tools: ReadingTools, reader: CountingReader, drawn_page: Image.Image
) -> None:
    path = saved(drawn_page, tmp_path / "d.jpg")
    first = read(path, "image/jpeg", tools)
    (entry,) = (tmp_path / "store").rglob("*.json")
    entry.chmod(0o644)
    entry.write_bytes(b"{")
    assert read(path, "image/jpeg", tools).text == first.text
    assert reader.calls == 2


def test_blank_paper_is_called_blank_and_the_engine_is_not_asked(
    tmp_path: Path, tools: ReadingTools, reader: CountingReader
) -> None:
    paper = np.random.default_rng(1).normal(238, 4, (1754, 1240, 3)).clip(0, 255).astype(np.uint8)
    reading = read(saved(Image.fromarray(paper), tmp_path / "e.jpg", 150), "image/jpeg", tools)
    assert reading.text.lines == ()
    assert "page.blank" in codes(reading)
    assert "page.low_resolution" in codes(reading)
    assert reader.calls == 0


@pytest.mark.law("R15")
def test_what_a_page_falls_short_of_depends_on_what_its_batch_asks(
    tmp_path: Path, tools: ReadingTools, drawn_page: Image.Image
) -> None:
    path = saved(drawn_page.convert("L").resize((2067, 2923)), tmp_path / "h.jpg", 250)
    asked = {"page.low_resolution", "page.not_in_colour"}
    assert {one: codes(read(path, "image/jpeg", tools, DEMANDS[one])) & asked for one in ScanProfile} == {
        ScanProfile.DOCUMENTS: {"page.not_in_colour"},
        ScanProfile.CHECKED: {"page.not_in_colour"},
        ScanProfile.MAPS: {"page.low_resolution", "page.not_in_colour"},
        ScanProfile.EARLIER: set(),
    }


@pytest.mark.law("R15")
def test_a_large_map_is_judged_as_it_was_scanned_not_as_it_was_made_smaller_to_be_read(
    tmp_path: Path, tools: ReadingTools
) -> None:
    path = tmp_path / "i.tif"
    Image.new("1", (6000, 6000), 1).save(path, compression="group4", dpi=(300, 300))
    with SourceDocument.open(path, "image/tiff") as source:
        assert source.page_image(FIRST, tools.renderers).dpi < 250
    assert codes(read(path, "image/tiff", tools, DEMANDS[ScanProfile.MAPS])) == {
        "page.text_layer_missing",
        "page.not_in_colour",
        "page.blank",
    }


@pytest.mark.law("R15")
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_scan_that_came_with_its_text_is_judged_like_any_scan(
    tmp_path: Path, tools: ReadingTools, drawn_page: Image.Image, mode: str
) -> None:
    words = read(saved(drawn_page, tmp_path / "whole.jpg"), "image/jpeg", tools).text
    grey = saved(drawn_page.convert(mode).resize((1240, 1754)), tmp_path / "j.jpg", 150)
    path = tmp_path / "j.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(595.2, 841.92))
    sheet.drawImage(str(grey), 0, 0, width=595.2, height=841.92)
    pdfmetrics.registerFont(TTFont("Serif", str(font(9).path)))
    for word in words.words:
        text = sheet.beginText(word.box.x0, 841.92 - word.box.y1)
        text.setFont("Serif", word.box.height)
        text.setTextRenderMode(3)
        text.textOut(f"{word.text} ")
        sheet.drawText(text)
    sheet.save()
    reading = read(path, "application/pdf", tools)
    assert reading.engine == KEPT
    assert codes(reading) == {"page.low_resolution"} | ({"page.not_in_colour"} if mode == "L" else set())
    assert "150 dpi" in next(f for f in reading.findings if f.code == "page.low_resolution").says.en


def test_good_text_is_kept_and_the_barcode_of_page_one_read(
    tmp_path: Path, tools: ReadingTools, reader: CountingReader
) -> None:
    path = tmp_path / "f.pdf"
    barcode = zxingcpp.create_barcode("000.00.12.H38-231004-0001", zxingcpp.BarcodeFormat.Code128)
    picture = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode, scale=3)))
    picture.save(tmp_path / "code.png")
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    sheet.drawString(72, 700, "Vinh Long, ngay 12 thang 3")
    sheet.drawImage(str(tmp_path / "code.png"), 72, 500, width=300, preserveAspectRatio=True)
    sheet.showPage()
    sheet.save()
    reading = read(path, "application/pdf", tools)
    assert reading.engine == KEPT
    assert reading.image_digest is None
    assert reading.barcodes == ("000.00.12.H38-231004-0001",)
    assert reading.text.text == "Vinh Long, ngay 12 thang 3"
    assert reader.calls == 0


def test_one_torn_page_fails_alone(tmp_path: Path, tools: ReadingTools, drawn_page: Image.Image) -> None:
    path = tmp_path / "g.tif"
    pages = [drawn_page.convert("L").resize((827, 1170)) for _ in range(2)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(100, 100))
    with Image.open(path) as image:
        image.seek(1)
        (strip, *_) = image.tag_v2[273]
    torn = bytearray(path.read_bytes())
    torn[strip : strip + 40] = b"\xff" * 40
    path.write_bytes(torn)
    with SourceDocument.open(path, "image/tiff") as source:
        assert read_page(source, FIRST, tools).text.lines
        with pytest.raises(Damaged):
            read_page(source, PageNumber(2), tools)
