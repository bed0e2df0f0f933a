"""Check a file: what it really is, and whether it can be taken in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.catalogue import batches, documents, events, files
from adapters.catalogue.plain import finding_of_error
from app.files_on_disk import local_blob, put_made, rendition_key
from app.steps.joining import deposit_if_ready, hold
from app.wiring import AGENT
from ingest.check_file import check_file
from ingest.media_types import UNKNOWN
from ingest.model import FileCheck, FileState
from records.errors import Sentence
from records.findings import Finding, Severity
from records.identifiers import BatchId, Digest, DossierId, FileId
from records.scan_profile import demands_of

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from records.errors import VankhoError


def check(parts: Parts, subject: str) -> Outcome:
    """Refuse the file, link it as a duplicate, or make a document of it whose pages are to be read."""
    file = FileId(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = files.row(connection, file)
        batch = batches.row(connection, BatchId(row.batch_id))
    demands = demands_of(batch.profile if batch else "")
    digest = Digest(row.digest)
    with (
        tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder,
        local_blob(parts, digest) as path,
    ):
        rendition = Path(folder) / "rendition.pdf"
        found = check_file(
            path,
            row.name,
            parts.limits,
            parts.inspector,
            office=parts.office,
            rendition=rendition,
            demands=demands,
        )
        if rendition.exists() and found.refusal is None:
            put_made(parts.store, rendition_key(digest), rendition)
    dossier = DossierId(row.dossier_id)

    def write(turn: Turn) -> None:
        refusal = found.refusal
        hold(turn, dossier)  # of two files with the same bytes the second finds the first
        events.add(
            turn.connection,
            type="validation",
            agent=AGENT,
            now=turn.now,
            subjects=[file, digest],
            outcome="failure" if refusal else "success",
            batch=turn.batch,
            dossier=dossier,
            detail={"media_type": found.media_type, "codes": [finding.code for finding in found.findings]},
        )
        if refusal is not None:
            files.settle(turn.connection, file, found, state=FileState.REFUSED)
        elif same := files.same_bytes_in_dossier(turn.connection, digest, dossier, file):
            # The other document may be kept already and clear nothing away any more; if not, it makes its PDF again.
            parts.store.delete(rendition_key(digest))
            files.settle(
                turn.connection,
                file,
                found,
                state=FileState.ACCEPTED,
                duplicate_of=same,
                findings=[_duplicate(files.row(turn.connection, same).name)],
            )
        else:
            document = documents.add(turn.connection, dossier=dossier, file=file, page_count=found.page_count)
            files.settle(turn.connection, file, found, state=FileState.ACCEPTED, document=document)
            turn.then("read", *(f"{document}:{number}" for number in range(1, found.page_count + 1)))
        deposit_if_ready(turn, dossier)

    return write


def refuse_unchecked(parts: Parts, subject: str, error: VankhoError) -> Outcome:
    """A file that no program can look at without breaking down: refused with the reason, the rest goes on."""
    file = FileId(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = files.row(connection, file)
    reason = finding_of_error(error, Severity.REFUSAL)
    unchecked = FileCheck(media_type=UNKNOWN, page_count=0, signatures=(), findings=(_cannot_be_checked(), reason))
    dossier = DossierId(row.dossier_id)

    def write(turn: Turn) -> None:
        hold(turn, dossier)
        events.add(
            turn.connection,
            type="validation",
            agent=AGENT,
            now=turn.now,
            subjects=[file, Digest(row.digest)],
            outcome="failure",
            batch=turn.batch,
            dossier=dossier,
            detail={"media_type": UNKNOWN, "codes": [finding.code for finding in unchecked.findings]},
        )
        files.settle(turn.connection, file, unchecked, state=FileState.REFUSED)
        deposit_if_ready(turn, dossier)

    return write


def _cannot_be_checked() -> Finding:
    return Finding(
        code="file.cannot_be_checked",
        severity=Severity.REFUSAL,
        says=Sentence(
            "Không kiểm tra được tệp: phần mềm đọc tệp bị dừng hoặc chạy quá lâu.",
            "The file cannot be checked: the program that opens it breaks down or takes too long.",
        ),
        hint=Sentence(
            "Hãy mở tệp trên máy và xuất lại thành PDF mới, hoặc quét lại, rồi gửi lại.",
            "Open the file yourself and export it as a new PDF, or scan again, and send that.",
        ),
    )


def _duplicate(name: str) -> Finding:
    return Finding(
        code="file.duplicate",
        severity=Severity.NOTE,
        says=Sentence(
            f"Trùng từng byte với tệp «{name}» trong cùng hồ sơ.",
            f"The same bytes as “{name}” in the same dossier.",
        ),
        hint=Sentence(
            "Đã ghi nhận và liên kết với tệp đó; không tạo văn bản thứ hai.",
            "It was recorded and linked to that file; no second document was made.",
        ),
    )
