"""``vankho reread``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import cyclopts

from adapters.catalogue import rereading, steps
from adapters.catalogue.rereading import Wanted
from app.cli.ids import batch_id, dossier_id
from app.cli.output import NEEDS_A_PERSON, err, out, print_json
from app.cli.progress import progress_bars
from app.cli.session import Json, session
from app.desks.intake import CatalogueIntakeDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.operations.read_anew import Asked, engines_of_today, read_anew
from app.worker_pool import somebody_at_work
from records.effort import Effort
from records.errors import NotFound

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from records.identifiers import BatchId, DossierId

ALL = "all"
POLL_SECONDS = 0.5


def reread(
    what: str,
    /,
    *,
    effort: Effort | None = None,
    below: Annotated[float | None, cyclopts.Parameter(validator=cyclopts.validators.Number(gte=0, lte=1))] = None,
    wait: bool = True,
    json: Json = False,
) -> int:
    """Read pages in the archive anew, where another engine read them than would today.

    Each dossier gets a new version; the versions before stay as they are. Pages whose own text was
    kept are left alone. Run twice, or broken off and run again, it does nothing twice.

    Parameters
    ----------
    what
        Dossier code or id, batch id, ``last`` for the newest batch, or ``all``.
    effort
        How they are read: fast, balanced or careful; pages read with another effort are taken too.
        Default: as their batch says.
    below
        Only pages whose words were read with a mean confidence below this, from 0 to 1.
    wait
        Follow the work to its end. With --no-wait it is left to ``vankho serve`` or ``vankho worker``.
    """
    current = session()
    with current.parts() as parts:
        dossier, batch = _chosen(parts, what)
        wanted = Wanted(
            engines=engines_of_today(parts),
            usual=Effort(parts.settings.reading_effort),
            effort=effort,
            below=below,
            dossier=dossier,
            batch=batch,
        )
        with progress_bars() as progress:
            task = progress.add_task(current.say("Hồ sơ cần đọc lại", "Dossiers to read anew"), total=None)
            asked = read_anew(
                parts,
                wanted,
                by=parts.settings.account,
                tell=lambda done, total: progress.update(task, completed=done, total=total, refresh=True),
            )
        failed = _follow(current, parts, dossier, batch, asked) if wait else 0
    if json:
        print_json(
            {
                "dossiers": asked.dossiers,
                "documents": asked.documents,
                "pages": asked.pages,
                "passed_over": asked.passed_over,
                "failed_steps": failed,
            }
        )
    else:
        _report(current, asked, failed)
    return NEEDS_A_PERSON if failed or asked.passed_over else 0


def _chosen(parts: Parts, what: str) -> tuple[DossierId | None, BatchId | None]:
    if what == ALL:
        return None, None
    try:
        return None, batch_id(CatalogueIntakeDesk(parts), parts.operator, what)
    except NotFound:
        return dossier_id(CatalogueReadingRoom(parts), parts.operator, what), None


def _follow(current: Session, parts: Parts, dossier: DossierId | None, batch: BatchId | None, asked: Asked) -> int:
    """Show progress until nothing is left to do; how many steps failed.

    What an earlier call asked for and did not see finished is followed too.
    """
    of_batch = (batch,) if batch else ()
    with parts.catalogue.begin(readonly=True) as connection:
        first = rereading.left(connection, of=dossier, batches=of_batch)
    batches = frozenset(asked.batches) | first.batches
    if not batches:
        return 0
    with somebody_at_work(parts.settings), progress_bars() as progress:
        pages = progress.add_task(current.say("Đọc trang", "Pages read"), total=first.pages)
        kept = progress.add_task(current.say("Lưu văn bản", "Documents kept"), total=first.documents)
        while True:
            began = time.monotonic()
            with parts.catalogue.begin(readonly=True) as connection:
                left = rereading.left(connection, of=dossier, batches=of_batch)
                undone = any(steps.undone(connection, one) for one in batches)
            progress.update(pages, completed=max(0, first.pages - left.pages))
            progress.update(kept, completed=max(0, first.documents - left.documents), refresh=True)
            if not undone:
                break
            # Of a whole archive looking takes a while, and others want the catalogue too.
            time.sleep(max(POLL_SECONDS, 10 * (time.monotonic() - began)))
    with parts.catalogue.begin(readonly=True) as connection:
        failed = [step for one in sorted(batches, key=str) for step in steps.failed(connection, one)]
    for step in failed:
        err.print(f"{step.kind} {step.subject}: {step.error.get(current.settings.language)}", markup=False)
    return len(failed)


def _report(current: Session, asked: Asked, failed: int) -> None:
    if asked.passed_over:
        err.print(
            current.say(
                f"{asked.passed_over} hồ sơ đang được xử lý, chưa đọc lại: chạy lại lệnh này sau.",
                f"{asked.passed_over} dossiers are being worked on and were passed over: run this again later.",
            )
        )
    if failed:
        err.print(current.say("Thử lại bước hỏng: vankho retry LÔ", "Try failed steps again: vankho retry BATCH"))
    out.print(
        current.say(
            f"Đọc lại {asked.pages} trang của {asked.documents} văn bản trong {asked.dossiers} hồ sơ.",
            f"Read anew: {asked.pages} pages of {asked.documents} documents in {asked.dossiers} dossiers.",
        )
    )
