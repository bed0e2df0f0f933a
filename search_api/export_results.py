"""Results in a file to be taken away: bounded, marked with who and when, and recorded before it is given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.identifiers import uuid7
from records.ports.clock import VIET_NAM
from search_api.ports import ResultsExport
from search_api.results_table import results_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.ports.clock import Clock
    from records.reader import Reader
    from search_api.find_pages import Find
    from search_api.ports import SearchDesk
    from search_api.question import Question
    from search_api.results_table import ResultsTable


class ResultsForm(StrEnum):
    """In which form results can be had."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


MOST_EXPORTED = {ResultsForm.XLSX: 2_000, ResultsForm.DOCX: 500, ResultsForm.PDF: 500}
"""Pages in one file; the mark says how many there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsWriter:
    """Writes results to a file of one kind."""

    media_type: str
    write: Callable[[ResultsTable], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsFile:
    """A file to be saved."""

    name: str
    media_type: str
    content: bytes


def export_results(
    find: Find,
    desk: SearchDesk,
    writers: Mapping[ResultsForm, ResultsWriter],
    question: Question,
    form: ResultsForm,
    *,
    reader: Reader,
    clock: Clock,
    language: str,
    by: str = "",
) -> ResultsFile:
    """What ``reader`` may see of the answer: the first pages, as many as the kind of file holds.

    ``by`` is the name that the mark tells; without one it is the account.

    Raises:
        Unavailable: It cannot be recorded, or the index does not answer; nothing is given.
    """
    now = clock.now()
    found = find(
        question.text,
        question.filters,
        reader,
        today=clock.today(),
        limit=MOST_EXPORTED[form],
        order=question.order,
    )
    export = ResultsExport(id=str(uuid7()), form=form.value, question=question, found=found)
    desk.exported(reader, export)
    table = results_table(export, by=by or reader.account, now=now, language=language)
    return ResultsFile(
        name=f"tra-cuu-{now.astimezone(VIET_NAM):%Y%m%d-%H%M}.{form}",
        media_type=writers[form].media_type,
        content=writers[form].write(table),
    )
