"""Examine everything an installation depends on, side by side and within seconds.

A server that is away is *undecided*: nothing is wrong with the installation, it waits. One that is set
up so that records could be lost or read by others *fails*, and a server installation does not start.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from app.operations.checks import PREFERRED, Checks
from app.operations.examined import Examined, finding_of, silent
from records.errors import Misconfigured, Unavailable, VankhoError
from records.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.settings import Settings

SECONDS = 8.0
"""For all of it at the start and for ``vankho doctor``, also where packets vanish."""
_NO_ANSWER = {
    "catalogue": "catalogue.unreachable",
    "object_store": "store.unreachable",
    "index": "index.unreachable",
    "queue": "queue.unreachable",
}

log = structlog.get_logger()


class Examination:
    """Looks at one installation again and again.

    Each dependency is looked at in a thread of its own, which nobody waits for longer than asked;
    while one is still stuck at a silent server, no second is sent after it.
    """

    def __init__(self, checks: Checks) -> None:
        self._checks = checks
        self._guard = threading.Lock()
        self._under_way: set[str] = set()
        self._closed = False

    def light(self, seconds: float) -> list[Examined]:
        """What can be told in milliseconds where all is well; never longer than ``seconds``."""
        return self._look(self._checks.light(), seconds)

    def thorough(self, seconds: float = SECONDS) -> list[Examined]:
        """Everything, with what is tried only at the start."""
        return self._look(self._checks.thorough(), seconds)

    def close(self) -> None:
        """Let go of connections, also under those who are still stuck."""
        self._closed = True
        self._checks.close()

    def _look(self, checks: Mapping[str, Callable[[], Examined]], seconds: float) -> list[Examined]:
        found: dict[str, Examined] = {}
        threads = []
        until = time.monotonic() + seconds
        for name, check in checks.items():
            with self._guard:
                if name in self._under_way:
                    continue
                self._under_way.add(name)
            # No pool: the process must be able to end while a thread waits for a server.
            thread = threading.Thread(target=self._run, args=(name, check, found), daemon=True)
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        seen = dict(found)
        told = [seen.get(name) or _no_answer(name, seconds) for name in checks]
        return sorted(told, key=lambda each: PREFERRED.index(each.name))

    def _run(self, name: str, check: Callable[[], Examined], found: dict[str, Examined]) -> None:
        began = time.monotonic()
        try:
            seen = check()
        except VankhoError as error:
            verdict = Verdict.UNDECIDED if isinstance(error, Unavailable) else Verdict.FAILED
            seen = Examined(name=name, verdict=verdict, findings=(finding_of(error),))
        except Exception:  # an examination must tell of the others all the same
            if not self._closed:
                log.exception("an examination failed", dependency=name)
            seen = _no_answer(name, 0)
        finally:
            with self._guard:
                self._under_way.discard(name)
        found[name] = replace(seen, latency_ms=round(1000 * (time.monotonic() - began), 1))


def checks_of(settings: Settings) -> Checks:
    """The checks of the profile; the other one's libraries are not loaded."""
    if settings.profile == "server":
        from app.operations.server_checks import ServerChecks  # noqa: PLC0415  loads the clients of the servers

        return ServerChecks(settings)
    from app.operations.desk_checks import DeskChecks  # noqa: PLC0415  loads the engines of the desk

    return DeskChecks(settings)


def examine(settings: Settings, *, seconds: float = SECONDS) -> list[Examined]:
    """Everything once, within ``seconds``."""
    examination = Examination(checks_of(settings))
    try:
        return examination.thorough(seconds)
    finally:
        examination.close()


def require_sound(settings: Settings) -> None:
    """Keep a server installation from starting on what loses records or lays them open.

    What does not answer keeps nobody from starting: it is logged, and the health of the site tells it.
    A desk starts at once.

    Raises:
        Misconfigured: What is wrong, and what to do.
    """
    if settings.profile == "desk":
        return
    examined = examine(settings)
    reasons = [(each.name, found) for each in examined if (found := each.refuses) is not None]
    for name, found in reasons:
        log.error("will not start", dependency=name, code=found.code, says=found.says.en, where=found.where)
    if reasons:
        first = reasons[0][1]
        raise Misconfigured(first.code, first.says, first.hint)
    for each in examined:
        if each.verdict is not Verdict.PASSED:
            codes = [found.code for found in each.findings]
            log.warning("started although not all is well", dependency=each.name, codes=codes)


def _no_answer(name: str, seconds: float) -> Examined:
    return Examined(
        name=name,
        verdict=Verdict.UNDECIDED,
        latency_ms=1000 * seconds,
        findings=(silent(_NO_ANSWER.get(name, "examine.no_answer")),),
    )
