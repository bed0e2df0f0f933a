"""Read one page: judge its text, keep it if it is good, else read the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr.clean_page import reading_channel
from ocr.convert_layer import convert_layer
from ocr.ink import PREVIEW_DPI, ink_covered
from ocr.judge_page import judge_page
from ocr.mend_layer import mend_layer
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.page_content import PageScan
from ocr.page_findings import kept_findings, mended_findings, read_findings
from ocr.read_image import RECIPE, ImageReading, read_image
from ocr.reading_cache import reading_key
from records.page_text import PageText
from records.scan_profile import USUAL
from records.syllables import invalid_ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import PageImage
    from ocr.ports import BarcodeReader, LineFinder, PageRenderer
    from ocr.reading_cache import ReadingCache
    from ocr.recognise import Readers
    from ocr.source import SourceDocument
    from records.identifiers import PageNumber
    from records.scan_profile import ScanDemands

KEPT = "text-layer"
"""The engine of a page whose own text was kept."""
_BARCODE_DPI = 200.0
_LEAST_SIDE = 16
"""Pixels. What is lower or narrower holds no word, and is too small to be cleaned or searched for lines."""
_DARK = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTools:
    """What reading works with; loaded once a process."""

    readers: Readers
    line_finder: LineFinder
    renderers: Sequence[PageRenderer]
    """Tried in this order."""
    barcodes: BarcodeReader
    cache: ReadingCache

    @property
    def engine(self) -> str:
        """Everything that decides how a picture is read."""
        return f"{self.readers.name}+{self.line_finder.name}+{RECIPE}"


def read_page(
    source: SourceDocument, number: PageNumber, tools: ReadingTools, demands: ScanDemands = USUAL
) -> PageReading:
    """All there is to know of page ``number``; its findings say where a scan falls short of ``demands``.

    The same page, read again by the same tools, gives the same reading, from the cache where
    its picture was read before. Barcodes are looked for on page 1 only.

    Raises:
        NotFound (page.not_found): The file has no such page.
        Damaged (page.cannot_be_opened, page.cannot_be_drawn, page.cannot_be_decoded,
            reading.engine_failed): This page cannot be read; others may well be.
        InvalidInput (page.too_large): The picture is too large.
        Misconfigured (reading.no_engine): The engine or its data is missing.
    """
    layer = source.text_layer(number)
    judgement, converted = convert_layer(source, number, layer, judge(source, number, layer))
    if judgement.layer is TextLayer.INCOMPLETE:
        mended = _mended(source, number, judgement, layer, tools, demands=demands)
        if mended is not None:
            return mended
    if judgement.keeps_text:
        return PageReading(
            number=number,
            judgement=judgement,
            straightening=Straightening(),
            text=converted.text if converted else layer,
            image_digest=None,
            engine=f"{KEPT}+{converted.encodings}" if converted else KEPT,
            invalid_ratio=judgement.invalid_ratio,
            barcodes=tuple(tools.barcodes.read(source.preview(number, _BARCODE_DPI))) if number.value == 1 else (),
            findings=kept_findings(judgement, source.scan(number), demands, number),
        )
    image = source.page_image(number, tools.renderers)
    reading = _without_words(image) or _read(image, tools)
    width, height = source.page_size(number)
    if reading.straightening.quarter_turns % 2:
        width, height = height, width
    text = reading.scaled_to(width, height)
    invalid = round(invalid_ratio(word.text for word in text.words), 4)
    return PageReading(
        number=number,
        judgement=judgement,
        straightening=reading.straightening,
        text=text,
        image_digest=image.digest,
        engine=tools.engine,
        invalid_ratio=invalid,
        barcodes=tuple(tools.barcodes.read(reading_channel(image.pixels))) if number.value == 1 else (),
        marks=reading.scaled_marks(width, height),
        findings=read_findings(judgement, reading, _scan(source, number, image), invalid, number, demands=demands),
    )


def _mended(
    source: SourceDocument,
    number: PageNumber,
    judgement: Judgement,
    layer: PageText,
    tools: ReadingTools,
    *,
    demands: ScanDemands,
) -> PageReading | None:
    """The page with its own text, and the lines that lost letters as they were read; None where it lies turned."""
    image = source.page_image(number, tools.renderers)
    reading = _without_words(image) or _read(image, tools)
    if reading.straightening != Straightening():
        return None  # lines of the two do not lie over one another
    text = mend_layer(layer, source.lost_letters(number), reading.scaled_to(layer.width, layer.height))
    return PageReading(
        number=number,
        judgement=judgement,
        straightening=Straightening(),
        text=text,
        image_digest=image.digest,
        engine=f"{KEPT}+{tools.engine}",
        invalid_ratio=round(invalid_ratio(word.text for word in text.words), 4),
        barcodes=tuple(tools.barcodes.read(reading_channel(image.pixels))) if number.value == 1 else (),
        findings=mended_findings(source.scan(number), demands, number),
    )


def _scan(source: SourceDocument, number: PageNumber, image: PageImage) -> PageScan:
    """How the page was scanned: by its picture's header, for a large one was made smaller to be read."""
    told = source.scan(number)
    # Decoded, a table of colours has shown whether it holds any; drawn, everything is in colour.
    in_colour = told.in_colour if told and image.rendered else image.pixels.ndim == 3
    return PageScan(dpi=told.dpi if told else image.dpi, in_colour=in_colour)


def _read(image: PageImage, tools: ReadingTools) -> ImageReading:
    key = reading_key(image, tools.engine)
    reading = tools.cache.get(key)
    if reading is None:
        reading = read_image(image, tools.readers, tools.line_finder)
        tools.cache.put(key, reading)
    return reading


def _without_words(image: PageImage) -> ImageReading | None:
    """The reading of a picture that is too small to hold a word; None of any other."""
    high, wide = image.pixels.shape[:2]
    if min(high, wide) >= _LEAST_SIDE:
        return None
    return ImageReading(
        straightening=Straightening(),
        text=PageText(width=float(wide), height=float(high), lines=()),
        ink=float((reading_channel(image.pixels) < _DARK).mean()),
    )


def judge(source: SourceDocument, number: PageNumber, layer: PageText) -> Judgement:
    """Judge ``layer``, the text of page ``number``, against what the page is built of and shows."""
    content = source.content(number)
    covered = ink_covered(source.preview(number, PREVIEW_DPI), layer) if layer.lines else 0.0
    return judge_page(layer, content, covered)
