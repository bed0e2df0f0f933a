"""Make the PDF/A of a document: the pages as they were, straight, with the text that was read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from ocr.model import TextLayer
from ocr.pdfa import says
from ocr.pdfa.cleaning import clean
from ocr.pdfa.font_use import drop_idle_fonts, used_fonts
from ocr.pdfa.frame import viewport
from ocr.pdfa.hidden_text import strip_hidden_text
from ocr.pdfa.image_source import bind_images
from ocr.pdfa.metadata import set_metadata, set_output_intent
from ocr.pdfa.page import lay_page
from ocr.pdfa.pictured import PicturedPages
from ocr.pdfa.proof import SAVING, objections_to_file
from ocr.pdfa.supplied_fonts import supply_fonts
from ocr.pdfa.text_layer import InvisibleFont
from ocr.pdfa.unicode_cover import missing_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from ocr.model import PageReading
    from ocr.pdfa.frame import Viewport
    from records.findings import Finding
    from records.page_text import PageText

PDF = "application/pdf"
IMAGES = frozenset(
    {"image/tiff", "image/jpeg", "image/png", "image/jp2", "image/jpx", "image/gif", "image/bmp", "image/webp"}
)

_KEPT = frozenset({TextLayer.GOOD, TextLayer.INCOMPLETE})
"""Layers that stay in the page as they are."""
_A4 = (595.28, 841.89)
_WORTHLESS = frozenset({TextLayer.GARBAGE, TextLayer.LEGACY, TextLayer.CONVERTED})
"""Copied from such a page, its own text is no Vietnamese: what was read or converted is laid under its picture."""
_MOST_STAMPED = 120
"""Bytes of visible text that a scanned page may carry as a stamp; more is a page of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInformation:
    """What the PDF/A says of itself. The same source, readings and information give the same bytes."""

    title: str
    identifier: str
    """What names the document for good, for example its URN."""
    created: datetime
    """When the original arrived, with a time zone: stands for every date of the file."""
    source: str
    """URN of what it was made from, for example ``urn:sha256:`` and the digest of the original."""
    producer: str = "Vankho"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePdf:
    """A finished PDF/A."""

    level: str
    """``2u``, or ``2b`` where some text of the original has no Unicode value."""
    reason: str
    """Why not 2u, in English; empty for 2u."""
    page_count: int
    findings: tuple[Finding, ...]


def make_pdfa(
    source: Path, media_type: str, readings: Iterable[PageReading], about: DocumentInformation, target: Path
) -> MadePdf:
    """Write the PDF/A of ``source`` to ``target``, whole or not at all.

    Scans keep their image streams byte for byte; pages are straightened by their content
    matrix; pages that were read carry their words invisibly. Pages with good text stay as they
    are. A page that cannot be PDF/A-2 is shown as a picture, with a finding. The MediaBox of a
    page is the size of its ``PageText``.

    Args:
        source: The original.
        media_type: Its real type: PDF, TIFF or another picture.
        readings: One for each page that was judged; a page without one is kept without text. Gone
            through twice, and no more than one is held at a time: they may come from the disk.
        about: What the file says of itself.
        target: Where to write; a file that lies there is replaced.

    Raises:
        InvalidInput (pdfa.type_not_made): No PDF/A is made from this type.
        InvalidInput (pdfa.source_encrypted): The original asks for a password.
        Damaged (pdfa.source_cannot_be_opened): The original is not a whole file of its type.
        Damaged (pdfa.not_valid): The result did not pass the validator and was not kept.
        ValueError: A reading of a page that the source does not have, or a time without zone.
    """
    if about.created.tzinfo is None:
        raise ValueError("DocumentInformation.created needs a time zone")
    if media_type != PDF and media_type not in IMAGES:
        raise says.type_not_made(media_type)
    frames, font = _without_words(readings)
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="making-", dir=target.parent) as folder:
        work = Path(folder)
        original = source
        if media_type != PDF:
            original = work / "images.pdf"
            findings += bind_images(source, media_type, frames, original)
        with _open(original) as pdf:
            if max(frames, default=0) > len(pdf.pages):
                raise ValueError(f"a reading of page {max(frames)}, but there are {len(pdf.pages)} pages")
            lay = partial(_lay, pdf, readings=readings, font=font)
            try:
                reason = _make(pdf, original, frames, lay, about=about, work=work, findings=findings)
            except pikepdf.PdfError as error:
                raise says.cannot_be_opened(str(error)) from error
            pages = len(pdf.pages)
        made = work / "made.pdf"
        if refused := objections_to_file(made):
            raise says.not_valid("; ".join(refused[:3]))
        made.replace(target)
    return MadePdf(level="2b" if reason else "2u", reason=reason, page_count=pages, findings=tuple(findings))


def _open(path: Path) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise says.encrypted() from error
    except (pikepdf.PdfError, OSError) as error:
        raise says.cannot_be_opened(str(error)) from error
    if not len(pdf.pages):
        raise says.cannot_be_opened("it has no pages")
    return pdf


def _without_words(readings: Iterable[PageReading]) -> tuple[dict[int, PageReading], InvisibleFont]:
    """What is known of each page but its words, and a font for the words of all pages."""
    frames = {}

    def texts() -> Iterator[PageText]:
        for reading in readings:
            frames[reading.number.value] = replace(reading, text=replace(reading.text, lines=()), marks=())
            yield reading.text

    font = InvisibleFont(texts())
    return frames, font


def _make(
    pdf: pikepdf.Pdf,
    original: Path,
    frames: dict[int, PageReading],
    lay: Callable[[Sequence[Viewport], set[int]], None],
    *,
    about: DocumentInformation,
    work: Path,
    findings: list[Finding],
) -> str:
    """Turn ``pdf`` into the PDF/A and save it as ``made.pdf`` in ``work``; gives why it is not 2u."""
    views = [viewport(page, _size(frames.get(number))) for number, page in enumerate(pdf.pages, start=1)]
    worthless = _strip(pdf, views, frames)
    findings += clean(pdf)
    set_output_intent(pdf)
    _describe(pdf, about, "B")
    with PicturedPages(pdf, original, views, work) as pictured:
        pictured.show(worthless)
        findings += _supply_fonts(pdf, work)
        pictured.settle()
        findings += [says.page_rendered(number, reason) for number, reason in sorted(pictured.reasons.items())]
        lay(views, set(pictured.reasons))
        reason = _not_2u(pdf)
        _describe(pdf, about, "B" if reason else "U")
        pdf.save(work / "made.pdf", **SAVING)
    return reason


def _supply_fonts(pdf: pikepdf.Pdf, work: Path) -> list[Finding]:
    try:
        uses = used_fonts(pdf)
        drop_idle_fonts(pdf, uses)
        supplied = supply_fonts(pdf, uses, work)
    except (ValueError, pypdfium2.PdfiumError):
        return []  # the pages that need it are refused, and shown as pictures
    return [says.fonts_supplied(supplied)] if supplied else []


def _not_2u(pdf: pikepdf.Pdf) -> str:
    try:
        return missing_unicode(used_fonts(pdf))
    except ValueError as error:
        return str(error)


def _size(reading: PageReading | None) -> tuple[float, float]:
    return (reading.text.width, reading.text.height) if reading else _A4


def _was_read(reading: PageReading) -> bool:
    return reading.judgement.layer not in _KEPT


def _strip(pdf: pikepdf.Pdf, views: Sequence[Viewport], readings: dict[int, PageReading]) -> dict[int, str]:
    """Take worthless text layers off; gives the pages where the worthless text is what is seen."""
    seen: dict[int, str] = {}
    for number, reading in readings.items():
        if not _was_read(reading):
            continue
        found = strip_hidden_text(pdf, pdf.pages[number - 1], views[number - 1])
        layer = reading.judgement.layer
        if layer in _WORTHLESS and found.visible > _MOST_STAMPED:
            seen[number] = f"its visible text is {layer.value}, without true Unicode values"
    return seen


def _lay(
    pdf: pikepdf.Pdf,
    views: Sequence[Viewport],
    pictured: set[int],
    *,
    readings: Iterable[PageReading],
    font: InvisibleFont,
) -> None:
    font_object = None
    for reading in readings:
        number = reading.number.value
        with_text = bool(reading.text.words) and (_was_read(reading) or number in pictured)
        if with_text and font_object is None:
            # A font that no page uses would be an object more than the document needs.
            font_object = font.add_to(pdf)
        lay_page(
            pdf,
            pdf.pages[number - 1],
            views[number - 1],
            reading,
            font=font if with_text else None,
            font_object=font_object,
        )


def _describe(pdf: pikepdf.Pdf, about: DocumentInformation, conformance: str) -> None:
    set_metadata(
        pdf,
        conformance,
        title=about.title,
        identifier=about.identifier,
        created=about.created,
        source=about.source,
        producer=about.producer,
    )
