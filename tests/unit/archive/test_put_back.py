"""Each file of a package, gone or with a byte flipped, is found and put back; what nobody has stays as it is."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest

from archive.find_damage import find_damage
from archive.ocfl.head import head_of
from archive.ocfl.inventory import sidecar
from archive.ocfl.storage_root import object_root
from archive.ocfl.streams import sha512_of
from archive.put_back import Source, put_back
from records.errors import Conflict
from records.identifiers import Digest
from tests.unit.archive.making import Place, assert_valid

if TYPE_CHECKING:
    from pathlib import Path

    from archive.find_damage import Copies, Damage
    from records.identifiers import ObjectKey

pytestmark = pytest.mark.law("R20")

OF_ITSELF = {"0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512"}


def nothing(_: ObjectKey) -> io.BytesIO | None:
    return None


def in_folder(folder: Path) -> Copies:
    def copy(key: ObjectKey) -> io.BytesIO | None:
        place = folder / key.value
        return io.BytesIO(place.read_bytes()) if place.is_file() else None

    return copy


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "store")
    place.deposit({"a/đơn.pdf": bytes(range(256)) * 20, "b": b"one"})
    place.deposit({"b": b"two"})
    shutil.copytree(place.folder / "archive", tmp_path / "copy" / "archive")
    return place


@pytest.fixture
def copies(place: Place) -> Copies:
    return in_folder(place.folder.parent / "copy")


def files(place: Place) -> dict[str, bytes]:
    return {p.relative_to(place.package).as_posix(): p.read_bytes() for p in place.package.rglob("*") if p.is_file()}


def damages(place: Place, copies: Copies, sha512: str) -> dict[str, Damage]:
    found = find_damage(place.store, place.dossier, version=2, inventory_sha512=sha512, copies=copies)
    assert found is not None
    return {each.key.value.removeprefix(f"{object_root(place.dossier)}/"): each for each in found}


def flipped(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:] if content else b"?"


def test_nothing_is_damaged_where_all_is_whole(place: Place) -> None:
    assert damages(place, nothing, head_of(place.store, place.dossier).sha512) == {}


@pytest.mark.parametrize("gone", [False, True])
def test_every_file_alone_is_found_and_put_back(place: Place, copies: Copies, *, gone: bool) -> None:
    before, sha512 = files(place), head_of(place.store, place.dossier).sha512
    assert len(before) >= 10
    for path, content in before.items():
        place.rewrite(path, flipped(content))
        if gone:
            (place.package / path).unlink()
        found = damages(place, copies, sha512)
        assert set(found) == {path}
        assert found[path].found == (None if gone else Digest.of(flipped(content)))
        of_itself = path.rpartition("/")[2] in OF_ITSELF
        assert put_back(place.store, found[path], nothing) == (Source.INVENTORY if of_itself else None)
        assert put_back(place.store, found[path], copies) == (Source.INVENTORY if of_itself else Source.COPY)
        assert files(place) == before, path
    assert_valid(place)


def test_a_package_of_which_all_is_gone_comes_back_from_the_copy(place: Place, copies: Copies) -> None:
    before, sha512 = files(place), head_of(place.store, place.dossier).sha512
    shutil.rmtree(place.package)
    for damage in damages(place, copies, sha512).values():
        put_back(place.store, damage, copies)
    assert files(place) == before


def test_a_copy_of_other_bytes_changes_nothing(place: Place, tmp_path: Path) -> None:
    sha512 = head_of(place.store, place.dossier).sha512
    path = next(path for path in files(place) if path.endswith(".pdf"))
    place.rewrite(path, b"damaged")
    (tmp_path / "copy" / object_root(place.dossier) / path).write_bytes(b"damaged too")
    copies = in_folder(tmp_path / "copy")
    assert put_back(place.store, damages(place, copies, sha512)[path], copies) is None
    assert (place.package / path).read_bytes() == b"damaged"


def test_what_was_changed_since_it_was_found_is_left(place: Place, copies: Copies) -> None:
    sha512 = head_of(place.store, place.dossier).sha512
    path = next(path for path in files(place) if path.endswith(".pdf"))
    place.rewrite(path, b"damaged")
    (damage,) = damages(place, copies, sha512).values()
    place.rewrite(path, b"somebody else was here")
    with pytest.raises(Conflict):
        put_back(place.store, damage, copies)
    assert (place.package / path).read_bytes() == b"somebody else was here"


def test_nobody_knows_what_has_to_be_there_without_the_inventory_on_record(place: Place, copies: Copies) -> None:
    found = find_damage(place.store, place.dossier, version=2, inventory_sha512="0" * 128, copies=copies)
    assert found is None


def test_a_newer_version_is_never_set_back(place: Place, copies: Copies) -> None:
    known = head_of(place.store, place.dossier).sha512
    place.deposit({"c": b"three"})
    assert damages(place, copies, known) == {}


def test_an_earlier_inventory_that_is_attested_is_left_to_people(place: Place, copies: Copies) -> None:
    head = head_of(place.store, place.dossier)
    lying = (place.package / "v1" / "inventory.json").read_bytes().replace(b"can.bo", b"can.ba")
    place.rewrite("v1/inventory.json", lying)
    place.rewrite("v1/inventory.json.sha512", sidecar(sha512_of(lying)))
    assert damages(place, copies, head.sha512) == {}
