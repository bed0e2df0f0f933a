"""Whatever happens in whatever order, also when processes die: only what the law lets go is ever destroyed.

The histories of the gate, with somebody who executes, workers that work and workers that die between any two
calls of the store or the index. A ledger that knows only the law says what may go; the store is looked into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from records.errors import NotFound, VankhoError
from tests.contracts import catalogues
from tests.contracts.execution_office import ExecutionOffice
from tests.contracts.retention_desk import REGISTER
from tests.contracts.test_gate_histories import ACTS, LIKELY, TODAY, History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from records.identifiers import DossierId

pytestmark = pytest.mark.law("R12")

EXECUTION = ("approve", "begin", "work", "die", "twice")
EVERY_ACT, EVERY_CHANCE = (*ACTS, *EXECUTION), (*LIKELY, 25, 20, 12, 12, 4)
AFTERWARDS = ("work", "die", "hold", "clock", "begin")
"""What can still happen to a dossier that is going: nothing brings it back."""
LENGTH = 10


class Killed(BaseException):
    """The process ends here, as by kill -9: nothing catches it, and open transactions are undone."""


class ExecutedHistory(History):
    """One dossier, from its deposit until it is destroyed or the history ends."""

    def __init__(self, office: ExecutionOffice, number: int, register: DossierId) -> None:
        self._office: ExecutionOffice = office
        super().__init__(office, number, register)
        self._asked = False
        """Somebody has proved who it is, and no worker has looked at the item since."""
        self.going = False

    def _deposited(self, ended: date) -> DossierId:
        return self._office.packed(self._name, ended)

    def go(self) -> bool:
        for _ in range(LENGTH):
            acts, chances = (AFTERWARDS, None) if self.going else (EVERY_ACT, EVERY_CHANCE)
            act = self._chance.choices(acts, chances)[0]
            allowed = self._asked and self._ledger.may_go(self._office.clock.day)
            try:
                getattr(self, f"_{act}")()
                self.acts.append(act)
            except VankhoError as refused:
                self.acts.append(f"{act}: {refused.code}")
            self._look_into_it(allowed=allowed)
        if self.going:
            # However often it died, it is brought to its end.
            self._office.resume()
            self._begin_again()
            self._office.work()
            assert self._office.state(self._dossier) == "destroyed", self.acts
            assert not self._office.is_whole(self._dossier)
        self._tidy()
        return self.going

    def _look_into_it(self, *, allowed: bool) -> None:
        state = self._office.state(self._dossier)
        if not self.going and state in {"going", "destroyed"}:
            assert allowed, (self._name, self.acts, self._ledger)
            self.going = True
        if state == "destroyed":
            assert not self._office.is_whole(self._dossier), self.acts
        elif not self.going:
            assert self._office.is_whole(self._dossier), (self._name, self.acts, self._ledger)

    def _approve(self) -> None:
        """The whole way of a list at once, where nothing is against it."""
        if self._ledger.decided or self._asked:
            return
        self._list()
        self._vote()
        self._decide()

    def _begin(self) -> None:
        if self._ledger.listed is not None:
            self._office.begin(self._ledger.listed, self._chance.randrange(2))
            self._asked = True

    def _begin_again(self) -> None:
        assert self._ledger.listed is not None
        if self._office.state(self._dossier) != "destroyed":
            self._office.begin(self._ledger.listed)

    def _work(self) -> None:
        could = self._asked and self._ledger.may_go(self._office.clock.day)
        self._office.resume()
        self._office.work()
        assert not could or self._office.state(self._dossier) == "destroyed", (self._name, self.acts)
        self._asked = False

    def _die(self) -> None:
        """A worker works until it is killed at some call; what it held is given back afterwards."""
        parts = self._office.parts
        left = self._chance.randrange(12)

        def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
            def wrapped(*told: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    raise Killed
                return call(*told, **named)

            return wrapped

        with pytest.MonkeyPatch.context() as patched:
            for port, names in ((parts.erasure, ("erase", "lying")), (parts.index, ("remove_document", "commit"))):
                for name in names:
                    patched.setattr(port, name, deadly(getattr(port, name)))
            try:
                self._office.resume()
                self._office.work()
            except Killed:
                parts.index.close()
            else:
                self._asked = False
        if self._ledger.listed is not None and self._office.item(self._ledger.listed, self._dossier).state != "to_go":
            self._asked = False

    def _twice(self) -> None:
        """Two who execute ask for it one after the other."""
        self._begin()
        self._begin()

    def _list(self) -> None:
        if self._asked:
            return  # of two lists at once another test tells
        super()._list()


@pytest.fixture(params=catalogues.KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExecutionOffice]:
    folder = tmp_path_factory.mktemp("histories")
    with catalogues.migrated(request.param, folder) as made:
        if not made.on_server:
            # Thousands of acts, none of which has to outlive a power cut.
            sa.event.listen(made.engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous = OFF"))
            made.close()
        yield ExecutionOffice(made, TODAY, folder / "data")


@pytest.mark.timeout(14400)
@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.long)])
def test_nothing_is_ever_destroyed_that_the_law_keeps(office: ExecutionOffice, times: int) -> None:
    histories = times * (100 if office.catalogue.on_server else 400)
    register = office.dossier("sổ", REGISTER)
    gone = 0
    for number in range(histories):
        history = ExecutedHistory(office, number, register)
        try:
            gone += history.go()
        except (NotFound, VankhoError) as error:
            raise AssertionError(f"history {number}: {history.acts}") from error
    assert gone > histories / 50  # what destroys nothing would pass everything else
