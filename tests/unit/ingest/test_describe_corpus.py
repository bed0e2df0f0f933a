"""Describing against ground truth: 50 synthetic first pages by their lines, three real scans as they are read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from ingest.describe import describe
from records.description import Description, Field
from records.folding import fold
from records.identifiers import PageNumber
from tests.unit.ingest.layouts import page_of_segments

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared_data


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def printed(entry: dict[str, Any]) -> dict[Field, str]:
    """The fields of a synthetic page, from the order in which its generator writes the head."""
    lines = [segment["text"] for segment in entry["segments"] if segment["kind"] == "head"]
    if entry["type"] == "form":
        return {Field.TYPE: lines[2]}
    motto = lines.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    number, _, sign = lines[motto + 2].removeprefix("Số:").strip().partition("/")
    day, month, year = re.findall(r"\d+", lines[motto + 3])
    fields = {
        Field.NUMBER: number,
        Field.SIGN: sign,
        Field.ISSUED_ON: f"{year}-{month}-{day}",
        # The wrapped line of a name goes with it; the superior body does not.
        Field.AGENCY: lines[motto - 1],
    }
    rest = lines[motto + 4 :]
    letter = rest[0].startswith("V/v")
    fields[Field.TYPE] = "Công văn" if letter else rest.pop(0)
    subject = []
    for text in rest:
        if text.isupper() or text.startswith("Kính gửi") or text.endswith(":"):
            break
        subject.append(text)
    fields[Field.SUBJECT] = " ".join(subject)
    if entry["type"] == "docfl":
        fields[Field.SIGNER] = lines[-1]
    return fields


def test_synthetic_pages_give_every_field(shared_data: Path) -> None:
    entries = json.loads((shared_data / "synthetic" / "meta.json").read_text())
    first_pages = [entry for entry in entries if entry["type"] != "doc"]
    assert len(first_pages) == 50
    wrong = []
    for entry in first_pages:
        description = describe([page_of_segments(entry)], barcodes=(), file_name=entry["file"], clean_text=True)
        assert (description.urgency, description.secrecy) == ("", "")
        for field, truth in printed(entry).items():
            proposal = description.get(field)
            found = letters(proposal.value) if proposal else ""
            right = letters(truth) in found if field is Field.AGENCY else found == letters(truth)
            if not right:
                wrong.append((entry["name"], field.value, truth, proposal and proposal.value))
    assert not wrong


def test_text_pages_are_not_taken_for_first_pages(shared_data: Path) -> None:
    entries = json.loads((shared_data / "synthetic" / "meta.json").read_text())
    for entry in entries:
        if entry["type"] == "doc":
            description = describe([page_of_segments(entry)], barcodes=(), file_name=entry["file"], clean_text=True)
            assert {proposal.field for proposal in description.proposals} <= {Field.SIGNER}


@pytest.fixture(scope="module")
def read(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Description]:
    """Page 1 (and the page of the signature) of the three scans of fields.json, read as the product reads them."""
    from adapters.barcode_reader.zxing import ZxingBarcodeReader
    from adapters.line_finder.trueocr import TrueocrLineFinder
    from adapters.object_store.filesystem import FilesystemObjectStore
    from adapters.page_renderer.pdfium import PdfiumRenderer
    from adapters.text_reader.tesserocr import TesserocrReader
    from ocr.read_page import ReadingTools, read_page
    from ocr.reading_cache import ReadingCache
    from ocr.source import SourceDocument

    tools = ReadingTools(
        reader=TesserocrReader(),
        line_finder=TrueocrLineFinder(),
        renderers=[PdfiumRenderer()],
        barcodes=ZxingBarcodeReader(),
        cache=ReadingCache(FilesystemObjectStore(tmp_path_factory.mktemp("store"))),
    )
    found = {}
    for name in ("CT-11-2025.pdf", "Quyết định-1360-QĐ-TTg.pdf", "test AI 03.pdf"):
        with SourceDocument.open(shared_data / "vietnamese" / "vietlexibot" / name, "application/pdf") as source:
            readings = [read_page(source, PageNumber(1), tools)]
        found[name] = describe([one.text for one in readings], barcodes=(), file_name="quét.pdf", clean_text=False)
    return found


NAMES = {
    "ngay": Field.ISSUED_ON,
    "co_quan": Field.AGENCY,
    "loai": Field.TYPE,
    "trich_yeu": Field.SUBJECT,
}


def test_real_scans_against_what_was_read_by_eye(read: dict[str, Description], shared_data: Path) -> None:
    truth = json.loads((shared_data / "vietnamese" / "ground_truth" / "fields.json").read_text())
    wrong = []
    for name, description in read.items():
        fields = {NAMES[key]: text for key, text in truth[name].items() if key in NAMES}
        number, _, sign = truth[name]["so_ky_hieu"].partition("/")
        fields |= {Field.NUMBER: number, Field.SIGN: sign}
        by_hand = set()
        if truth[name]["num_hw"]:
            by_hand.add(Field.NUMBER)
        if truth[name]["day_hw"]:
            by_hand.add(Field.ISSUED_ON)
        for field, text in fields.items():
            proposal = description.get(field)
            assert proposal is not None, (name, field)
            if field in by_hand:
                assert proposal.doubtful, (name, field)
            elif letters(proposal.value) != letters(text):
                wrong.append((name, field.value, text, proposal.value))
    assert len(wrong) <= 1, wrong
    assert not any(description.secrecy for description in read.values())
