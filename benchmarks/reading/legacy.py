"""Real files of 2002 to 2009 in TCVN3 and VNI, converted as the product does it, against their transcripts.

    python -m benchmarks.reading.legacy     PDF; office files too where LibreOffice is installed

Syllables are tokens between blanks that have a letter, compared in NFC and nothing else folded
(METRIC.md of the corpus). Dotted leaders are blanks: how many dots fit is the page's affair; and
tokens without letters are left out: a sheet shows numbers as it formats them, the transcripts of
sheets have what is stored. They are counted whatever their order (right), and along the longest common sequence
(in order): transcripts go across the columns of a head or a signature, extraction goes down them.
"""

from __future__ import annotations

import difflib
import re
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.office_converter.libreoffice import LibreOfficeConverter, find_libreoffice
from adapters.signature_inspector.pyhanko import PyhankoInspector
from benchmarks.reading.fields import reading_tools
from benchmarks.record import Figure, record, shared_data
from ingest.check_file import check_file
from ingest.limits import Limits
from ocr.read_page import read_page
from ocr.source import SourceDocument
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from ocr.model import PageReading
    from ocr.read_page import ReadingTools


_LEADERS = re.compile(r"[._…]{3,}|…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllables:
    name: str
    total: int
    right: int
    in_order: int


def compare(name: str, found: str, truth: str) -> Syllables:
    """Count the syllables of ``truth`` that are in ``found``."""
    ours, theirs = _syllables(found), _syllables(truth)
    blocks = difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
    return Syllables(
        name=name,
        total=len(theirs),
        right=sum((Counter(theirs) & Counter(ours)).values()),
        in_order=sum(block.size for block in blocks),
    )


def _syllables(text: str) -> list[str]:
    tokens = _LEADERS.sub(" ", unicodedata.normalize("NFC", text)).split()
    return [token for token in tokens if any(sign.isalpha() for sign in token)]


def corpus() -> Path:
    return shared_data() / "vietnamese" / "viparse-corpus"


def pdf_files(folder: Path) -> list[Path]:
    return sorted((folder / "corpus" / "public-domain").rglob("*.pdf"))


def office_files(folder: Path) -> list[Path]:
    """Those of public bodies, then the synthetic ones in VNI."""
    kinds = {".doc", ".rtf", ".xls", ".docx"}
    return sorted(
        (path for path in (folder / "corpus").rglob("*.*") if path.suffix in kinds),
        key=lambda path: (path.stem.startswith("synthetic-"), path.suffix, path.name),
    )


def transcript(folder: Path, file: Path) -> str:
    below = "ground-truth-synthetic" if file.stem.startswith("synthetic-") else "ground-truth"
    return (folder / below / f"{file.stem}.txt").read_text("utf-8")


def readings(path: Path, tools: ReadingTools) -> list[PageReading]:
    with SourceDocument.open(path, "application/pdf") as source:
        return [read_page(source, PageNumber(number), tools) for number in range(1, source.page_count + 1)]


def office_rows(folder: Path, converter: LibreOfficeConverter, work: Path) -> list[Syllables]:
    """Office files by the PDF that LibreOffice makes of them, whose text is what is indexed."""
    rows = []
    for path in office_files(folder):
        made = work / "made.pdf"
        check_file(path, path.name, Limits(), PyhankoInspector(), office=converter, rendition=made)
        with SourceDocument.open(made, "application/pdf") as source:
            numbers = [PageNumber(number) for number in range(1, source.page_count + 1)]
            text = "\n".join(source.text_layer(number).text for number in numbers)
        rows.append(compare(path.name, text, transcript(folder, path)))
    return rows


def table(rows: list[Syllables]) -> None:
    print("| file | syllables | right % | in order % |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row.name} | {row.total} | {share(row.right, row):.2f} | {share(row.in_order, row):.2f} |")


def share(part: int, row: Syllables) -> float:
    return 100 * part / row.total


def figures_of(kind: str, rows: list[Syllables]) -> list[Figure]:
    total = sum(row.total for row in rows)
    worst = min(rows, key=lambda row: row.right / row.total)
    return [
        Figure(
            what=f"{len(rows)} {kind}: syllables right", value=round(100 * sum(r.right for r in rows) / total, 2),
            unit="%", promise=">= 99",
        ),
        Figure(
            what=f"{len(rows)} {kind}: syllables right, the worst file ({worst.name})",
            value=round(share(worst.right, worst), 2), unit="%", promise="",
        ),
        Figure(
            what=f"{len(rows)} {kind}: syllables right and in order",
            value=round(100 * sum(r.in_order for r in rows) / total, 2), unit="%", promise="",
        ),
    ]  # fmt: skip


def main() -> None:
    folder = corpus()
    with tempfile.TemporaryDirectory() as cache:
        tools = reading_tools(Path(cache))
        rows = [
            compare(path.name, "\n".join(one.text.text for one in readings(path, tools)), transcript(folder, path))
            for path in pdf_files(folder)
        ]
        figures = figures_of("PDF files in TCVN3", rows)
        program = find_libreoffice()
        if program is not None:
            office = office_rows(folder, LibreOfficeConverter(program), Path(cache))
            synthetic = [row for row in office if row.name.startswith("synthetic-")]
            real = [row for row in office if row not in synthetic]
            for suffix in (".doc", ".rtf", ".xls"):
                some = [row for row in real if row.name.endswith(suffix)]
                figures += figures_of(f"{suffix[1:].upper()} files in TCVN3 and VNI", some)
            # Made with a table of the same encoding: it shows what is missing, not what is right.
            figures += figures_of("synthetic DOCX files in VNI", synthetic)
            rows += office
    table(rows)
    record("reading_legacy", "python -m benchmarks.reading.legacy", figures)


if __name__ == "__main__":
    main()
