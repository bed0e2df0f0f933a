from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image
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

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr.ports import PixelBox
    from records.page_text import Line

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


def read(path: Path, media_type: str, tools: ReadingTools) -> PageReading:
    with SourceDocument.open(path, media_type) as source:
        return read_page(source, FIRST, tools)


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
