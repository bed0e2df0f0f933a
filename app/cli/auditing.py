"""``vankho audit`` and ``vankho failed``: the trail of events, and failed steps, without the site."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from accounts.audit import TrailQuestion
from accounts.write_trail import as_csv, as_json_lines
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.audit import CatalogueAuditDesk
from app.desks.work import CatalogueWorkDesk
from records.errors import Conflict, InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.audit import TrailEvent
    from app.wiring import Parts


def audit(
    *,
    who: str = "",
    kind: str = "",
    dossier: str = "",
    batch: str = "",
    about: str = "",
    address: str = "",
    outcome: str = "",
    since: date | None = None,
    until: date | None = None,
    limit: int = 50,
    to: Path | None = None,
    json: Json = False,
) -> int:
    """Show who did what, newest first, or write it into a file.

    Parameters
    ----------
    who
        Name of an account or program, in full.
    kind
        Type of the event, such as "sign in" or dissemination (a look at level 02).
    dossier
        Id or dossier code.
    batch
        Id of a batch.
    about
        Account, unit or document it was done to, in full.
    address
        Where it was asked for from.
    outcome
        success, failure or undecided.
    since
        First day, as 2026-03-01.
    until
        Last day.
    limit
        How many are shown.
    to
        A new file ending in .csv or .jsonl; all of the answer is written there.
    """
    question = TrailQuestion(
        who=who,
        kind=kind,
        dossier=dossier,
        batch=batch,
        about=about,
        address=address,
        outcome=outcome,
        since=since,
        until=until,
    )
    current = session()
    with current.parts() as parts:
        desk = CatalogueAuditDesk(parts)
        if to is not None:
            _write(desk, parts, question, to)
            if json:
                print_json({"written": str(to)})
            else:
                out.print(current.say(f"Đã ghi vào {to}.", f"Written to {to}."), markup=False)
            return 0
        found = list(islice(_all(desk, parts, question), max(limit, 0)))
    if json:
        print_json(found)
        return 0
    columns = current.say("Lúc|Ai|Việc|Hồ sơ|Với|Từ địa chỉ|Kết quả", "When|Who|What|Dossier|On|From|Outcome")
    print_table(
        columns.split("|"),
        [
            (
                one.at.astimezone().strftime("%d/%m/%Y %H:%M:%S"),
                one.agent,
                str(one.detail.get("act", one.type)),
                one.dossier_code or one.dossier,
                " ".join(subject for subject in one.subjects if subject != one.dossier),
                one.address,
                one.outcome,
            )
            for one in found
        ],
    )
    return 0


def _all(desk: CatalogueAuditDesk, parts: Parts, question: TrailQuestion) -> Iterator[TrailEvent]:
    """Page by page; nobody takes them along, so it is no event."""
    before = ""
    while True:
        page = desk.events(parts.operator, question, before=before, limit=200)
        yield from page.events
        if not page.next:
            return
        before = page.next


def _write(desk: CatalogueAuditDesk, parts: Parts, question: TrailQuestion, to: Path) -> None:
    forms = {".csv": as_csv, ".jsonl": as_json_lines}
    if to.suffix not in forms:
        raise InvalidInput(
            "trail.file_kind",
            Sentence("Tên tệp phải kết thúc bằng .csv hoặc .jsonl.", "The file must end in .csv or .jsonl."),
            Sentence("Đổi tên tệp ở --to.", "Change the name given to --to."),
        )
    try:
        with to.open("x", encoding="utf-8", newline="") as file:
            file.writelines(forms[to.suffix](desk.export(parts.operator, question)))
    except FileExistsError:
        raise Conflict(
            "trail.file_exists",
            Sentence(f"Tệp {to} đã có.", f"The file {to} is there already."),
            Sentence("Chọn tên khác.", "Choose another name."),
        ) from None


def failed(*, retry: bool = False, limit: int = 50, json: Json = False) -> int:
    """Show the steps of every batch that failed and wait for a person, newest first, with what to do.

    Parameters
    ----------
    retry
        Have all of them tried again.
    limit
        How many are shown.
    """
    current = session()
    with current.parts() as parts:
        # Not asked here how the dependencies are: vankho doctor tells it.
        desk = CatalogueWorkDesk(parts, list, list)
        if retry:
            number = desk.retry_all(parts.operator)
            if json:
                print_json({"number": number})
            else:
                out.print(current.say(f"Thử lại {number} bước.", f"{number} steps are tried again."))
            return 0
        found = desk.failed(parts.operator, limit=max(limit, 1)).steps
    if json:
        print_json(found)
        return 0
    language = current.settings.language
    columns = current.say("Bước|Với|Lô|Vì sao|Nên làm gì", "Step|On|Batch|Why|What to do")
    print_table(
        columns.split("|"),
        [
            (one.kind, one.subject, one.batch.value, one.says.in_language(language), one.hint.in_language(language))
            for one in found
        ],
    )
    return 0
