from __future__ import annotations

import io

import pytest
from rich.console import Console

from app.cli import output
from app.cli.batch_tables import print_batches, print_files
from archive.model import PageView
from ingest.model import DocumentState, FileState
from records.errors import Sentence
from records.findings import refusal, warning
from records.identifiers import PageNumber
from tests.unit.web_ui.invented import a_batch, a_file

HINT = Sentence("Xem.", "See.")
SECRET = refusal("document.secrecy_mark", "Có dấu mật.", "There is a secrecy mark.", HINT)
BROKEN = refusal("file.broken", "Tệp hỏng.", "The file is broken.", HINT)
NOT_DRAWN = warning("page.cannot_be_drawn", "Không dựng được hình của trang 2.", "Page 2 cannot be drawn.", HINT, "2")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(output, "out", Console(file=stream, width=400))
    return stream


def row(said: io.StringIO, name: str) -> list[str]:
    line = next(line for line in said.getvalue().splitlines() if name in line)
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_states_and_reasons_are_in_the_language_of_the_command_line(said: io.StringIO) -> None:
    half = a_file("đọc một phần.pdf", title="Quyết định", pages_failed=1)
    page = PageView(
        number=PageNumber(2), state="unreadable", treatment="missing", reason="", confidence=None, invalid_ratio=0.0,
        width=1.0, height=1.0, findings=(NOT_DRAWN,),
    )  # fmt: skip
    files = [
        a_file("xong.pdf", title="Tờ trình"),
        a_file("hỏng.pdf", FileState.REFUSED, None, findings=(BROKEN,)),
        a_file("mật.pdf", document_state=DocumentState.QUARANTINED, title="x", findings=(SECRET,)),
        half,
    ]
    print_files(files, {half.file: [page]}, "vi")
    assert row(said, "xong.pdf")[1] == "Xong"
    assert row(said, "xong.pdf")[4] == "Tờ trình"
    assert row(said, "hỏng.pdf")[1] == "Từ chối"
    assert row(said, "hỏng.pdf")[4] == "[file.broken] Tệp hỏng."
    assert row(said, "mật.pdf")[1] == "Cách ly"
    assert row(said, "mật.pdf")[4] == "[document.secrecy_mark] Có dấu mật."
    assert row(said, "đọc một phần.pdf")[1] == "Xong, 1 trang không đọc được"
    assert "[page.cannot_be_drawn] Không dựng được hình của trang 2." in said.getvalue()
    said.truncate(0)
    print_files(files, {}, "en")
    assert row(said, "hỏng.pdf")[1] == "Refused"
    assert row(said, "mật.pdf")[4] == "[document.secrecy_mark] There is a secrecy mark."


def test_a_batch_stands_in_words(said: io.StringIO) -> None:
    print_batches([a_batch(name="lô một")], "vi")
    state = row(said, "lô một")[2]
    assert state
    assert not state.isascii()
