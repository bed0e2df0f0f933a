"""Two depositors at once, and crashes between any two writes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.events import from_lines
from archive.layout import EVENTS
from archive.ocfl.inventory import parse
from archive.ocfl.storage_root import object_root
from archive.open_content import read_content
from records.errors import Conflict
from tests.unit.archive.making import Place, assert_valid, event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from records.identifiers import Digest, ObjectKey


class Interrupting(FilesystemObjectStore):
    """Lets something happen just before the n-th write to the archive."""

    def __init__(self, root: Path, happens: Callable[[int], None]) -> None:
        super().__init__(root)
        self.happens = happens
        self.writes = 0

    def _before(self, key: ObjectKey) -> None:
        if key.area == "archive":
            self.writes += 1
            self.happens(self.writes)

    def put(self, key: ObjectKey, content: BinaryIO, expected: Digest) -> None:
        self._before(key)
        super().put(key, content, expected)

    def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
        self._before(key)
        super().replace(key, content, expected, previous=previous)

    def delete(self, key: ObjectKey) -> None:
        self._before(key)
        super().delete(key)


def writes_of(folder: Path, act: Callable[[Place], None]) -> int:
    place = Place(folder)
    place.deposit({"a": b"one", "k": b"kept"})
    place.store = counting = Interrupting(folder, lambda _: None)
    act(place)
    return counting.writes


def test_of_two_at_once_one_is_let_through_wherever_they_meet(tmp_path: Path) -> None:
    def act(place: Place) -> None:
        place.deposit({"a": b"mine", "b": b"also mine", "both": b"same"}, description={"by": "me"})

    total = writes_of(tmp_path / "count", act)
    assert total >= 8
    for moment in range(1, total + 1):
        place = Place(tmp_path / str(moment))
        place.deposit({"a": b"one", "k": b"kept"})
        other = Place(place.folder, place.dossier)

        def meets(number: int, *, at: int = moment, other: Place = other) -> None:
            if number == at:
                other.deposit({"a": b"theirs", "c": b"also theirs", "both": b"same"}, description={"by": "them"})

        place.store = Interrupting(place.folder, meets)
        try:
            act(place)
        except Conflict:
            assert read_content(other.store, place.dossier, "a") == b"theirs"
        else:
            # The other came after ours stood, and built upon it.
            assert read_content(other.store, place.dossier, "b") == b"also mine"
        assert read_content(other.store, place.dossier, "k") == b"kept"
        assert read_content(other.store, place.dossier, "both") == b"same"
        assert_valid(other)


def test_one_who_took_a_living_depositor_for_dead_mends_what_they_overwrote(tmp_path: Path) -> None:
    """B starts when A has written all but the root inventory, and goes on when A is through."""
    place = Place(tmp_path)
    place.deposit({"a": b"one"})
    b_has_started, a_is_through = threading.Event(), threading.Event()

    class Slow(FilesystemObjectStore):
        def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
            if key.value == f"{object_root(place.dossier)}/inventory.json":
                b.start()
                assert b_has_started.wait(20)
            super().replace(key, content, expected, previous=previous)

    class Late(FilesystemObjectStore):
        def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
            if key.value.endswith("v2/inventory.json") and not b_has_started.is_set():
                b_has_started.set()
                assert a_is_through.wait(20)
            super().replace(key, content, expected, previous=previous)

    outcome: list[str] = []

    def come_late() -> None:
        late = Place(tmp_path, place.dossier)
        late.store = Late(tmp_path)
        try:
            late.deposit({"a": b"B", "b": b"B"})
        except Conflict as error:
            outcome.append(error.code)

    b = threading.Thread(target=come_late)
    place.store = Slow(tmp_path)
    place.deposit({"a": b"A"})
    a_is_through.set()
    b.join()
    assert outcome == ["archive.changed"]
    assert read_content(place.store, place.dossier, "a") == b"A"
    assert_valid(place)


class Power(BaseException):
    """The plug is pulled."""


def test_a_crash_between_any_two_writes_leaves_what_was_and_is_made_good(tmp_path: Path) -> None:
    wanted = {"a": b"two", "n/e/w": b"new", "again": b"kept"}
    one = event()

    def act(place: Place) -> None:
        place.deposit(wanted, description={"v": 2}, events=(one,))

    total = writes_of(tmp_path / "count", act)
    for moment in range(1, total + 1):
        place = Place(tmp_path / str(moment))
        place.deposit({"a": b"one", "k": b"kept"})

        def pulled(number: int, *, at: int = moment) -> None:
            if number == at:
                raise Power

        place.store = Interrupting(place.folder, pulled)
        with pytest.raises(Power):
            act(place)
        place.store = FilesystemObjectStore(place.folder)
        assert read_content(place.store, place.dossier, "a") in {b"one", b"two"}
        assert read_content(place.store, place.dossier, "k") == b"kept"
        act(place)
        assert read_content(place.store, place.dossier, "a") == b"two"
        assert from_lines(read_content(place.store, place.dossier, EVENTS)) == (one,)
        assert parse((place.package / "inventory.json").read_bytes()).head == 2
        assert_valid(place)


def test_a_crash_while_the_first_version_is_written_is_made_good(tmp_path: Path) -> None:
    for moment in range(1, 40):
        place = Place(tmp_path / str(moment))

        def pulled(number: int, *, at: int = moment) -> None:
            if number == at:
                raise Power

        place.store = Interrupting(place.folder, pulled)
        try:
            place.deposit({"a": b"one"})
        except Power:
            pass
        else:
            assert moment > 8
            return
        place.store = FilesystemObjectStore(place.folder)
        assert place.deposit({"a": b"one"}).version == 1
        assert_valid(place)
    pytest.fail("never got through")
