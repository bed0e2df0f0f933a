"""The queue of a desk: there is none, workers of the same machine look into the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.ports.task_queue import ReadyStep, TaskQueue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PollingQueue(TaskQueue):
    """Hands on nothing: workers find each step by themselves within a quarter of a second."""

    def announce(self, steps: Sequence[ReadyStep]) -> bool:
        _ = steps
        return True

    def waiting(self) -> Mapping[str, int]:
        return {}

    def close(self) -> None:
        """There is nothing to let go of."""
