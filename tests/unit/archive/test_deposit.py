"""Depositing: versions, inheritance, no copy of what is there, one of two at once."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.deposit import deposit
from archive.events import from_lines
from archive.layout import DESCRIPTIVE, EVENTS
from archive.ocfl.inventory import parse, serialise
from archive.ocfl.storage_root import object_root, object_root_in
from archive.open_content import content_key, open_content, paths, read_content
from records.errors import Damaged, InvalidInput, NotFound
from records.identifiers import Digest, DossierId, ObjectKey
from tests.unit.archive.making import NOW, Place, assert_valid, event, file, made

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

pytestmark = pytest.mark.law("R19")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_first_version_holds_the_files_and_the_metadata(place: Place) -> None:
    first = event()
    done = place.deposit({"representations/rep1/data/d/Đơn.pdf": b"original"}, events=(first,))
    assert (done.version, done.unchanged) == (1, False)
    assert read_content(place.store, place.dossier, "representations/rep1/data/d/Đơn.pdf") == b"original"
    assert "giấy phép".encode() in read_content(place.store, place.dossier, DESCRIPTIVE)
    assert from_lines(read_content(place.store, place.dossier, EVENTS)) == (first,)
    assert_valid(place)


def test_the_state_of_a_version_is_told_with_both_digests_and_size(place: Place) -> None:
    place.deposit({"a/b": b"abc"})
    held = paths(place.store, place.dossier)
    assert list(held) == sorted(held)
    sha512, sha256, size = held["a/b"]
    assert sha512.startswith("ddaf35a193617abacc417349ae204131")
    assert (sha256, size) == (Digest.of(b"abc").hex, 3)


def test_a_later_version_inherits_adds_and_replaces_without_copying(place: Place) -> None:
    place.deposit({"a": b"one", "b": b"two"})
    done = place.deposit({"b": b"changed", "c": b"one"})
    assert done.version == 2
    assert {p: read_content(place.store, place.dossier, p) for p in ("a", "b", "c")} == {
        "a": b"one",
        "b": b"changed",
        "c": b"one",
    }
    assert content_key(place.store, place.dossier, "c") == content_key(place.store, place.dossier, "a")
    assert content_key(place.store, place.dossier, "b", 1).value.endswith("/v1/content/b")
    assert not (place.package / "v2/content/c").exists()
    assert_valid(place)


def test_the_same_deposit_again_adds_no_version(place: Place) -> None:
    wanted = made(place.store, place.dossier, {"a": b"one"}, events=(event(),))
    first = deposit(place.store, wanted, now=NOW)
    again = deposit(place.store, wanted, now=NOW + timedelta(days=1))
    assert again.unchanged
    assert (again.version, again.inventory_sha512) == (first.version, first.inventory_sha512)
    assert not (place.package / "v2").exists()


def test_the_same_deposit_again_needs_no_source(place: Place) -> None:
    wanted = made(place.store, place.dossier, {"a": b"one"})
    deposit(place.store, wanted, now=NOW)
    place.store.delete(wanted.files[0].source)
    assert deposit(place.store, wanted, now=NOW).unchanged


def test_a_description_alone_makes_a_version_without_content_copies(place: Place) -> None:
    place.deposit({"big": bytes(100_000)}, description={"title": "đề nghị"})
    place.deposit({}, description={"title": "đã kiểm tra"})
    copied = [p.name for p in (place.package / "v2/content").rglob("*") if p.is_file()]
    assert copied == ["dossier.json"]
    assert_valid(place)


def test_events_are_appended_once_each(place: Place) -> None:
    one, two = event("ingestion"), event("validation")
    place.deposit({}, events=(one,))
    place.deposit({}, events=(one, two))
    assert from_lines(read_content(place.store, place.dossier, EVENTS)) == (one, two)


def test_what_is_kept_outside_is_the_digest_of_the_root_inventory(place: Place) -> None:
    done = place.deposit({"a": b"one"})
    assert done.inventory_sha512 == hashlib.sha512((place.package / "inventory.json").read_bytes()).hexdigest()


def test_an_inventory_is_written_the_same_way_each_time(place: Place) -> None:
    place.deposit({"a": b"one", "b": b"one"})
    place.deposit({"a": b"two"})
    raw = (place.package / "inventory.json").read_bytes()
    assert serialise(parse(raw)) == raw


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["a//b"], "deposit.path_invalid"),
        (["../a"], "deposit.path_invalid"),
        (["/a"], "deposit.path_invalid"),
        (["a\\b"], "deposit.path_invalid"),
        (["a\nb"], "deposit.path_invalid"),
        (["a", "a"], "deposit.path_twice"),
        (["a", "a/b"], "deposit.path_clash"),
        ([DESCRIPTIVE], "deposit.path_reserved"),
        ([f"{EVENTS}/x"], "deposit.path_clash"),
    ],
)
def test_paths_that_cannot_be_those_of_a_package_are_refused(place: Place, files: list[str], code: str) -> None:
    from dataclasses import replace

    wanted = made(place.store, place.dossier, {})
    with pytest.raises(InvalidInput) as error:
        deposit(
            place.store,
            replace(wanted, files=tuple(file(place.store, path, b"x") for path in files)),
            now=NOW,
        )
    assert error.value.code == code
    assert not place.package.exists()


def test_a_path_may_not_clash_with_an_inherited_one(place: Place) -> None:
    place.deposit({"a": b"one"})
    with pytest.raises(InvalidInput, match="path_clash"):
        place.deposit({"a/b": b"two"})


def test_a_source_that_is_not_what_it_should_be_stops_the_deposit(place: Place) -> None:
    wanted = made(place.store, place.dossier, {"a": b"one"})
    stored = place.folder / wanted.files[0].source.value
    stored.unlink()
    stored.write_bytes(b"rotten")
    with pytest.raises(Damaged, match="digest_mismatch"):
        deposit(place.store, wanted, now=NOW)
    with pytest.raises(NotFound, match="not_deposited"):
        open_content(place.store, place.dossier, "a")


def test_a_store_that_gives_back_other_bytes_is_found_out(place: Place) -> None:
    class Lying(FilesystemObjectStore):
        def open(self, key: ObjectKey) -> BinaryIO:
            if key.value.endswith("v2/content/a"):
                return io.BytesIO(b"something else")
            return super().open(key)

    before = place.deposit({"a": b"one"})
    place.store = Lying(place.folder)
    with pytest.raises(Damaged, match="read_back_differs"):
        place.deposit({"a": b"two"})
    place.store = FilesystemObjectStore(place.folder)
    assert read_content(place.store, place.dossier, "a") == b"one"
    assert place.deposit({"a": b"two"}).version == before.version + 1
    assert_valid(place)


def test_leftovers_of_another_attempt_are_not_in_the_way_and_vanish(place: Place) -> None:
    place.deposit({"a": b"one"})
    place.rewrite("v2/content/a", b"of an attempt that was given up")
    place.rewrite("v2/content/x/y", b"of the same")
    place.rewrite("v2/inventory.json", b"{}")
    place.deposit({"a": b"two", "b": b"three"})
    assert read_content(place.store, place.dossier, "a") == b"two"
    assert_valid(place)


def test_leftovers_with_the_right_bytes_are_taken_over(place: Place) -> None:
    place.deposit({"a": b"one"})
    place.rewrite("v2/content/a", b"two")
    inode = (place.package / "v2/content/a").stat().st_ino
    place.deposit({"a": b"two"})
    assert (place.package / "v2/content/a").stat().st_ino == inode
    assert_valid(place)


@pytest.mark.parametrize("gone", [["inventory.json"], ["v2/inventory.json", "inventory.json"]])
def test_a_lost_inventory_is_never_written_over(place: Place, gone: list[str]) -> None:
    place.deposit({"a": b"one"})
    place.deposit({"a": b"two"})
    for name in gone:
        (place.package / name).unlink()
    with pytest.raises(Damaged, match="inventory_lost"):
        place.deposit({"a": b"three"})


def test_a_changed_inventory_is_never_built_upon(place: Place) -> None:
    place.deposit({"a": b"one"})
    place.rewrite("inventory.json", (place.package / "inventory.json").read_bytes().replace(b"Nh", b"nh"))
    with pytest.raises(Damaged, match="inventory_damaged"):
        place.deposit({"a": b"two"})


def test_absent_things_are_not_found(place: Place) -> None:
    with pytest.raises(NotFound, match="not_deposited"):
        paths(place.store, place.dossier)
    place.deposit({"a": b"one"})
    with pytest.raises(NotFound, match="no_such_path"):
        open_content(place.store, place.dossier, "b")
    with pytest.raises(NotFound, match="no_such_version"):
        content_key(place.store, place.dossier, "a", 2)


def test_the_root_of_an_object_follows_from_its_id() -> None:
    # Examples of the layout's own text.
    from archive.ocfl.storage_root import object_root_of

    assert object_root_of("object-01") == "archive/3c0/ff4/240/object-01"
    assert object_root_of("..hor/rib:le-$id") == "archive/487/326/d8c/%2e%2ehor%2frib%3ale-%24id"
    root = object_root(DossierId.new())
    assert object_root_in(ObjectKey(f"{root}/v1/content/x")) == root
    assert object_root_in(ObjectKey("archive/ocfl_layout.json")) is None
    assert object_root_in(ObjectKey(f"{root[:-1]}x/v1/x")) is None


CONTENT = st.binary(max_size=12) | st.sampled_from([b"same", b"other"])
LOGICAL = st.lists(st.sampled_from(["a", "b.pdf", "Đơn", "x y"]), min_size=1, max_size=2).map(
    lambda parts: "/".join([*(f"{p}.d" for p in parts[:-1]), parts[-1]])
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(st.dictionaries(LOGICAL, CONTENT, max_size=4), min_size=1, max_size=5))
def test_every_version_reads_back_as_it_was(tmp_path: Path, versions: list[dict[str, bytes]]) -> None:
    place = Place(tmp_path)
    model: list[dict[str, bytes]] = []
    state: dict[str, bytes] = {}
    for number, files in enumerate(versions, start=1):
        state = {**state, **files}
        assert place.deposit(files, description={"version": number}).version == number
        model.append(state)
    for number, expected in enumerate(model, start=1):
        for path, content in expected.items():
            with place.store.open(content_key(place.store, place.dossier, path, number)) as stream:
                assert stream.read() == content
    assert set(paths(place.store, place.dossier)) == {*state, DESCRIPTIVE, EVENTS}
    # Nothing is copied twice.
    stored = [p.read_bytes() for p in place.package.glob("v*/content/**/*") if p.is_file()]
    assert len(stored) == len(set(stored))
    assert_valid(place)


def test_another_tool_finds_the_whole_storage_root_valid(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from ocfl.storage_root import StorageRoot  # type: ignore[import-untyped]  # ships no types

    for number in range(3):
        place = Place(tmp_path)
        place.deposit({"a": b"one"})
        place.deposit({"a": b"%d" % number})
    root = StorageRoot(root=str(tmp_path / "archive"))
    valid = root.validate(log_warnings=True)
    assert (valid, root.num_objects, root.good_objects) == (True, 3, 3), caplog.text
