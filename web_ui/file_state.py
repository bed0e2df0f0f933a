"""How a file or a batch stands, as sign, word and colour (in that order of importance) and six marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.model import BatchState, BatchView, DocumentState, FileState, FileView
from records.findings import Severity
from records.scan_profile import ScanDecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.findings import Finding

_DONE, _NOW, _FAILED, _DOUBT, _NEXT = "d", "n", "x", "q", ""
_STEPS = 6  # receive, check, read, make, describe, keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is shown of a state."""

    sign: str
    """Name of the sign in ``icons.svg``."""
    words: str
    """Key of the text."""
    colour: str = ""
    """ok, work, doubt, stop, or nothing where there is nothing to say."""
    steps: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file with its standing, ready to be shown."""

    view: FileView
    state: Standing
    why: tuple[Finding, ...]
    """What a person has to know about: refusals, else warnings."""

    @property
    def short_name(self) -> str:
        """The name without the folder that named its dossier."""
        return self.view.name.partition("/")[2] or self.view.name

    @property
    def needs_person(self) -> bool:
        failed = {"file.done_pages_failed", "file.done_no_pdfa"}
        return self.state.colour == "stop" or self.undecided or self.state.words in failed

    @property
    def undecided(self) -> bool:
        """Its scan falls short, and it is not deposited unless somebody accepts it."""
        return self.view.scan in {ScanDecision.WAITING, ScanDecision.AGAIN}


def _marks(done: int, then: str = _NOW) -> tuple[str, ...]:
    marks = [_DONE] * done
    if done < _STEPS:
        marks.append(then)
    return (*marks, *[_NEXT] * (_STEPS - len(marks)))


_UNDER_WAY = {
    DocumentState.READ: (3, "loader-circle", "file.making"),
    DocumentState.MADE: (4, "loader-circle", "file.describing"),
    DocumentState.DESCRIBED: (5, "loader-circle", "file.depositing"),
    DocumentState.DEPOSITED: (5, "loader-circle", "file.indexing"),
}


def standing_of_file(file: FileView) -> Standing:
    """The one state of a file that matters most to the clerk."""
    match file.state:
        case FileState.REFUSED:
            return Standing(sign="x", words="file.refused", colour="stop", steps=_marks(1, _FAILED))
        case FileState.QUARANTINED:
            return Standing(sign="shield-alert", words="file.quarantined", colour="stop", steps=_marks(1, _FAILED))
        case FileState.DESTROYED:
            return Standing(sign="x", words="file.destroyed", steps=_marks(_STEPS))
        case FileState.ANNOUNCED:
            return Standing(sign="clock", words="file.announced", steps=_marks(0, _NEXT))
        case FileState.RECEIVED:
            return Standing(sign="clock", words="file.received", steps=_marks(1))
        case _:
            return _standing_of_document(file)


def _standing_of_document(file: FileView) -> Standing:
    state = file.document_state
    if file.duplicate_of is not None and file.document is None:
        return Standing(sign="copy", words="file.duplicate", steps=_marks(2, _NEXT))
    if state is DocumentState.QUARANTINED:
        return Standing(sign="shield-alert", words="file.quarantined", colour="stop", steps=_marks(3, _FAILED))
    if file.scan is ScanDecision.WAITING:
        marks = _with_failures(file, _marks(_STEPS - 1, _DOUBT))
        return Standing(sign="circle-help", words="file.scan_waiting", colour="doubt", steps=marks)
    if file.scan is ScanDecision.AGAIN:
        marks = _with_failures(file, _marks(_STEPS - 1, _FAILED))
        return Standing(sign="rotate-cw", words="file.scan_again", colour="doubt", steps=marks)
    if file.awaits_checklist:
        marks = _with_failures(file, _marks(_STEPS - 1, _DOUBT))
        return Standing(sign="clock", words="file.awaits_checklist", colour="doubt", steps=marks)
    if state is DocumentState.INDEXED:
        return _standing_when_done(file)
    if state in _UNDER_WAY:
        done, sign, words = _UNDER_WAY[state]
        return Standing(sign=sign, words=words, colour="work", steps=_with_failures(file, _marks(done)))
    if file.pages_done:
        return Standing(
            sign="loader-circle",
            words="file.reading",
            colour="work",
            steps=_marks(2),
            values={"done": file.pages_done, "all": file.page_count},
        )
    return Standing(sign="clock", words="file.waiting", steps=_marks(2))


def _with_failures(file: FileView, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks, with the steps that are behind the file and did not do what they are for."""
    read = _FAILED if file.pages_failed else marks[2]
    made = _FAILED if file.without_pdfa else marks[3]
    return (*marks[:2], read, made, *marks[4:])


def _standing_when_done(file: FileView) -> Standing:
    if file.pages_failed:
        marks = _with_failures(file, _marks(_STEPS))
        values = {"n": file.pages_failed}
        return Standing(sign="circle-alert", words="file.done_pages_failed", colour="doubt", steps=marks, values=values)
    if file.without_pdfa:
        marks = _with_failures(file, _marks(_STEPS))
        return Standing(sign="circle-alert", words="file.done_no_pdfa", colour="doubt", steps=marks)
    if file.pages_doubtful:
        marks = (_DONE, _DONE, _DOUBT, _DONE, _DOUBT if file.doubts else _DONE, _DONE)
        values = {"n": file.pages_doubtful}
        return Standing(
            sign="circle-help", words="file.done_pages_doubtful", colour="doubt", steps=marks, values=values
        )
    if file.doubts:
        marks = (_DONE, _DONE, _DONE, _DONE, _DOUBT, _DONE)
        values = {"n": file.doubts}
        return Standing(sign="circle-help", words="file.done_doubts", colour="doubt", steps=marks, values=values)
    return Standing(sign="check", words="file.done", colour="ok", steps=_marks(_STEPS))


def row_of(file: FileView) -> FileRow:
    """The file with its standing and what a person must know."""
    refusals = tuple(item for item in file.findings if item.severity is Severity.REFUSAL)
    warnings = tuple(item for item in file.findings if item.severity is Severity.WARNING)
    return FileRow(view=file, state=standing_of_file(file), why=refusals or warnings)


def standing_of_batch(batch: BatchView) -> Standing:
    """How a batch stands in the list."""
    if batch.state is BatchState.CLOSED and batch.finished and batch.refused:
        refused = {"n": batch.refused}
        return Standing(sign="circle-alert", words="intake.state_closed_refused", colour="doubt", values=refused)
    if batch.state is BatchState.CLOSED and batch.finished and batch.scan_again:
        again = {"n": batch.scan_again}
        return Standing(sign="circle-alert", words="intake.state_closed_again", colour="doubt", values=again)
    if batch.state is BatchState.CLOSED and batch.finished and batch.pages_failed:
        unread = {"n": batch.pages_failed}
        return Standing(sign="circle-alert", words="intake.state_closed_unread", colour="doubt", values=unread)
    if batch.state is BatchState.CLOSED and batch.finished:
        return Standing(sign="package-check", words="intake.state_closed", colour="ok")
    if batch.finished and batch.unconfirmed:
        return Standing(sign="circle-alert", words="intake.state_unconfirmed", colour="doubt")
    if batch.finished and (batch.steps_failed or batch.state is BatchState.WAITING):
        return Standing(sign="circle-alert", words="intake.state_waiting", colour="doubt")
    if batch.finished and batch.files:
        return Standing(sign="check", words="intake.state_finished", colour="ok")
    if batch.files and not batch.finished:
        return Standing(sign="loader-circle", words="intake.state_working", colour="work")
    if batch.state is BatchState.RECEIVING:
        return Standing(sign="upload", words="intake.state_receiving", colour="work")
    return Standing(sign="inbox", words="intake.state_open")
