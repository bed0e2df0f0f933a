"""Batches and their files as tables, in the words the pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import print_table
from records.errors import Sentence
from records.findings import Severity
from records.scan_profile import ScanDecision
from web_ui.file_state import standing_of_batch, standing_of_file
from web_ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.model import PageView
    from ingest.model import BatchView, FileView
    from records.findings import Finding
    from records.identifiers import FileId
    from web_ui.file_state import Standing

_BATCH_COLUMNS = (
    Sentence("Lô", "Batch"),
    Sentence("Tên", "Name"),
    Sentence("Trạng thái", "State"),
    Sentence("Tệp", "Files"),
    Sentence("Từ chối", "Refused"),
    Sentence("Cách ly", "Quarantined"),
    Sentence("Trang", "Pages"),
)
_FILE_COLUMNS = (
    Sentence("Tệp", "File"),
    Sentence("Trạng thái", "State"),
    Sentence("Trang", "Pages"),
    Sentence("Biên nhận", "Receipt"),
    Sentence("Văn bản / lý do", "Document / reason"),
)


def print_batches(views: Sequence[BatchView], language: str) -> None:
    """A line a batch."""
    print_table(
        [column.in_language(language) for column in _BATCH_COLUMNS],
        [
            (
                view.batch,
                view.name,
                _words(standing_of_batch(view), language),
                view.files,
                view.refused,
                view.quarantined,
                f"{view.pages_done}/{view.pages}",
            )
            for view in views
        ],
    )


def print_files(files: Sequence[FileView], unread: Mapping[FileId, Sequence[PageView]], language: str) -> None:
    """A line a file: how it stands, and what it is or why not.

    Args:
        files: The files of a batch.
        unread: Pages that could not be read, of files that have some.
        language: ``vi`` or ``en``.
    """
    print_table(
        [column.in_language(language) for column in _FILE_COLUMNS],
        [
            (
                file.name,
                _words(standing_of_file(file), language),
                f"{file.pages_done}/{file.page_count}" if file.page_count else "",
                file.digest.short,
                "\n".join(_about(file, unread.get(file.file, ()), language)),
            )
            for file in files
        ],
    )


def _about(file: FileView, unread: Sequence[PageView], language: str) -> list[str]:
    if refusals := [each for each in file.findings if each.severity is Severity.REFUSAL]:
        return [line for each in refusals for line in (_reason(each, language), _way_out(each, language))]
    if file.document_state is None:
        return [_reason(each, language) for each in file.findings[:1]]
    if file.scan in {ScanDecision.WAITING, ScanDecision.AGAIN}:
        short = [each for each in file.findings if each.severity is Severity.WARNING]
        return [line for each in short for line in (_reason(each, language), _way_out(each, language))]
    of_pages = dict.fromkeys(_reason(found, language) for page in unread for found in page.findings)
    return [*filter(None, [file.title]), *of_pages]


def _reason(finding: Finding, language: str) -> str:
    return f"[{finding.code}] {finding.says.in_language(language)}"


def _way_out(finding: Finding, language: str) -> str:
    return f"→ {finding.hint.in_language(language)}"


def _words(standing: Standing, language: str) -> str:
    return say(language, standing.words, **standing.values).striptags()
