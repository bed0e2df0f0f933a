"""Record an executed disposal list: its papers into a dossier of their own, in the archive like every other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from adapters.catalogue import disposal, dossiers, events, execution, fixity
from app.disposal_papers import printed_papers
from app.disposal_record import papers_of
from app.keep_locks import lock_deposited, settle
from app.wiring import AGENT
from archive import layout
from archive.deposit import deposit as write_version
from archive.model import Deposit, DepositFile
from records.identifiers import Digest, DisposalListId, ObjectKey

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts


def record(parts: Parts, subject: str) -> Outcome:
    """The disposal dossier lies in the archive; its retention is worked out next."""
    which = DisposalListId(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        found = disposal.one(connection, which)
        dossier = execution.record_of(connection, which)
        if found is None or dossier is None:
            return lambda _: None
        papers = papers_of(connection, found)
        own = dossiers.row(connection, dossier)
        happened = events.of_dossier(connection, dossier)
    papers |= printed_papers(parts, which)
    files = []
    for path, content in papers.items():
        key, digest = ObjectKey(f"staging/made/{dossier}/{path}"), Digest.of(content)
        parts.store.put(key, io.BytesIO(content), digest)
        place = f"{layout.ORIGINALS}/{path}"
        files.append(DepositFile(path=place, source=key, sha256=digest, size=len(content)))
    version = write_version(
        parts.store,
        Deposit(
            dossier=dossier,
            files=tuple(files),
            descriptive={
                "dossier": dossier.value,
                "code": own.code,
                "title": own.title,
                "unit": own.unit,
                "access_level": own.access_level,
                "disposal_list": which.value,
                "work_ended_on": own.work_ended_on.isoformat(),
                "documents": [],
            },
            events=tuple(happened),
            message="disposal dossier",
            account=found.executor,
        ),
        now=parts.clock.now(),
    )
    for file in files:
        parts.store.delete(file.source)
    plan = lock_deposited(parts, version)

    def write(turn: Turn) -> None:
        settle(turn.connection, dossier, plan)
        dossiers.deposited(turn.connection, dossier, version.version, version.inventory_sha512)
        fixity.deposited(turn.connection, dossier, parts.clock.today())
        events.add(
            turn.connection,
            type="ingestion",
            agent=AGENT,
            now=turn.now,
            subjects=[dossier, which],
            batch=turn.batch,
            dossier=dossier,
            detail={"version": version.version, "inventory_sha512": version.inventory_sha512},
        )
        turn.then("retain", f"{dossier}:{version.version}")

    return write
