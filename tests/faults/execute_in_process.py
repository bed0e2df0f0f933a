"""A process that works at a disposal list until it kills itself at its n-th call.

Every call of the store's eraser and of the index counts, and every transaction that is about to be
committed: before each of them the process may end, as by a power cut.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import steps
from adapters.catalogue.schema import step as step_table
from app.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.wiring import Parts
    from tests.contracts.disposal_house import House

OWNER = "the one who is killed"


def deadly(parts: Parts, left: int) -> None:
    """Count calls from now on, and die at the one after ``left``."""
    counted = 0

    def count() -> None:
        nonlocal counted
        if counted == left:
            os.kill(os.getpid(), signal.SIGKILL)
        counted += 1

    def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*told: Any, **named: Any) -> Any:
            count()
            return call(*told, **named)

        return counting

    begin = parts.catalogue.begin

    @contextmanager
    def counting_begin(**named: Any) -> Iterator[Any]:
        with begin(**named) as connection:
            yield connection
            if not named.get("readonly"):
                count()  # everything is written, nothing is committed

    for port, names in ((parts.erasure, ("erase", "lying")), (parts.index, ("remove_document", "commit", "holds"))):
        for name in names:
            setattr(port, name, wrapped(getattr(port, name)))
    parts.catalogue.begin = counting_begin  # type: ignore[method-assign]  # to count what it commits


def work_until_killed(house: House, left: int, *, steps: int | None = None) -> int:
    """Work in a process of its own at ``steps`` steps (all there are); its exit status, or minus the signal of its end.

    ``left``: how many calls it may make.
    """
    house.parts.catalogue.close()  # no connection of this process goes into the next
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _work(house.reopened(), left, steps)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work(parts: Parts, left: int, most: int | None) -> None:
    with parts.catalogue.begin() as connection:
        steps.release_owner(connection, OWNER, parts.clock.now())
        # Nobody waits for the one who died, however often.
        connection.execute(sa.update(step_table).values(not_before=parts.clock.now() - timedelta(days=1), deaths=0))
    deadly(parts, left)
    work, done = Work(parts, OWNER), 0
    while done != most and (step := work.claim()) is not None:
        work.do(step)
        done += 1
