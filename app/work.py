"""Do one step: claim its row, run it, write its outcome and its state in one transaction.

The desk's worker loop and every other way of running steps are a few lines around ``Work``.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import steps
from adapters.catalogue.plain import error_to_plain
from app.pipeline import FLOW
from app.steps.outcome import turn_of
from records.errors import Conflict, Damaged, Sentence, Unavailable, VankhoError
from records.figures import vietnamese

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from adapters.catalogue.steps import Step
    from app.pipeline import Together
    from app.steps.outcome import Outcome
    from app.wiring import Parts

MAX_CONFLICTS = 5
"""Errors of one step before it waits for a person."""
MAX_TRIES = 1500
"""Tries of a step for which something outside does not answer, a minute apart: a day, then a person looks."""
LONGEST_WAIT = timedelta(seconds=60)
MAX_DEATHS = 10
"""Workers one step may outlive. More than errors: a worker may have died of something else."""
MOST_AT_ONCE = 50
"""Steps that are claimed at once beside the one at hand, far within a lease."""
TURN_SECONDS = 60.0
"""After which a turn claims nothing more: other kinds of step may be waiting for the index too."""
LINGER_SECONDS = 0.25
"""How long a turn in which much came waits for more."""
_BETWEEN_LOOKS = 0.05

_LOOK_AT_IT = Sentence(
    "Tệp gốc vẫn được giữ. Mở tệp gốc để kiểm tra, quét lại trang này nếu cần.",
    "The original is kept. Open it to check, and scan the page again if need be.",
)

log = structlog.get_logger()


class Work:
    """Claims and does steps in the name of one owner."""

    def __init__(self, parts: Parts, owner: str) -> None:
        self.parts = parts
        self.owner = owner
        self._alone = frozenset(k for k, rule in FLOW.items() if rule.writes_index and parts.index.one_writer)

    def claim(self) -> Step | None:
        """The next step, leased to this owner; None where there is nothing to do now."""
        now = self.parts.clock.now()
        with self.parts.catalogue.begin(readonly=True) as connection:
            if not steps.anything_ready(connection, now):
                return None
        with self.parts.catalogue.begin() as connection:
            steps.release_expired(connection, now)
            return steps.claim(
                connection,
                owner=self.owner,
                now=now,
                until=now + self.parts.settings.lease,
                one_at_a_time=self._alone,
            )

    def claim_one(self, step_id: str) -> Step | None:
        """That step, leased to this owner; None where it is done, somebody else's, or not to be done yet."""
        now = self.parts.clock.now()
        with self.parts.catalogue.begin() as connection:
            return steps.claim_one(
                connection, step_id, self.owner, now, now + self.parts.settings.lease, one_at_a_time=self._alone
            )

    def do(self, step: Step) -> None:
        """Run the step and write what came of it; an error is written too and never leaves.

        Others of its kind that are ready are done in the same turn, where the kind is done so.
        Whatever is logged meanwhile carries the step, its batch, and the file, document or page it is about.
        """
        rule = FLOW[step.kind]
        if rule.together is None or not self.parts.index.one_writer or step.deaths:
            self._do_one(step, lambda: rule.do(self.parts, step.subject))
        else:
            self._do_together(step, rule.together)

    def _do_together(self, step: Step, together: Together) -> None:
        """A turn: all that waits, and, once more than one came at a time, what comes while it lasts.

        Ending a turn may take a second (an index joins its pieces), in which nobody else has one.
        """
        held, ends, many = [step, *self._company(step)], time.monotonic() + TURN_SECONDS, False
        try:
            while held:
                many = many or len(held) > 1
                done: Sequence[Outcome | Exception]
                try:
                    done = together(self.parts, [each.subject for each in held])
                except Exception as error:  # noqa: BLE001  of all of them: each is settled with it
                    done, ends = [error] * len(held), 0.0
                if not_begun := held[len(done) :]:
                    with self.parts.catalogue.begin() as connection:
                        steps.put_back(connection, not_begun, owner=self.owner)
                # The next are claimed while these are held: so nobody else's turn begins in between.
                more = self._next_company(held[0], ends, LINGER_SECONDS if many else 0.0)
                if not more:
                    self.parts.index.close()
                for each, outcome in zip(held, done, strict=False):
                    self._do_one(each, partial(_told, outcome))
                held = more
        finally:
            self.parts.index.close()  # also where something nobody foresaw ended it

    def _next_company(self, step: Step, ends: float, patience: float) -> list[Step]:
        """``_company`` as soon as there is any, within ``patience`` seconds; none once the turn has ended."""
        until = time.monotonic() + patience
        while time.monotonic() < ends:
            if (found := self._company(step)) or time.monotonic() >= until:
                return found
            time.sleep(_BETWEEN_LOOKS)
        return []

    def _company(self, step: Step) -> list[Step]:
        """Others of the kind of ``step``, which this owner holds, leased to it too; none that a worker died of."""
        now = self.parts.clock.now()
        with self.parts.catalogue.begin() as connection:
            return steps.claim_company(
                connection, step, owner=self.owner, now=now, until=now + self.parts.settings.lease, most=MOST_AT_ONCE
            )

    def _do_one(self, step: Step, work: Callable[[], Outcome]) -> None:
        about = {"step": step.kind, "subject": step.subject, "batch": step.batch.value}
        named = dict(zip(FLOW[step.kind].subject, step.subject.split(":"), strict=False))
        with structlog.contextvars.bound_contextvars(**about, **named):
            self._do(step, work)

    def _do(self, step: Step, work: Callable[[], Outcome]) -> None:
        began = time.monotonic()
        try:
            if step.deaths >= MAX_DEATHS:
                self._give_up(step, _REASONS.get(step.error_code, _killed)(step, self.parts))
                return
            self._finish(step, work())
            log.debug("step done", ms=round(1000 * (time.monotonic() - began)))
        except (Unavailable, Conflict) as error:
            if step.errors + 1 < (MAX_TRIES if isinstance(error, Unavailable) else MAX_CONFLICTS):
                self._postpone(step, error)
                log.warning("step postponed", code=error.code, errors=step.errors + 1)
            else:
                self._give_up(step, error)
        except VankhoError as error:
            log.error("step failed", code=error.code, error=str(error))  # noqa: TRY400  its code says where it came from
            self._give_up(step, error)
        except MemoryError:
            log.exception("a step asked for too much memory")
            self._give_up(step, _too_much_memory(step, self.parts))
        except Exception as error:  # whatever a decoder or library throws stops this step alone
            log.exception("step failed unexpectedly", error=repr(error))
            self._give_up(step, _unexpected(error))

    def _finish(self, step: Step, outcome: Outcome) -> None:
        with turn_of(self.parts, step.batch) as turn:
            # Whoever lost the lease must not write: the step is somebody else's now.
            if steps.finish(turn.connection, step, owner=self.owner, now=turn.now):
                outcome(turn)

    def _give_up(self, step: Step, error: VankhoError) -> None:
        give_up = FLOW[step.kind].give_up
        if give_up is not None and isinstance(error, Damaged):
            try:
                self._finish(step, give_up(self.parts, step.subject, error))
            except Exception:  # then a person has to look
                log.exception("giving up failed")
            else:
                return
        with self.parts.catalogue.begin() as connection:
            steps.park(connection, step, owner=self.owner, now=self.parts.clock.now(), error=error_to_plain(error))

    def _postpone(self, step: Step, error: VankhoError) -> None:
        with self.parts.catalogue.begin() as connection:
            steps.postpone(
                connection,
                step,
                owner=self.owner,
                not_before=_later(self.parts.clock.now(), step.errors),
                count=True,
                error=error_to_plain(error),
            )


def _told(outcome: Outcome | Exception) -> Outcome:
    """What came of a step, as doing it alone would have told."""
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _later(now: datetime, errors: int) -> datetime:
    return now + min(LONGEST_WAIT, timedelta(seconds=0.5 * 4 ** min(errors, 8)))


def _killed(step: Step, _: Parts) -> Damaged:
    return Damaged(
        "step.killed_worker",
        Sentence(
            f"Bước xử lý này đã làm dừng chương trình {step.deaths} lần nên không thử nữa.",
            f"This step ended its worker {step.deaths} times and is not tried again.",
        ),
        _LOOK_AT_IT,
    )


def _took_too_long(_: Step, parts: Parts) -> Damaged:
    seconds = parts.settings.page_seconds
    return Damaged(
        "step.took_too_long",
        Sentence(
            f"Bước xử lý này hai lần quá {seconds} giây nên không thử nữa.",
            f"This step twice took more than {seconds} seconds and is not tried again.",
        ),
        _LOOK_AT_IT,
    )


def _too_much_memory(_: Step, parts: Parts) -> Damaged:
    mebibytes = parts.settings.step_memory_bytes >> 20
    return Damaged(
        "step.too_much_memory",
        Sentence(
            f"Bước xử lý này cần hơn {vietnamese(mebibytes)} MiB bộ nhớ nên đã dừng.",
            f"This step needs more than {mebibytes:,} MiB of memory and was stopped.",
        ),
        _LOOK_AT_IT,
    )


_REASONS = {steps.TOOK_TOO_LONG: _took_too_long, steps.TOO_MUCH_MEMORY: _too_much_memory}
"""Why a step is given up, by the code that its last worker left."""


def _unexpected(error: Exception) -> Damaged:
    return Damaged(
        "step.unexpected",
        Sentence(
            f"Bước xử lý gặp lỗi không lường trước: {type(error).__name__}: {error}",
            f"The step met an error nobody foresaw: {type(error).__name__}: {error}",
        ),
        Sentence(
            "Tệp gốc vẫn được giữ. Mở tệp gốc để kiểm tra và báo người quản trị mã lỗi này.",
            "The original is kept. Open it to check, and give this code to the administrator.",
        ),
    )
