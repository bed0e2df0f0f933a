"""What the administrator's pages of work call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.reader import Reader
    from records.work import Dependency, FailedPage, WorkOverview


class WorkDesk(Protocol):
    """The work of machines, for who may administer. It names things by their ids and shows no record.

    Everything raises Forbidden (account.not_allowed) for a reader who may not administer.
    """

    @abstractmethod
    def overview(self, reader: Reader) -> WorkOverview:
        """Counts of this moment."""

    @abstractmethod
    def failed(self, reader: Reader, *, before: str = "", limit: int = 50) -> FailedPage:
        """Failed steps of every batch, newest first; ``before`` is what the page before told as its ``next``."""

    @abstractmethod
    def retry(self, reader: Reader, step: str) -> None:
        """Have a failed step tried again, with a clean count; an event. One that has not failed stays as it is.

        Raises:
            NotFound (step.not_found): There is no such step.
        """

    @abstractmethod
    def retry_all(self, reader: Reader) -> int:
        """The same for every failed step there is now; how many."""

    @abstractmethod
    def health(self, reader: Reader, *, thorough: bool = False) -> Sequence[Dependency]:
        """What the installation depends on: as last seen, or examined anew within ten seconds."""
