"""Make a redacted copy: draw it, look at it again, and put it into the package beside its master.

The master is not touched: the copy and what is said of it are two more files of the dossier's next version, so that
both are held, checked, backed up, transferred and destroyed with it. What could not be made is told with the copy,
and keeps nothing else from being done.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from adapters.catalogue import documents, dossiers, events, fixity, redactions
from app.desks.words import at_hand, range_of
from app.files_on_disk import made_key, put_made
from app.keep_locks import lock_deposited, settle
from app.wiring import AGENT
from archive import layout
from archive.deposit import deposit as write_version
from archive.model import Deposit, DepositFile
from archive.open_content import content_key, open_content
from archive.redaction import RedactionState, record_of
from archive.redaction_refusals import master_changed, not_at_rest
from ingest.model import DocumentState
from ocr.make_pdfa import DocumentInformation
from ocr.page_archive import PageArchive
from ocr.redact import make_redacted_copy
from ocr.words_archive import read_words
from records.errors import Conflict, VankhoError
from records.identifiers import Digest, DossierId, PageNumber, RedactionId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tempfile import SpooledTemporaryFile

    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from archive.model import Deposited
    from archive.redaction import Redaction
    from records.identifiers import DocumentId
    from records.page_text import Box, PageText
    from retention_rules.lock_plan import LockPlan

NO_TITLE = "Bản đã che"
_AT_REST = frozenset({DocumentState.DEPOSITED.value, DocumentState.INDEXED.value})
_FOR_GOOD = frozenset({"redaction.master_changed", "redaction.not_at_rest"})
"""Conflicts that do not pass by waiting."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """What lies in the archive."""

    digest: Digest
    size: int
    version: Deposited


@dataclass(frozen=True, slots=True)
class _Texts:
    """The words of every page, from a file at hand; gone through as often as is asked."""

    file: SpooledTemporaryFile[bytes]
    count: int

    def __iter__(self) -> Iterator[PageText]:
        archive = PageArchive(partial(range_of, self.file))
        for number in range(1, self.count + 1):
            yield read_words(archive, PageNumber(number))


def redact(parts: Parts, subject: str) -> Outcome:
    """The copy lies in the archive and may be read, or it is told why not."""
    which = RedactionId(subject.partition(":")[2])
    with parts.catalogue.begin(readonly=True) as connection:
        found = redactions.one(connection, which)
    if found is None or found.state is not RedactionState.MAKING:
        return lambda _: None
    try:
        copy = _make(parts, found)
    except VankhoError as error:
        if error.retryable or (isinstance(error, Conflict) and error.code not in _FOR_GOOD):
            raise
        log.warning("a redacted copy could not be made", redaction=which.value, code=error.code)
        return _failed(found, error.code)
    # From here on a version stands, which has to be told: whatever goes wrong, the step is not done.
    return _made(parts, found, copy, lock_deposited(parts, copy.version))


def tell_not_made(parts: Parts, subject: str, error: VankhoError) -> Outcome:
    """It ended its worker, or met what nobody foresaw: told with the copy, and nothing waits for a person."""
    with parts.catalogue.begin(readonly=True) as connection:
        found = redactions.one(connection, RedactionId(subject.partition(":")[2]))
    return (lambda _: None) if found is None else _failed(found, error.code)


def copy_file(document: DocumentId, which: RedactionId, digest: Digest, size: int) -> DepositFile:
    """The copy as a file of the package."""
    key = made_key(document, f"{which}.pdf")
    return DepositFile(path=layout.redacted_path(which), source=key, sha256=digest, size=size)


def _make(parts: Parts, found: Redaction) -> _Copy:
    _require_at_rest(parts, found)
    boxes: dict[int, list[Box]] = {}
    for mask in found.masks:
        boxes.setdefault(mask.page.value, []).append(mask.box)
    assert found.ordered_at is not None, "what is made was ordered"
    about = DocumentInformation(
        title=found.title or NO_TITLE,
        identifier=f"urn:uuid:{found.id}",
        created=found.ordered_at,
        # Its id and no digest: against that anybody could try what stands in a box.
        source=f"urn:uuid:{found.document}",
    )
    words = content_key(parts.store, found.dossier, layout.words_path(found.document))
    with tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder, at_hand(parts, words) as texts:
        texts.seek(0)
        if Digest.of_stream(texts) != found.words_digest:  # type: ignore[arg-type]  # it is read alone
            raise master_changed()
        master, made = Path(folder) / "master.pdf", Path(folder) / "made.pdf"
        _fetch(parts, found, master)
        make_redacted_copy(master, _Texts(texts, found.page_count), boxes, about, made)
        digest, size = put_made(parts.store, made_key(found.document, f"{found.id}.pdf"), made)
    copy = copy_file(found.document, found.id, digest, size)
    said = json.dumps(record_of(found, digest=digest, size=size), ensure_ascii=False, sort_keys=True, indent=2).encode()
    record_key, record_digest = made_key(found.document, f"{found.id}.json"), Digest.of(said)
    if parts.store.stat(record_key) is None:
        parts.store.put(record_key, io.BytesIO(said), record_digest)
    with parts.catalogue.begin(readonly=True) as connection:
        happened = events.of_dossier(connection, found.dossier)
    _require_at_rest(parts, found)
    record_place = layout.redaction_path(found.id)
    version = write_version(
        parts.store,
        Deposit(
            dossier=found.dossier,
            files=(
                copy,
                DepositFile(path=record_place, source=record_key, sha256=record_digest, size=len(said)),
            ),
            descriptive=None,
            events=tuple(happened),
            message="redacted copy",
            account=found.begun_by,
        ),
        now=parts.clock.now(),
    )
    for each in (copy.source, record_key):
        parts.store.delete(each)
    return _Copy(digest=digest, size=size, version=version)


def _fetch(parts: Parts, found: Redaction, target: Path) -> None:
    """The master's PDF/A, the very one on which the boxes were drawn."""
    with open_content(parts.store, found.dossier, layout.pdfa_path(found.document)) as content:
        if Digest.of_stream(content) != found.pdfa_digest:
            raise master_changed()
        content.seek(0)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _require_at_rest(parts: Parts, found: Redaction) -> None:
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, found.document)
        state = dossiers.row(connection, DossierId(row.dossier_id)).state
    if (row.pdfa_digest, row.words_digest) != (found.pdfa_digest.hex, found.words_digest.hex):
        raise master_changed()
    if row.state not in _AT_REST or state != "kept":
        raise not_at_rest(state, row.rereads)


def _failed(found: Redaction, code: str) -> Outcome:
    def write(turn: Turn) -> None:
        if redactions.settle(turn.connection, found.id, digest=None, size=0, code=code, now=turn.now):
            _happened(turn, found, outcome="failure", code=code)

    return write


def _made(parts: Parts, found: Redaction, copy: _Copy, plan: LockPlan) -> Outcome:
    version = copy.version

    def write(turn: Turn) -> None:
        settle(turn.connection, found.dossier, plan)
        dossiers.deposited(turn.connection, found.dossier, version.version, version.inventory_sha512)
        fixity.deposited(turn.connection, found.dossier, parts.clock.today())
        if not redactions.settle(turn.connection, found.id, digest=copy.digest, size=copy.size, code="", now=turn.now):
            return
        _happened(turn, found, sha256=copy.digest.hex, version=version.version)
        events.add(
            turn.connection,
            type="ingestion",
            agent=AGENT,
            now=turn.now,
            subjects=[found.dossier, found.id],
            batch=turn.batch,
            dossier=found.dossier,
            detail={"version": version.version, "inventory_sha512": version.inventory_sha512},
        )

    return write


def _happened(turn: Turn, found: Redaction, *, outcome: str = "success", **detail: Any) -> None:
    events.add(
        turn.connection,
        type="redaction",
        agent=found.begun_by,
        now=turn.now,
        subjects=[found.document, found.id],
        outcome=outcome,
        batch=turn.batch,
        dossier=found.dossier,
        detail={
            "act": "redacted",
            "redaction": found.id.value,
            "boxes": len(found.masks),
            "grounds": ", ".join(found.by_ground),
            "access_level": found.access.level.value if found.access.level else "",
            "decision_number": found.access.decision_number,
            "decided_on": found.access.decided_on.isoformat() if found.access.decided_on else "",
            **detail,
        },
    )
