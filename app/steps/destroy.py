"""Destroy one item of a disposal list: the one place from which anything deposited is ever erased.

1. What there is of the dossier is looked up, without holding anything.
2. One transaction asks the gate, and marks item and dossier as going with what is to be erased. A hold
   that is placed before its commit wins; after it there is no way back, and nobody sees the dossier.
3. Everything is erased wherever it lies, and each place is looked into again. Broken off, it begins anew
   here: what is to be erased stands with the item.
4. One transaction takes the content out of the catalogue, looks whether it has, and writes the tombstone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from adapters.catalogue import destroyed, disposal, dossiers, events, execution, fixity, holds, schedules
from adapters.catalogue.destroyed import WorkLeft
from app.certify import certify_if_done
from app.desks.disposal import ask_gate
from app.erase_everywhere import Belongings, erase, look_again, look_up
from records.errors import Damaged, Sentence, Unavailable, VankhoError
from retention_rules.execution import ItemState
from retention_rules.may_delete import may_delete
from retention_rules.tombstone import Place, leaf_of, shown_gone, tombstone

if TYPE_CHECKING:
    from adapters.catalogue.execution import ItemRow
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from retention_rules.tombstone import Holdings

_BUSY = frozenset({"index.busy"})
"""Conflicts that pass: the step is tried again."""

log = structlog.get_logger()


def destroy(parts: Parts, subject: str) -> Outcome:
    """The item is gone and shown to be, or stopped, or failed with a code; nothing else stops for it."""
    which, _, attempt = subject.partition(":")
    with parts.catalogue.begin(readonly=True) as connection:
        found = execution.item(connection, which)
    if found is None or found.attempt != int(attempt):
        return lambda _: None
    try:
        if found.state is ItemState.TO_GO:
            _let_go(parts, found)
            with parts.catalogue.begin(readonly=True) as connection:
                found = execution.item(connection, which) or found
        if found.state is not ItemState.GOING or found.intent is None:
            return lambda _: None
        belongings = Belongings.of_plain(found.intent["belongings"])
        erase(parts, belongings)
        places = look_again(parts, belongings)
        left = sorted(place.name for place in places.values() if place.left)
        if left:
            raise _left_over(left)
    except VankhoError as error:
        if error.retryable or error.code in _BUSY:
            raise
        return _failed(found, error)
    return _gone(parts, found, belongings, places)


def _let_go(parts: Parts, found: ItemRow) -> None:
    """Ask the gate in the transaction by which it goes; where the gate says no it stops."""
    belongings, holdings, leased = look_up(parts, found.dossier)
    with parts.catalogue.begin() as connection:
        # In the one order of all: schedule, holds, the name of the code, dossiers, the list.
        schedules.share(connection)
        holds.share_all(connection)
        row = dossiers.row(connection, found.dossier)
        dossiers.hold_code(connection, code=row.code, unit=row.unit)
        facts = ask_gate(parts, connection, found.dossier, on_list=found.list, executor=found.executor, leased=leased)
        disposal.hold(connection, found.list)
        now = execution.item(connection, found.id)
        if now is None or now.state is not ItemState.TO_GO or now.attempt != found.attempt:
            return  # another was quicker
        facts = replace(facts, executor=now.executor)
        mended = fixity.is_mended(connection, found.dossier, parts.clock.now())
        if mended or destroyed.work_left(connection, found.dossier) is WorkLeft.PASSING:
            raise _busy(found)
        verdict = may_delete(facts)
        if not verdict.allowed:
            execution.stop(connection, found.id, [reason.value for reason in verdict.reasons])
            _happened(parts, connection, now, "destruction_stopped", outcome="failure", reasons=list(verdict.reasons))
            return
        row = dossiers.row(connection, found.dossier)
        if not _unchanged(row, belongings, holdings, destroyed.documents_of(connection, found.dossier)):
            raise _busy(found)
        assert facts.assignment is not None, "the gate has none without one"
        assert facts.listed is not None, "the gate has none without one"
        said = tombstone(found.dossier, code=row.code, made=facts.assignment, listed=facts.listed, holdings=holdings)
        intent = {"belongings": belongings.plain(), "tombstone": said}
        execution.begin(connection, found.id, intent, parts.clock.now())
        destroyed.begin(connection, found.dossier)
        _happened(parts, connection, now, "destruction_begun")


def _unchanged(row: Any, belongings: Belongings, holdings: Holdings, documents: list[Any]) -> bool:
    """Whether what was looked up before the dossier was held is what is there now."""
    same_version = (row.version, row.inventory_sha512) == (holdings.version, holdings.inventory_sha512)
    return same_version and tuple(documents) == belongings.documents


def _gone(parts: Parts, found: ItemRow, belongings: Belongings, places: dict[str, Place]) -> Outcome:
    assert found.intent is not None, "what goes has said what it is"
    begun = found.intent["tombstone"]

    def write(turn: Turn) -> None:
        connection = turn.connection
        dossiers.hold(connection, found.dossier)
        now = execution.item(connection, found.id)
        if now is None or now.state is not ItemState.GOING:
            return  # another was quicker
        rows = destroyed.forget(connection, found.dossier)
        left = destroyed.left_of(connection, found.dossier, belongings.documents)
        if left:
            raise _left_over(["tables"])
        tables = Place(name="tables", looked=rows, left=left)
        said = shown_gone(begun, at=turn.now.isoformat(), places={**places, "tables": tables})
        execution.gone(connection, now, said, leaf_of(said), turn.now)
        _happened(parts, connection, now, "destroyed", type_="deletion", leaf=leaf_of(said))
        certify_if_done(parts, turn, found.list)

    return write


def _failed(found: ItemRow, error: VankhoError) -> Outcome:
    log.warning("an item of a disposal list failed", item=found.id, dossier=found.dossier.value, code=error.code)

    def write(turn: Turn) -> None:
        execution.fail(turn.connection, found, error.code)

    return write


def _happened(
    parts: Parts,
    connection: Any,
    found: ItemRow,
    act: str,
    *,
    type_: str = "policy assignment",
    outcome: str = "success",
    **detail: Any,
) -> None:
    events.add(
        connection,
        type=type_,
        agent=found.executor,
        now=parts.clock.now(),
        subjects=[found.dossier, found.list],
        outcome=outcome,
        dossier=found.dossier,
        detail={"act": act, "about": found.list.value, **detail},
    )


def _busy(found: ItemRow) -> Unavailable:
    return Unavailable(
        "disposal.dossier_busy",
        Sentence(
            f"Hồ sơ {found.dossier} đang có bước xử lý khác.", f"Dossier {found.dossier} is being worked on just now."
        ),
        Sentence("Chờ một lát; hệ thống sẽ thử lại.", "Wait a moment; it is tried again."),
    )


def _left_over(places: list[str]) -> Damaged:
    named = ", ".join(places)
    return Damaged(
        "disposal.left_over",
        Sentence(f"Sau khi xóa vẫn còn dữ liệu ở: {named}.", f"After erasing something is left in: {named}."),
        Sentence(
            "Thực hiện lại danh mục; nếu lặp lại, báo người quản trị.",
            "Execute the list again; if it happens again, tell the administrator.",
        ),
    )
