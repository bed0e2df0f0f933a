"""Read pages in the archive anew, where another engine read them: a new version, the old one stays.

Asking is all that is done here, a dossier a transaction: workers read, and what follows is the way that
every document takes from reading on. Asked again, or broken off and asked again, what was asked for
already is left as it is: its pages wait, or were read by the engine of today.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.catalogue import documents, dossiers, events, rereading
from app.steps.outcome import Turn
from app.steps.readings import reading_before
from app.steps.subjects import of_document
from records.effort import Effort
from records.errors import NotFound
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.catalogue.rereading import OldPages, Wanted
    from app.wiring import Parts
    from records.identifiers import BatchId, DossierId
    from records.ports.task_queue import ReadyStep


@dataclass(slots=True)
class Asked:
    """What was put on the list."""

    dossiers: int = 0
    documents: int = 0
    pages: int = 0
    passed_over: int = 0
    """Dossiers of which something else is being worked on: ask again later."""
    batches: set[BatchId] = field(default_factory=set)


def engines_of_today(parts: Parts) -> dict[Effort, str]:
    """What reads a page today, with each effort."""
    return {effort: parts.reading_with(effort).engine for effort in Effort}


def read_anew(parts: Parts, wanted: Wanted, *, by: str, tell: Callable[[int, int], None]) -> Asked:
    """Put every page that ``wanted`` names on the list; ``tell`` hears how many of how many dossiers are asked for.

    Pages whose own text was kept, and pages that could not be read, are left alone. A dossier that is
    destroyed is not in the archive; one on hold is read anew like every other, for nothing of it goes.
    """
    asked = Asked()
    with parts.catalogue.begin(readonly=True) as connection:
        found = rereading.dossiers_with_old_pages(connection, wanted)
    for position, dossier in enumerate(found, start=1):
        _ask(parts, wanted, dossier, by=by, asked=asked)
        tell(position, len(found))
    return asked


def _ask(parts: Parts, wanted: Wanted, dossier: DossierId, *, by: str, asked: Asked) -> None:
    with parts.catalogue.begin(readonly=True) as connection:
        looked = rereading.old_pages(connection, wanted, dossier)
    # Asked of the store before the dossier is held: a package that does not tell how its pages were read.
    whole = {old.document for old in looked if not _tells_readings(parts, old)}
    ready: list[ReadyStep] = []
    with parts.catalogue.begin() as connection:
        dossiers.hold(connection, dossier)
        old_pages = [old for old in rereading.old_pages(connection, wanted, dossier) if old in looked]
        if not old_pages:
            return
        if not rereading.at_rest(connection, dossier):
            asked.passed_over += 1
            return
        for old in old_pages:
            turn = Turn(connection=connection, batch=old.batch, now=parts.clock.now(), added=ready)
            numbers = range(1, old.page_count + 1) if old.document in whole else old.numbers
            _ask_document(turn, old, list(numbers), wanted.effort)
            _record(turn, old, dossier, len(numbers), by)
            asked.documents += 1
            asked.pages += len(numbers)
            asked.batches.add(old.batch)
        asked.dossiers += 1
    parts.queue.announce(ready)


def _ask_document(turn: Turn, old: OldPages, numbers: list[int], effort: Effort | None) -> None:
    rereads = rereading.begin(turn.connection, old.document, numbers, effort)
    turn.then("read", *(of_document(old.document, rereads, number) for number in numbers))


def _record(turn: Turn, old: OldPages, dossier: DossierId, pages: int, by: str) -> None:
    events.add(
        turn.connection,
        type="modification",
        agent=by,
        now=turn.now,
        subjects=[old.document],
        batch=turn.batch,
        dossier=dossier,
        detail={
            "act": "read_anew",
            "pages": pages,
            "engines_before": "; ".join(old.engines),
            "engine": old.engine,
        },
    )


def _tells_readings(parts: Parts, old: OldPages) -> bool:
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, old.document)
    try:
        reading_before(parts, row, PageNumber(1))
    except NotFound:
        return False
    return True
