"""The administrator's desk of work: what is left, what failed, how what it depends on is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts import refusals
from adapters.catalogue import events, steps
from app.operations.examined import NAMES
from app.operations.work_left import work_left
from app.steps.outcome import turn_of
from records.errors import NotFound, Sentence
from records.identifiers import BatchId
from records.ports.task_queue import ReadyStep
from records.ports.work_desk import WorkDesk
from records.reader import Capability
from records.work import Dependency, FailedPage, FailedWork, WorkCount, WorkOverview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.operations.examined import Examined
    from app.wiring import Parts
    from records.reader import Reader

_ASK = Sentence(
    "Đọc nhật ký của chương trình ở máy chủ, hoặc hỏi người hỗ trợ.", "Read the program's log, or ask support."
)
_UNKNOWN = Sentence("Lỗi chưa lường trước.", "An error nobody foresaw.")


class CatalogueWorkDesk(WorkDesk):
    """On the catalogue; ``latest`` tells what was last seen of the dependencies, ``thorough`` examines them."""

    def __init__(
        self, parts: Parts, latest: Callable[[], list[Examined]], thorough: Callable[[], list[Examined]]
    ) -> None:
        self._parts = parts
        self._latest = latest
        self._thorough = thorough

    def overview(self, reader: Reader) -> WorkOverview:
        _require_administrator(reader)
        left = work_left(self._parts)
        return WorkOverview(
            counts=tuple(WorkCount(kind=each.kind, state=each.state, number=each.number) for each in left.steps),
            oldest_undone=left.oldest_undone,
            failed=left.failed,
            batches_waiting=left.batches_waiting,
        )

    def failed(self, reader: Reader, *, before: str = "", limit: int = 50) -> FailedPage:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            rows = steps.all_failed(connection, before=before, limit=limit + 1)
        shown = tuple(_failed(row) for row in rows[:limit])
        return FailedPage(steps=shown, next=shown[-1].step if len(rows) > limit else "")

    def retry(self, reader: Reader, step: str) -> None:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = steps.by_id(connection, step) if _is_id(step) else None
        if row is None:
            raise NotFound(
                "step.not_found",
                Sentence("Không có bước này.", "There is no such step."),
                Sentence("Mở lại danh sách các bước hỏng.", "Open the list of failed steps again."),
            )
        self._again(reader, BatchId(row.batch_id), only=step)

    def retry_all(self, reader: Reader) -> int:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            batches = steps.batches_with_failed(connection)
        return sum(self._again(reader, batch) for batch in batches)

    def health(self, reader: Reader, *, thorough: bool = False) -> Sequence[Dependency]:
        _require_administrator(reader)
        return [
            Dependency(
                name=each.name,
                says=NAMES[each.name],
                verdict=each.verdict,
                version=each.version,
                latency_ms=each.latency_ms,
                findings=each.findings,
                detail=each.detail,
            )
            for each in (self._thorough() if thorough else self._latest())
        ]

    def _again(self, reader: Reader, batch: BatchId, *, only: str = "") -> int:
        with turn_of(self._parts, batch) as turn:
            again = steps.retry_failed(turn.connection, batch, turn.now, only=only)
            turn.added.extend(ReadyStep(step, kind) for step, kind in again)
            if again:
                events.add(
                    turn.connection,
                    type="work retry",
                    agent=reader.account,
                    now=turn.now,
                    subjects=[step for step, _ in again],
                    batch=batch,
                    detail={"kind": ", ".join(sorted({kind for _, kind in again}))},
                )
        return len(again)


def _failed(row: Any) -> FailedWork:
    error = row.error or {}
    return FailedWork(
        step=row.id,
        kind=row.kind,
        subject=row.subject,
        batch=BatchId(row.batch_id),
        failed_at=row.done_at,
        code=row.error_code,
        says=Sentence(error["vi"], error["en"]) if error.get("vi") else _UNKNOWN,
        hint=Sentence(error["hint_vi"], error["hint_en"]) if error.get("hint_vi") else _ASK,
    )


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _require_administrator(reader: Reader) -> None:
    if Capability.ADMINISTER not in reader.capabilities:
        raise refusals.not_an_administrator()
