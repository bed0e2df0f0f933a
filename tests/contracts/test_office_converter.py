"""The promises of OfficeConverter, with the real LibreOffice."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from adapters.office_converter.libreoffice import LibreOfficeConverter
from adapters.signature_inspector.pyhanko import PyhankoInspector
from benchmarks.reading.legacy import compare, office_files, transcript
from ingest.check_file import check_file
from ingest.limits import Limits
from ingest.media_types import DOC, RTF
from ocr.source import SourceDocument
from records.errors import Damaged, InvalidInput, Misconfigured
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path

UNICODE = r"{\rtf1\ansi {\fonttbl{\f0 Times New Roman;}}\f0 B\u7897? tr\u432?\u7903?ng B\u7897? N\u7897?i v\u7909?\par}"
TCVN3 = (
    r"{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0\fnil .VnTime;}}\f0 "
    r"Quy\'d5t \'ae\'denh c\'f1a B\'e9 tr\'ad\'ebng B\'e9 Tµi ch\'ddnh\par}".replace("µ", r"\'b5")
)


def written(folder: Path, content: str | bytes, name: str = "a.rtf") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("ascii"))
    return path


def text_of(path: Path) -> str:
    with SourceDocument.open(path, "application/pdf") as source:
        return " ".join(source.text_layer(PageNumber(1)).text.split())


def test_a_program_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "made.pdf"
    with pytest.raises(Misconfigured) as raised:
        LibreOfficeConverter(tmp_path / "soffice").to_pdf(written(tmp_path, UNICODE), RTF, target)
    assert raised.value.code == "office.not_installed"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.rtf"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("content", "text", "encodings"),
    [(UNICODE, "Bộ trưởng Bộ Nội vụ", 0), (TCVN3, "Quyết định của Bộ trưởng Bộ Tài chính", 1)],
    ids=["unicode", "tcvn3"],
)
def test_a_file_becomes_a_pdf_in_unicode_and_stays_as_it_is(
    tmp_path: Path, libreoffice: Path, content: str, text: str, encodings: int
) -> None:
    source, target = written(tmp_path, content), tmp_path / "made.pdf"
    done = LibreOfficeConverter(libreoffice).to_pdf(source, RTF, target)
    assert text_of(target) == text
    assert len(done.encodings) == encodings
    assert source.read_bytes() == content.encode("ascii")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.rtf", "made.pdf"]


@pytest.mark.long
def test_what_cannot_be_opened_is_damaged(tmp_path: Path, libreoffice: Path) -> None:
    source = written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "a.doc")
    with pytest.raises(Damaged) as raised:
        LibreOfficeConverter(libreoffice).to_pdf(source, DOC, tmp_path / "made.pdf")
    assert raised.value.code == "office.not_converted"
    assert raised.value.hint.vi
    assert not (tmp_path / "made.pdf").exists()


@pytest.mark.long
def test_its_time_is_kept_and_no_process_outlives_it(tmp_path: Path, libreoffice: Path) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput) as raised:
        LibreOfficeConverter(libreoffice, seconds=0.2).to_pdf(written(tmp_path, UNICODE), RTF, tmp_path / "made.pdf")
    assert raised.value.code == "office.too_slow"
    assert time.monotonic() - started < 30
    running = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert not [command for command in running if any(str(tmp_path) in part for part in command)]


@pytest.mark.long
def test_its_memory_is_bounded(tmp_path: Path, libreoffice: Path) -> None:
    with pytest.raises(Damaged):
        LibreOfficeConverter(libreoffice, memory_mib=200).to_pdf(written(tmp_path, UNICODE), RTF, tmp_path / "made.pdf")


@pytest.mark.long
@pytest.mark.shared_data
@pytest.mark.timeout(3000)
def test_real_files_in_old_encodings_against_their_transcripts(
    shared_data: Path, tmp_path: Path, libreoffice: Path
) -> None:
    """DOC, RTF, XLS and DOCX in TCVN3 and VNI: at least 99 % of the syllables of each kind, 96 % of each file."""
    folder = shared_data / "vietnamese" / "viparse-corpus"
    converter = LibreOfficeConverter(libreoffice)
    rows = []
    for path in office_files(folder):
        before = hashlib.sha256(path.read_bytes()).digest()
        made = tmp_path / "made.pdf"
        found = check_file(path, path.name, Limits(), PyhankoInspector(), office=converter, rendition=made)
        assert found.refusal is None, path.name
        with SourceDocument.open(made, "application/pdf") as source:
            text = "\n".join(source.text_layer(PageNumber(n)).text for n in range(1, source.page_count + 1))
        rows.append(compare(path.name, text, transcript(folder, path)))
        assert hashlib.sha256(path.read_bytes()).digest() == before
    assert len(rows) > 35
    for kind in (".doc", ".rtf", ".xls", ".docx"):
        some = [row for row in rows if row.name.endswith(kind)]
        assert sum(row.right for row in some) >= 0.99 * sum(row.total for row in some), kind
    assert not [row for row in rows if row.right < 0.96 * row.total]
