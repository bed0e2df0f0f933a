"""``vankho ingest``, ``status`` and ``retry``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from adapters.catalogue import documents, steps
from app.cli.batch_tables import print_batches, print_files
from app.cli.folders import NotRead, find_files, reason_of
from app.cli.ids import batch_id
from app.cli.output import NEEDS_A_PERSON, err, out, print_json
from app.cli.progress import progress_bars
from app.cli.session import Json, session
from app.desks.intake import CatalogueIntakeDesk
from app.worker_pool import somebody_at_work
from ingest.model import BatchState, DossierBy
from records.effort import Effort
from records.scan_profile import ScanProfile

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from ingest.model import BatchView
    from records.identifiers import BatchId

POLL_SECONDS = 0.5


def ingest(
    folders: Annotated[list[Path], cyclopts.Parameter(required=True)],
    /,
    *,
    name: str = "",
    dossier_by: DossierBy = DossierBy.FOLDER,
    effort: Effort | None = None,
    profile: ScanProfile = ScanProfile.DOCUMENTS,
    paper: str = "",
    checked: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    wait: bool = True,
    json: Json = False,
) -> int:
    """Take in files and folders as one batch, and follow it to its end.

    Each folder right below an argument is a dossier; loose files are a dossier each.

    Parameters
    ----------
    folders
        Folders or files to take in.
    name
        Name of the batch. Default: the names of the folders.
    dossier_by
        What makes a dossier: folder, file or code.
    effort
        How pages are read: fast (for emergencies), balanced or careful. Default: VANKHO_READING_EFFORT.
    profile
        What is asked of scans: documents (200 dpi, colour), checked (the same, and what falls short waits for a
        person), maps (300 dpi, colour, waits) or earlier (200 dpi, digitised before, colour not asked).
    paper
        Where the papers lie: archive, store/shelf/box, as H49.K2/G05/H12. The dossiers of the batch take it over.
    checked
        You confirm that nothing is handed over that must not be digitised: data that shared databases hold, copies of
        papers digitised before, papers that are only shown, state secrets. Where batches wait for that
        (VANKHO_INTAKE_CHECKLIST), nothing is deposited without it; ``vankho checklist`` confirms later.
    wait
        Follow the work to its end. With --no-wait it is left to ``vankho serve`` or ``vankho worker``.
    """
    current = session()
    found = find_files(folders)
    with current.parts() as parts:
        desk = CatalogueIntakeDesk(parts)
        named = name or ", ".join(f.resolve().name for f in folders)
        batch = desk.open_batch(
            parts.operator, named, dossier_by, effort, profile=profile, paper=paper, checked=checked
        )
        with progress_bars() as progress:
            task = progress.add_task(current.say("Nhận tệp", "Receiving"), total=len(found.files))
            unread = list(found.not_read)
            for file_name, path in found.files:
                try:
                    with path.open("rb") as content:
                        desk.receive(parts.operator, batch, file_name, content)
                except OSError as error:  # the sender's side: what is here already is safe
                    unread.append(NotRead(path, reason_of(error)))
                progress.update(task, advance=1, refresh=True)
        desk.seal(parts.operator, batch)
        if found.passed_over:
            text = current.say(
                "Bỏ qua {} tệp, thư mục ẩn hoặc của hệ thống.", "Passed over {} hidden or system entries."
            )
            err.print(text.format(len(found.passed_over)))
        if wait:
            _follow(current, parts, desk, batch)
        shown = _report(current, parts, desk, batch, as_json=json)
        for each in unread:
            err.print(
                current.say(
                    f"Chưa nhận: {each.path}: {each.reason.vi}", f"Not received: {each.path}: {each.reason.en}"
                ),
                style="red",
                markup=False,
                soft_wrap=True,
            )
        return NEEDS_A_PERSON if unread else shown


def status(batch: str = "", /, *, json: Json = False) -> int:
    """Show the batches, or one batch with its files.

    Parameters
    ----------
    batch
        Id of a batch, or its first signs; ``last`` for the newest. Without it: the newest fifty batches.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueIntakeDesk(parts)
        if batch:
            return _report(current, parts, desk, batch_id(desk, parts.operator, batch), as_json=json)
        views = desk.batches(parts.operator)
    if json:
        print_json(views)
    elif not views:
        out.print(
            current.say("Chưa có lô nào. Bắt đầu: vankho ingest THƯ-MỤC", "No batches yet. Begin: vankho ingest FOLDER")
        )
    else:
        print_batches(views, current.settings.language)
    return 0


def retry(batch: str = "last", /, *, json: Json = False) -> int:
    """Try the failed steps of a batch again.

    Parameters
    ----------
    batch
        Id of a batch, or its first signs; ``last`` for the newest.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueIntakeDesk(parts)
        chosen = batch_id(desk, parts.operator, batch)
        number = desk.retry(parts.operator, chosen)
        if not json:
            out.print(current.say(f"Thử lại {number} bước.", f"{number} steps are tried again."))
        _follow(current, parts, desk, chosen)
        return _report(current, parts, desk, chosen, as_json=json)


def checklist(batch: str = "last", /, *, wait: bool = True, json: Json = False) -> int:
    """Confirm that nothing is in a batch that must not be digitised: what waited for that is deposited.

    That are data which shared databases hold, copies of papers digitised before, papers that are only shown, and
    state secrets.

    Parameters
    ----------
    batch
        Id of a batch, or its first signs; ``last`` for the newest.
    wait
        Follow the work to its end. With --no-wait it is left to ``vankho serve`` or ``vankho worker``.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueIntakeDesk(parts)
        chosen = batch_id(desk, parts.operator, batch)
        confirmed = desk.confirm_checklist(parts.operator, chosen)
        if not json:
            who = confirmed.checklist_instruction or confirmed.checklist_by
            out.print(current.say(f"Đã xác nhận: {who}.", f"Confirmed: {who}."), markup=False)
        if wait and confirmed.state is not BatchState.RECEIVING:
            _follow(current, parts, desk, chosen)
        return _report(current, parts, desk, chosen, as_json=json)


def _follow(current: Session, parts: Parts, desk: CatalogueIntakeDesk, batch: BatchId) -> None:
    """Show progress until nothing is left to do; bring workers where none are at work."""
    with somebody_at_work(parts.settings), progress_bars() as progress:
        pages = progress.add_task(current.say("Đọc trang", "Pages read"), total=None)
        kept = progress.add_task(current.say("Lưu văn bản", "Documents kept"), total=None)
        while True:
            view = desk.batch(parts.operator, batch)
            progress.update(pages, completed=view.pages_done, total=view.pages)
            progress.update(kept, completed=view.documents_done, total=view.documents, refresh=True)
            if view.finished:
                return
            time.sleep(POLL_SECONDS)


def _report(current: Session, parts: Parts, desk: CatalogueIntakeDesk, batch: BatchId, *, as_json: bool) -> int:
    view = desk.batch(parts.operator, batch)
    files = list(desk.files(parts.operator, batch, limit=1_000_000))
    with parts.catalogue.begin(readonly=True) as connection:
        failed = steps.failed(connection, batch)
        unread = {
            f.file: [page for page in documents.page_views(connection, f.document) if page.state == "unreadable"]
            for f in files
            if f.document is not None and f.pages_failed
        }
    if as_json:
        print_json({"batch": view, "files": files, "failed_steps": failed})
    else:
        print_files(files, unread, current.settings.language)
        for step in failed:
            err.print(f"{step.kind} {step.subject}: {step.error.get(current.settings.language)}", markup=False)
        out.print(_sum(current, view), markup=False)
        if view.unconfirmed:
            out.print(_unconfirmed(current, view), markup=False, soft_wrap=True)
    short = view.held_back or view.scan_again or view.unconfirmed
    needs_person = view.refused or view.quarantined or view.steps_failed or view.pages_failed or short
    return NEEDS_A_PERSON if needs_person and view.state is not BatchState.RECEIVING else 0


def _unconfirmed(current: Session, view: BatchView) -> str:
    return current.say(
        f"{view.unconfirmed} văn bản chưa nộp vào kho: chưa ai xác nhận lô không có tài liệu không được số hóa."
        f" Xác nhận: vankho checklist {view.batch}",
        f"{view.unconfirmed} documents are not deposited: nobody has confirmed that nothing in the batch must not be"
        f" digitised. Confirm: vankho checklist {view.batch}",
    )


def _sum(current: Session, view: BatchView) -> str:
    return current.say(
        f"Lô {view.batch}: {view.files} tệp = {view.accepted} nhận + {view.refused} từ chối"
        f" + {view.quarantined} cách ly + {view.under_way} đang làm;"
        f" {view.pages_done}/{view.pages} trang; {view.seconds:.0f} giây.",
        f"Batch {view.batch}: {view.files} files = {view.accepted} accepted + {view.refused} refused"
        f" + {view.quarantined} quarantined + {view.under_way} under way;"
        f" {view.pages_done}/{view.pages} pages; {view.seconds:.0f} seconds.",
    )
