"""Re-home: a document that a dossier refers to lies in it from its next version on, and its old home refers to it.

The bytes are copied from package to package, redacted copies too; what the old home's package holds stays there until
that is destroyed. Nothing of the catalogue changes before the new version stands: until then, and after a death in
between, the document lies where it lay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.catalogue import confidence_levels, documents, dossiers, events, fixity, redactions, references
from app.keep_locks import lock_deposited, settle
from app.steps.deposit import deposit_files, descriptive_of, rows_to_tell
from archive import layout
from archive.deposit import deposit as write_version
from archive.model import Deposit, DepositFile
from archive.open_content import content_key, read_content
from records.errors import Sentence, Unavailable
from records.identifiers import Digest, DocumentId, DossierId

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from archive.model import Deposited


def rehome(parts: Parts, subject: str) -> Outcome:
    """The dossier is the home of the document; where nobody asks for that any more, nothing is done."""
    to, change = subject.split(":")
    dossier = DossierId(to)
    with parts.catalogue.begin(readonly=True) as connection:
        asked = references.with_id(connection, change)
        if asked is None or not asked.moving_by:
            return lambda _: None
        moved = DocumentId(asked.document_id)
        home = DossierId(documents.dossier_row(connection, moved).id)
        row = next(r for r in documents.rows_of_dossier(connection, home) if r.id == moved.value)
        told = descriptive_of(connection, dossier, [*rows_to_tell(connection, dossier), row])
        happened = events.of_dossier(connection, dossier)
        copies = redactions.copies_of(connection, moved)
    elsewhere = [each for each in told["references"] if each["document"] != moved.value]
    files = [replace(one, source=content_key(parts.store, home, one.path)) for one in deposit_files(row)]
    for which, digest, size in copies:
        path = layout.redacted_path(which)
        files.append(DepositFile(path=path, source=content_key(parts.store, home, path), sha256=digest, size=size))
        path = layout.redaction_path(which)
        said = read_content(parts.store, home, path)
        source = content_key(parts.store, home, path)
        files.append(DepositFile(path=path, source=source, sha256=Digest.of(said), size=len(said)))
    version = write_version(
        parts.store,
        Deposit(
            dossier=dossier,
            files=tuple(files),
            descriptive={**told, "references": elsewhere},
            events=tuple(happened),
            message=f"{row.file_name} (from {home.ocfl_id})"[:500],
            account=asked.moving_by,
        ),
        now=parts.clock.now(),
    )
    plan = lock_deposited(parts, version)

    def write(turn: Turn) -> None:
        for each in sorted((home, dossier)):
            dossiers.hold(turn.connection, each)
        if redactions.copies_of(turn.connection, moved) != copies or redactions.is_made_now(turn.connection, moved):
            raise _redacted_meanwhile()
        settle(turn.connection, dossier, plan)
        dossiers.deposited(turn.connection, dossier, version.version, version.inventory_sha512)
        fixity.deposited(turn.connection, dossier, parts.clock.today())
        _move(turn, moved, home, dossier, version)
        turn.then_first("index", f"{moved}:{change}")
        turn.then("retain", f"{dossier}:{version.version}")

    return write


def _redacted_meanwhile() -> Unavailable:
    return Unavailable(
        "reference.redacted_meanwhile",
        Sentence("Văn bản vừa có thêm bản che.", "A redacted copy of the document came meanwhile."),
        Sentence("Chờ một lát; hệ thống sẽ thử lại.", "Wait a moment; it is tried again."),
    )


def _move(turn: Turn, moved: DocumentId, home: DossierId, to: DossierId, version: Deposited) -> None:
    """Both dossiers are held."""
    connection = turn.connection
    asked: Any = references.one(connection, to, moved)
    if asked is None or documents.dossier_row(connection, moved).id != home.value:
        return  # another did it
    documents.move(connection, moved, to)
    references.remove(connection, to, moved)
    references.add(
        connection,
        home,
        moved,
        digest=Digest(asked.digest),
        why=asked.why,
        by=asked.moving_by,
        now=turn.now,
    )
    for each, other, act in ((home, to, "document_moved_out"), (to, home, "document_moved_in")):
        confidence_levels.put(connection, each)
        events.add(
            connection,
            type="accession" if each == to else "deaccession",
            agent=asked.moving_by,
            now=turn.now,
            subjects=[moved, other],
            dossier=each,
            detail={"act": act, "about": other.value, **({"version": version.version} if each == to else {})},
        )
