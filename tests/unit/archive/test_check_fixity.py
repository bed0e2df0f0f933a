"""Damage of every kind is found and named; what a crash leaves is told from damage."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.check_fixity import ObjectReport, check_fixity
from archive.ocfl.inventory import parse, serialise, sidecar
from records.errors import Sentence, Unavailable
from records.findings import Severity, Verdict
from records.identifiers import DossierId, ObjectKey
from tests.unit.archive.making import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

pytestmark = pytest.mark.law("R20")

CONTENT = bytes(range(256)) * 20


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.deposit({"a/original.pdf": CONTENT, "b": b"one"})
    place.deposit({"b": b"two"})
    return place


def report(place: Place, **more: object) -> ObjectReport:
    (only,) = check_fixity(place.store, [place.dossier], **more)  # type: ignore[arg-type]  # passed on as given
    return only


def codes(found: ObjectReport) -> set[str]:
    return {f.code for f in found.findings}


def test_what_is_whole_passes_and_every_byte_was_read(place: Place) -> None:
    found = report(place)
    assert (found.verdict, found.findings, found.dossier) == (Verdict.PASSED, (), place.dossier)
    assert found.ocfl_id == f"urn:uuid:{place.dossier}"
    stored = sum(p.stat().st_size for p in place.package.rglob("*") if p.is_file())
    assert found.bytes_checked == stored


def test_all_is_every_object_and_the_storage_root(place: Place) -> None:
    other = Place(place.folder)
    other.deposit({"x": b"x"})
    found = {r.ocfl_id: r for r in check_fixity(place.store)}
    assert set(found) == {place.dossier.ocfl_id, other.dossier.ocfl_id, ""}
    assert all(r.verdict is Verdict.PASSED and not r.findings for r in found.values())


def flip(place: Place) -> None:
    damaged = bytearray(CONTENT)
    damaged[2000] ^= 1
    place.rewrite("v1/content/a/original.pdf", bytes(damaged))


def remove(name: str) -> Callable[[Place], None]:
    return lambda place: (place.package / name).unlink()


def add(name: str) -> Callable[[Place], None]:
    return lambda place: place.rewrite(name, b"stray")


def edit_inventory(place: Place) -> None:
    raw = (place.package / "inventory.json").read_bytes()
    place.rewrite("inventory.json", raw.replace(b"can.bo", b"ke.gian"))


def edit_both_inventories(place: Place) -> None:
    raw = (place.package / "inventory.json").read_bytes().replace(b"can.bo", b"ke.gian")
    place.rewrite("inventory.json", raw)
    place.rewrite("v2/inventory.json", raw)


def roll_back(place: Place) -> None:
    shutil.rmtree(place.package / "v2")
    for name in ("inventory.json", "inventory.json.sha512"):
        place.rewrite(name, (place.package / "v1" / name).read_bytes())


def rewrite_history(place: Place) -> None:
    """Everything consistent in itself: only a digest kept elsewhere can tell."""
    forged = b"forged"
    place.rewrite("v2/content/b", forged)
    inventory = json.loads((place.package / "inventory.json").read_bytes())
    old = hashlib.sha512(b"two").hexdigest()
    raw = json.dumps(inventory).replace(old, hashlib.sha512(forged).hexdigest())
    raw = raw.replace(hashlib.sha256(b"two").hexdigest(), hashlib.sha256(forged).hexdigest())
    content = serialise(parse(raw.encode()))
    for folder in ("", "v2/"):
        place.rewrite(f"{folder}inventory.json", content)
        place.rewrite(f"{folder}inventory.json.sha512", sidecar(hashlib.sha512(content).hexdigest()))


DAMAGE: dict[str, tuple[Callable[[Place], None], str]] = {
    "a bit of content flipped": (flip, "E092"),
    "content cut short": (lambda p: p.rewrite("v1/content/a/original.pdf", CONTENT[:-1]), "E092"),
    "content of an old version changed": (lambda p: p.rewrite("v1/content/b", b"ONE"), "E092"),
    "content removed": (remove("v1/content/a/original.pdf"), "E092"),
    "content added": (add("v1/content/a/extra.pdf"), "E023"),
    "file added to the root": (add("note.txt"), "E001"),
    "file added to a version": (add("v1/note.txt"), "E015"),
    "folder added to the root": (add("other/note.txt"), "E001"),
    "a later version out of order": (add("v7/content/x"), "E046"),
    "root inventory edited": (edit_inventory, "E060"),
    "root and version inventory edited": (edit_both_inventories, "E060"),
    "root inventory removed": (remove("inventory.json"), "E063"),
    "root sidecar removed": (remove("inventory.json.sha512"), "E058"),
    "old inventory edited": (lambda p: p.rewrite("v1/inventory.json", b"{}"), "E060"),
    "old sidecar removed": (remove("v1/inventory.json.sha512"), "E058"),
    "newest version's inventory removed": (remove("v2/inventory.json"), "W010"),
    "newest version's inventory other": (lambda p: p.rewrite("v2/inventory.json", b"{}"), "E064"),
    "declaration removed": (remove("0=ocfl_object_1.1"), "E003"),
    "declaration changed": (lambda p: p.rewrite("0=ocfl_object_1.1", b"ocfl_object_1.0\n"), "E007"),
    "everything removed": (lambda p: shutil.rmtree(p.package), "fixity.object_lost"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_named(place: Place, name: str) -> None:
    harm, code = DAMAGE[name]
    harm(place)
    found = report(place)
    assert code in codes(found)
    assert found.verdict is (Verdict.PASSED if code.startswith("W") else Verdict.FAILED)
    for finding in found.findings:
        assert finding.says.vi
        assert finding.says.en
        assert finding.hint.vi


def test_damage_is_found_when_everything_is_looked_at(place: Place) -> None:
    flip(place)
    found = {r.ocfl_id: r for r in check_fixity(place.store)}
    assert found[place.dossier.ocfl_id].verdict is Verdict.FAILED
    assert found[""].verdict is Verdict.PASSED


def test_a_forged_package_is_found_by_the_digest_kept_elsewhere(place: Place) -> None:
    known = {place.dossier: hashlib.sha512((place.package / "inventory.json").read_bytes()).hexdigest()}
    assert report(place, expected_inventories=known).verdict is Verdict.PASSED
    rewrite_history(place)
    assert report(place).verdict is Verdict.PASSED
    found = report(place, expected_inventories=known)
    assert codes(found) == {"fixity.inventory_swapped"}
    assert found.verdict is Verdict.FAILED


def test_a_package_set_back_is_found_by_the_digest_kept_elsewhere(place: Place) -> None:
    known = {place.dossier: hashlib.sha512((place.package / "inventory.json").read_bytes()).hexdigest()}
    roll_back(place)
    assert report(place).verdict is Verdict.PASSED
    assert codes(report(place, expected_inventories=known)) == {"fixity.inventory_swapped"}


def test_a_version_nobody_recorded_is_undecided(place: Place) -> None:
    known = {place.dossier: hashlib.sha512((place.package / "v1/inventory.json").read_bytes()).hexdigest()}
    found = report(place, expected_inventories=known)
    assert (found.verdict, codes(found)) == (Verdict.UNDECIDED, {"fixity.newer_than_known"})


def test_a_dossier_on_record_that_is_not_there_is_lost(place: Place) -> None:
    gone = DossierId.new()
    found = {r.dossier: r for r in check_fixity(place.store, expected_inventories={gone: "0" * 128})}
    assert found[gone].verdict is Verdict.FAILED
    assert codes(found[gone]) == {"fixity.object_lost"}
    assert found[place.dossier].verdict is Verdict.PASSED


def test_a_package_in_the_place_of_another_is_found(place: Place) -> None:
    other = Place(place.folder)
    other.deposit({"x": b"x"})
    shutil.rmtree(other.package)
    shutil.copytree(place.package, other.package)
    assert "fixity.misplaced" in codes(report(other))
    assert [r.verdict for r in check_fixity(place.store) if "fixity.misplaced" in codes(r)] == [Verdict.FAILED]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("archive/notes.txt", "E072"),
        ("archive/abc/notes.txt", "E072"),
        ("archive/ocfl_layout.json", "E070"),
        ("archive/0=ocfl_1.1", "E069"),
        ("archive/a\\b", "store.foreign_name"),
    ],
)
def test_what_does_not_belong_into_the_storage_root_is_named(place: Place, name: str, code: str) -> None:
    stray = place.folder / name
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.unlink(missing_ok=True)
    stray.write_bytes(b"stray")
    found = {r.ocfl_id: r for r in check_fixity(place.store)}
    assert codes(found[""]) == {code}
    assert found[""].verdict is Verdict.FAILED
    assert found[place.dossier.ocfl_id].verdict is Verdict.PASSED


def test_a_version_in_the_making_is_a_warning(place: Place) -> None:
    place.rewrite("v3/content/b", b"three")
    found = report(place)
    assert (found.verdict, codes(found)) == (Verdict.PASSED, {"fixity.unfinished_version"})
    assert [f.severity for f in found.findings] == [Severity.WARNING]


def test_a_whole_version_ahead_is_undecided_unless_the_head_is_known(place: Place) -> None:
    known = {place.dossier: hashlib.sha512((place.package / "v1/inventory.json").read_bytes()).hexdigest()}
    for name in ("inventory.json", "inventory.json.sha512"):
        place.rewrite(name, (place.package / "v1" / name).read_bytes())
    found = report(place)
    assert (found.verdict, codes(found)) == (Verdict.UNDECIDED, {"fixity.unfinished_version"})
    assert report(place, expected_inventories=known).verdict is Verdict.PASSED


def test_a_sidecar_that_was_not_written_yet_is_a_warning(place: Place) -> None:
    place.rewrite("inventory.json.sha512", (place.package / "v1/inventory.json.sha512").read_bytes())
    found = report(place)
    assert (found.verdict, codes(found)) == (Verdict.PASSED, {"fixity.unfinished_version"})
    place.deposit({"b": b"two"})
    assert report(place).findings == ()


def test_a_first_version_in_the_making_is_undecided_unless_it_must_be_there(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.deposit({"a": b"one"})
    for name in ("inventory.json", "inventory.json.sha512"):
        (place.package / name).unlink()
    found = next(iter(check_fixity(place.store)))
    assert (found.verdict, codes(found)) == (Verdict.UNDECIDED, {"fixity.nothing_stands"})
    assert codes(report(place)) == {"fixity.object_lost"}


def test_a_store_that_does_not_answer_decides_nothing(place: Place) -> None:
    class Failing(FilesystemObjectStore):
        def open(self, key: ObjectKey) -> BinaryIO:
            if key.value.endswith("original.pdf"):
                raise Unavailable("store.io", Sentence("hỏng", "broken"), Sentence("chờ", "wait"))
            return super().open(key)

    place.store = Failing(place.folder)
    found = report(place)
    assert (found.verdict, codes(found)) == (Verdict.UNDECIDED, {"store.io"})


@pytest.mark.parametrize("moment", range(1, 12))
def test_a_deposit_during_the_check_is_no_damage(place: Place, moment: int) -> None:
    class Meeting(FilesystemObjectStore):
        opened = 0

        def open(self, key: ObjectKey) -> BinaryIO:
            self.opened += 1
            if self.opened == moment:
                Place(place.folder, place.dossier).deposit({"b": b"three"})
            return super().open(key)

    place.store = Meeting(place.folder)
    assert report(place).verdict is Verdict.PASSED
    assert (place.package / "v3").exists()


def test_content_is_read_in_pieces(tmp_path: Path) -> None:
    class Sized(FilesystemObjectStore):
        largest = 0

        def open(self, key: ObjectKey) -> BinaryIO:
            sized = self

            class Stream(io.BufferedReader):
                def read(self, size: int | None = -1, /) -> bytes:
                    chunk = super().read(size)
                    sized.largest = max(sized.largest, len(chunk))
                    return chunk

            return Stream(super().open(key).detach())  # type: ignore[attr-defined]  # a BufferedReader in fact

    place = Place(tmp_path)
    place.store = Sized(tmp_path)
    place.deposit({"big": bytes(9 << 20)})
    assert report(place).verdict is Verdict.PASSED
    assert place.store.largest <= 1 << 20
