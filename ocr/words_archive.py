"""The words of a document: for each page our JSON, ALTO 4 and how it was read; read a page at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ocr.model import PageReading
from ocr.page_archive import write_page_archive
from records.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ocr.page_archive import PageArchive
    from records.identifiers import PageNumber
    from records.page_text import Box, Line

_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_PER_POINT = 1200 / 72
"""ALTO's ``inch1200``: twelve hundredths of an inch a hundredth of it."""


def write_words_archive(readings: Iterable[PageReading], file_name: str, target: Path) -> None:
    """Write ``page-0001.words.json``, ``.alto.xml`` and ``.reading.json`` for each reading to a stored zip.

    The last holds what else is known of the reading: the judgement, how the page was straightened,
    engine, marks, barcodes and findings.

    Args:
        readings: In page order; gone through twice.
        file_name: Name of the original, for the ALTO description.
        target: The zip; replaced if it is there. The same readings give the same bytes.
    """
    named = (_json_name, _alto_name, _reading_name)
    names = [name(reading.number) for reading in readings for name in named]
    write_page_archive(target, names, _members(readings, file_name))


def read_words(archive: PageArchive, number: PageNumber) -> PageText:
    """The words of one page.

    Raises:
        NotFound (page.not_found): The archive has no such page.
        Damaged (page_archive.damaged): It is not such an archive.
    """
    return PageText.from_json(archive.read(_json_name(number)))


def read_reading(archive: PageArchive, number: PageNumber) -> PageReading:
    """The whole reading of one page, as it was given to ``write_words_archive``.

    Raises:
        NotFound (page.not_found): The archive has no such page, or was written before it kept readings.
        Damaged (page_archive.damaged): It is not such an archive.
    """
    words = archive.read(_json_name(number))
    plain = json.loads(archive.read(_reading_name(number)))
    return PageReading.from_plain({**plain, "text": json.loads(words)})


def _json_name(number: PageNumber) -> str:
    return f"page-{number.value:04d}.words.json"


def _alto_name(number: PageNumber) -> str:
    return f"page-{number.value:04d}.alto.xml"


def _reading_name(number: PageNumber) -> str:
    return f"page-{number.value:04d}.reading.json"


def _members(readings: Iterable[PageReading], file_name: str) -> Iterator[bytes]:
    for reading in readings:
        yield reading.text.to_json()
        yield alto(reading, file_name)
        plain = {key: value for key, value in reading.to_plain().items() if key != "text"}
        yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def alto(reading: PageReading, file_name: str) -> bytes:
    """The page as ALTO 4.4 (Library of Congress), measured in 1/1200 inch."""
    page = reading.text
    name = f"P{reading.number.value}"
    confidence = page.confidence
    certain = "" if confidence is None else f' PC="{_share(confidence)}"'
    lines = "".join(_line(line, f"{name}_L{index}") for index, line in enumerate(page.lines, start=1))
    box = f'HPOS="0" VPOS="0" WIDTH="{_measure(page.width)}" HEIGHT="{_measure(page.height)}"'
    block = f'<TextBlock ID="{name}_B1" {box} LANG="vi">\n{lines}</TextBlock>\n' if lines else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<alto xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_NAMESPACE} {_SCHEMA}" SCHEMAVERSION="4.4">\n'
        "<Description><MeasurementUnit>inch1200</MeasurementUnit>"
        f"<sourceImageInformation><fileName>{_text(file_name)}</fileName></sourceImageInformation>"
        '<Processing ID="reading"><processingSoftware>'
        f"<softwareName>{_text(reading.engine)}</softwareName></processingSoftware></Processing></Description>\n"
        f'<Layout><Page ID="{name}" PHYSICAL_IMG_NR="{reading.number.value}" WIDTH="{_measure(page.width)}" '
        f'HEIGHT="{_measure(page.height)}"{certain}>\n<PrintSpace {box}>\n{block}</PrintSpace>\n'
        "</Page></Layout>\n</alto>\n"
    ).encode()


def _line(line: Line, name: str) -> str:
    parts = []
    for index, word in enumerate(line.words):
        if index:
            parts.append("<SP/>")
        parts.append(
            f'<String ID="{name}_S{index + 1}" CONTENT={_attribute(word.text)} {_place(word.box)} '
            f'WC="{_share(word.confidence)}"/>'
        )
    return f'<TextLine ID="{name}" {_place(line.box)}>{"".join(parts)}</TextLine>\n'


def _place(box: Box) -> str:
    return (
        f'HPOS="{_measure(box.x0)}" VPOS="{_measure(box.y0)}" '
        f'WIDTH="{_measure(box.x1) - _measure(box.x0)}" HEIGHT="{_measure(box.y1) - _measure(box.y0)}"'
    )


def _measure(points: float) -> int:
    return round(points * _PER_POINT)


def _share(value: float) -> str:
    return f"{min(max(value, 0.0), 1.0):.4f}"


def _text(value: str) -> str:
    return escape(_allowed(value))


def _attribute(value: str) -> str:
    return quoteattr(_allowed(value))


def _allowed(value: str) -> str:
    """``value`` without the signs that XML 1.0 cannot carry."""
    return "".join(
        sign for sign in value if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
    )
