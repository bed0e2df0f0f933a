"""Fields of real documents as the product proposes them, against what was read from the pages by eye.

    python -m benchmarks.reading.fields

The promise is about the three scans of ``fields.json`` of the shared data; eight more real
documents (``real_fields.json``) are scored beside them. Values are compared in NFC with blanks
folded; a subject may differ in 2 % of its letters; of an agency, which the paper prints in
capitals, the case is not compared. A value written by hand must be flagged: confidence at most
one half, and for a person to look at.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from adapters.barcode_reader.zxing import ZxingBarcodeReader
from adapters.line_finder.trueocr import TrueocrLineFinder
from adapters.line_reader.network import NetworkLineReader
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.page_renderer.pdfium import PdfiumRenderer
from adapters.page_renderer.poppler import PopplerRenderer
from adapters.text_reader.tesserocr import TesserocrReader
from app.steps.describe import pages_with_fields
from benchmarks.record import Figure, record, shared_data
from ingest.describe import describe
from ocr.read_page import ReadingTools, read_page
from ocr.reading_cache import ReadingCache
from ocr.recognise import Readers
from ocr.source import SourceDocument
from records.description import Field
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from records.description import Description, FieldProposal

_SUBJECT_CER = 0.02
_LOW = 0.5
OWN = Path(__file__).with_name("real_fields.json")
_VALUES = {
    "ngay": Field.ISSUED_ON,
    "co_quan": Field.AGENCY,
    "loai": Field.TYPE,
    "trich_yeu": Field.SUBJECT,
    "nguoi_ky": Field.SIGNER,
}


class Verdict(StrEnum):
    RIGHT = "right"
    RIGHT_AND_FLAGGED = "right, flagged"
    FLAGGED = "wrong or empty, flagged"
    WRONG = "WRONG"
    HAND_FLAGGED = "handwritten, flagged"
    HAND_GUESSED = "handwritten, GUESSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    file: str
    field: Field
    truth: str
    proposed: str
    verdict: Verdict

    @property
    def printed_wrong(self) -> bool:
        """A printed value that is not proposed as printed, flagged or not."""
        return self.verdict in {Verdict.WRONG, Verdict.FLAGGED}


def truths(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the documents say, by path below ``folder``: those of the promise, and the others."""
    told = json.loads((folder / "ground_truth" / "fields.json").read_text("utf-8"))
    others = json.loads(OWN.read_text("utf-8"))
    return (
        {f"vietlexibot/{name}": truth for name, truth in told.items() if name != "_note"},
        {name: truth for name, truth in others.items() if name != "_note"},
    )


def reading_tools(cache: Path) -> ReadingTools:
    return ReadingTools(
        readers=Readers(lines=NetworkLineReader(), page=TesserocrReader()),
        line_finder=TrueocrLineFinder(),
        renderers=(PdfiumRenderer(), PopplerRenderer()),
        barcodes=ZxingBarcodeReader(),
        cache=ReadingCache(FilesystemObjectStore(cache)),
    )


def described(path: Path, tools: ReadingTools) -> Description:
    """As the step of describing does it; the name of the file is kept from it, for it tells number and sign."""
    with SourceDocument.open(path, "application/pdf") as source:
        numbers = [PageNumber(number) for number in pages_with_fields(source.page_count)]
        readings = [read_page(source, number, tools) for number in numbers]
    return describe(
        [reading.text for reading in readings],
        barcodes=[code for reading in readings for code in reading.barcodes],
        file_name="scan.pdf",
        clean_text=readings[0].judgement.is_clean,
        numbers=numbers,
        stamped=readings[0].marks,
    )


def score(file: str, description: Description, truth: dict[str, Any]) -> list[Scored]:
    """Each field of ``truth`` beside what is proposed."""
    number, _, sign = truth["so_ky_hieu"].partition("/")
    values = {Field.NUMBER: number, Field.SIGN: sign}
    values |= {field: truth[key] for key, field in _VALUES.items() if key in truth}
    by_hand = {Field.NUMBER: truth.get("num_hw"), Field.ISSUED_ON: truth.get("day_hw")}
    return [
        Scored(
            file=file,
            field=field,
            truth=value,
            proposed=proposal.value if (proposal := description.get(field)) else "",
            verdict=_verdict(field, value, proposal, by_hand=bool(by_hand.get(field))),
        )
        for field, value in values.items()
    ]


def _verdict(field: Field, truth: str, proposal: FieldProposal | None, *, by_hand: bool) -> Verdict:
    # A field that is not proposed stands empty before the person who confirms the description.
    flagged = proposal is None or proposal.doubtful
    if by_hand:
        low = proposal is None or proposal.confidence <= _LOW
        return Verdict.HAND_FLAGGED if flagged and low else Verdict.HAND_GUESSED
    if proposal is not None and _same(field, truth, proposal.value):
        return Verdict.RIGHT_AND_FLAGGED if flagged else Verdict.RIGHT
    return Verdict.FLAGGED if flagged else Verdict.WRONG


def _same(field: Field, truth: str, value: str) -> bool:
    one, other = _folded(truth), _folded(value)
    if field is Field.SUBJECT:
        return Levenshtein.distance(one, other) <= _SUBJECT_CER * len(one)
    if field is Field.AGENCY:
        return one.casefold() == other.casefold()
    return one == other


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def figures_of(promised: list[Scored], others: list[Scored]) -> list[Figure]:
    def count(rows: list[Scored], *verdicts: Verdict) -> int:
        return sum(row.verdict in verdicts for row in rows)

    hand = (Verdict.HAND_FLAGGED, Verdict.HAND_GUESSED)
    printed, more = len(promised) - count(promised, *hand), len(others) - count(others, *hand)
    return [
        Figure(
            what=f"fields of 3 real documents: wrong of {printed} printed values",
            value=sum(row.printed_wrong for row in promised), unit="values", promise="<= 1",
        ),
        Figure(
            what=f"fields of 3 real documents: {count(promised, *hand)} handwritten values not flagged",
            value=count(promised, Verdict.HAND_GUESSED), unit="values", promise="<= 0",
        ),
        Figure(
            what=f"fields of 8 more: wrong or empty of {more} printed values",
            value=sum(row.printed_wrong for row in others), unit="values", promise="",
        ),
        Figure(
            what="of these not flagged for a person",
            value=count(others, Verdict.WRONG), unit="values", promise="",
        ),
        Figure(
            what=f"fields of 8 more: {count(others, *hand)} handwritten values not flagged",
            value=count(others, Verdict.HAND_GUESSED), unit="values", promise="<= 0",
        ),
    ]  # fmt: skip


def main() -> None:
    folder = shared_data() / "vietnamese"
    rows: list[list[Scored]] = []
    with tempfile.TemporaryDirectory() as cache:
        tools = reading_tools(Path(cache))
        for documents in truths(folder):
            rows.append([])
            for file, truth in documents.items():
                rows[-1] += score(file, described(folder / file, tools), truth)
    print("| document | field | on the paper | proposed | verdict |\n|---|---|---|---|---|")
    for row in (*rows[0], *rows[1]):
        name = row.file.rpartition("/")[2][:28]
        print(f"| {name} | {row.field.value} | {row.truth[:60]} | {row.proposed[:60]} | {row.verdict.value} |")
    record("reading_fields", "python -m benchmarks.reading.fields", figures_of(rows[0], rows[1]), tools.engine)


if __name__ == "__main__":
    main()
