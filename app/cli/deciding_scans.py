"""``vankho scan accept`` and ``again``: what becomes of a scan that falls short of what its batch asks for."""

from __future__ import annotations

from typing import Annotated

import cyclopts

from app.cli.ids import batch_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.intake import CatalogueIntakeDesk
from app.desks.intake_refusals import no_file
from records.scan_profile import ScanDecision

Needed = cyclopts.Parameter(required=True)
_MANY = 1_000_000


def accept(batch: str, name: str, /, *, why: Annotated[str, Needed], json: Json = False) -> int:
    """Keep a scan that falls short as it is: it is deposited.

    Parameters
    ----------
    batch
        Id of its batch, or its first signs; ``last`` for the newest.
    name
        Name of the file in the batch, as ``vankho status`` shows it.
    why
        The reason, for example that the paper is no longer there.
    """
    return _decide(batch, name, ScanDecision.ACCEPTED, why, json=json)


def again(batch: str, name: str, /, *, why: str = "", json: Json = False) -> int:
    """Have the paper of a scan that falls short scanned again; this scan is kept and not deposited.

    Parameters
    ----------
    batch
        Id of its batch, or its first signs; ``last`` for the newest.
    name
        Name of the file in the batch, as ``vankho status`` shows it.
    why
        What is to be minded at the next scan.
    """
    return _decide(batch, name, ScanDecision.AGAIN, why, json=json)


def _decide(batch: str, name: str, decision: ScanDecision, why: str, *, json: bool) -> int:
    current = session()
    with current.parts() as parts:
        desk = CatalogueIntakeDesk(parts)
        chosen = batch_id(desk, parts.operator, batch)
        named = [each for each in desk.files(parts.operator, chosen, limit=_MANY) if each.name == name]
        if not named:
            raise no_file()
        # One name may have come twice, with other bytes: the one that waits is meant.
        one = next((each for each in named if each.scan is ScanDecision.WAITING), named[-1])
        decided = desk.decide_scan(parts.operator, one.file, decision, why)
    if json:
        print_json(decided)
    elif decision is ScanDecision.ACCEPTED:
        out.print(current.say("Đã nhận bản quét như hiện có.", "The scan is kept as it is."))
    else:
        out.print(current.say("Đã ghi: cần quét lại.", "Recorded: to be scanned again."))
    return 0
