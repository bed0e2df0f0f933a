"""How workers hear that there is something to do.

The catalogue is the truth for work; what lies here is a bell, not a list. Losing all of it, or
hearing it twice, changes nothing but the time at which a step is done.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """A step that waits for a worker: its row's id in the catalogue, and its kind."""

    id: str
    kind: str


class TaskQueue(Protocol):
    """Tells workers of steps, by their ids alone."""

    @abstractmethod
    def announce(self, steps: Sequence[ReadyStep]) -> bool:
        """Tell workers of ``steps``, in this order; whether all were handed on.

        Never raises and never waits longer than a few seconds: what was not handed on lies in
        the catalogue, and is announced again by whoever sweeps it.
        """

    @abstractmethod
    def waiting(self) -> Mapping[str, int]:
        """Messages that no worker has taken yet, by queue.

        Raises:
            Unavailable (queue.unreachable): The queue does not answer.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of connections; repeatable."""
