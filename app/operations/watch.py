"""How the dependencies are now, without making anybody wait: for health checks and for the notice on pages."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from app.operations.consequences import consequences
from records.findings import Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from app.operations.examine import Examination
    from app.operations.examined import Examined
    from records.errors import Sentence
    from records.ports.clock import Clock

FRESH_SECONDS = 2.0
CONFIRM_SECONDS = 0.5
LONGEST_SECONDS = 2.5
"""A health check is answered within three seconds, also where packets vanish."""
SETTLED = 2
"""Looks in a row that must agree before people are told: one slow answer is no outage."""


class Watch:
    """Looks when asked, at most every two seconds; safe for threads."""

    def __init__(self, examination: Examination, clock: Clock) -> None:
        self._examination = examination
        self._clock = clock
        self._guard = threading.Lock()
        self._looking = threading.Lock()
        self._seen: list[Examined] = []
        self._seen_at = float("-inf")
        self._since: dict[str, datetime] = {}
        self._times: dict[str, int] = {}

    def latest(self) -> list[Examined]:
        """Not older than two seconds, after at most two and a half."""
        if self._is_fresh():
            return self._seen
        # Who comes while another looks gets what that one sees.
        with self._looking:
            if not self._is_fresh():
                self._look()
        return self._seen

    def notices(self) -> tuple[Sentence, ...]:
        """What people should know now; told at once from the last look, a new one is begun where it is old."""
        if not self._is_fresh() and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look_and_release, daemon=True).start()
        with self._guard:
            settled = [each for each in self._seen if self._times.get(each.name, 0) >= SETTLED]
            return consequences(settled, dict(self._since))

    def close(self) -> None:
        self._examination.close()

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._seen_at < FRESH_SECONDS

    def _look_and_release(self) -> None:
        try:
            self._look()
        finally:
            self._looking.release()

    def _look_again(self) -> None:
        time.sleep(CONFIRM_SECONDS)
        with self._looking:
            self._look()

    def _look(self) -> None:
        now = self._clock.now()
        seen = self._examination.light(LONGEST_SECONDS)
        with self._guard:
            for each in seen:
                if each.verdict is Verdict.PASSED:
                    self._since.pop(each.name, None)
                    self._times.pop(each.name, None)
                else:
                    self._since.setdefault(each.name, now)
                    self._times[each.name] = self._times.get(each.name, 0) + 1
            self._seen = seen
            self._seen_at = time.monotonic()
            doubtful = any(number < SETTLED for number in self._times.values())
        if doubtful:
            # Nobody may come by for long: what was seen once is looked at again at once.
            threading.Thread(target=self._look_again, daemon=True).start()
