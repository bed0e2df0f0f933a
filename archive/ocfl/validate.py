"""Is an object valid OCFL 1.1 (or 1.0), down to every byte of its content?

Reads through the object store alone. Findings carry the specification's own codes; see
``codes.py`` for those that are not checked. ``validate_object`` is as strict as the
specification; that a version may be half written is a matter of ``check_fixity``.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.ocfl.check_inventory import CheckedInventory, check_inventory
from archive.ocfl.codes import finding
from archive.ocfl.head import read
from archive.ocfl.inventory import NAME, version_number
from archive.ocfl.streams import hex_digests, sha512_of
from records.errors import NotFound
from records.findings import Finding, Severity
from records.identifiers import ObjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.ports.object_store import ObjectStore

_DECLARATION = re.compile(r"0=ocfl_object_(1\.[01])")
_REGISTERED = {
    "0001-digest-algorithms",
    "0002-flat-direct-storage-layout",
    "0003-hash-and-id-n-tuple-storage-layout",
    "0004-hashed-n-tuple-storage-layout",
    "0005-mutable-head",
    "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0009-digest-algorithms",
    "0010-differential-n-tuple-omit-prefix-storage-layout",
    "0011-direct-clean-path-layout",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What the validation of one object found."""

    id: str | None
    """The id its root inventory gives; None where that cannot be read."""
    findings: tuple[Finding, ...]
    bytes_checked: int
    """Bytes read and hashed."""
    inventory_sha512: str | None
    """Of the root inventory as it lies there."""

    @property
    def valid(self) -> bool:
        return all(found.severity is not Severity.REFUSAL for found in self.findings)


def validate_object(
    store: ObjectStore, root: str, *, sizes: Mapping[str, int] | None = None, sidecar_behind: bool = False
) -> Validation:
    """Check the object whose keys begin with ``root`` + ``/``.

    Args:
        store: Where it lies.
        root: Prefix of its keys, without a slash at its end.
        sizes: Path from the root → size, where the caller has already listed the object; what
            is not in it is treated as not there.
        sidecar_behind: The caller knows that the root sidecar was not written yet: its
            absence or difference is no finding.

    Raises:
        Unavailable: The store does not answer; nothing can be said.
    """
    prefix = f"{root}/"
    if sizes is None:
        sizes = {found.key.value.removeprefix(prefix): found.size for found in store.list(prefix)}
    checking = _Checking(store, prefix, sizes)
    checking.run(sidecar_behind=sidecar_behind)
    return Validation(
        id=checking.root.id,
        findings=tuple(checking.findings),
        bytes_checked=checking.bytes_checked,
        inventory_sha512=checking.inventory_sha512,
    )


@dataclass(slots=True)
class _Checking:
    store: ObjectStore
    prefix: str
    sizes: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    bytes_checked: int = 0
    inventory_sha512: str | None = None
    root: CheckedInventory = field(default_factory=lambda: CheckedInventory(NAME))
    earlier: list[CheckedInventory] = field(default_factory=list)
    """Inventories of the versions before the head, in order."""
    declared: str = "1.1"
    raw: bytes = b""

    def run(self, *, sidecar_behind: bool) -> None:
        self._declaration()
        raw = self._read(NAME)
        if raw is None:
            self._note("E063", NAME)
            return
        self.raw = raw
        self.inventory_sha512 = sha512_of(raw)
        self.root = check_inventory(raw, NAME)
        if self.root.spec not in {None, self.declared}:
            self._note("E038", NAME, str(self.root.spec))
        if not sidecar_behind:
            self._sidecar(raw, self.root, "")
        self._root_names()
        self._version_inventories()
        self.findings += self.root.findings
        self._content()

    def _note(self, code: str, where: str = "", detail: str = "") -> None:
        self.findings.append(finding(code, where, detail))

    def _read(self, path: str) -> bytes | None:
        content = read(self.store, ObjectKey(self.prefix + path)) if path in self.sizes else None
        self.bytes_checked += len(content or b"")
        return content

    def _declaration(self) -> None:
        found = [path for path in self.sizes if path.startswith("0=") and "/" not in path]
        known = {path: named[1] for path in found if (named := _DECLARATION.fullmatch(path))}
        for path in found:
            if path not in known:
                self._note("E006" if not path.startswith("0=ocfl_object_") else "E004", path)
            elif self._read(path) != f"{path.removeprefix('0=')}\n".encode():
                self._note("E007", path)
        if len(found) != 1 or not known:
            self._note("E003", "", ", ".join(found))
        self.declared = max(known.values(), default="1.1")

    def _sidecar(self, raw: bytes, inventory: CheckedInventory, folder: str) -> None:
        named = inventory.plain.get("digestAlgorithm", "sha512")
        path = f"{folder}{NAME}.{named}"
        line = self._read(path)
        if line is None:
            self._note("E058", path)
            return
        matched = re.fullmatch(rb"([0-9a-fA-F]+)[ \t]+inventory\.json\s*", line)
        if not matched:
            self._note("E061", path)
        elif named in {"sha512", "sha256", "md5", "sha1"}:
            found, _ = hex_digests(io.BytesIO(raw), [named])
            if found[named] != matched[1].decode().lower():
                self._note("E060", path)

    def _root_names(self) -> None:
        expected = {NAME, f"{NAME}.{self.root.plain.get('digestAlgorithm', 'sha512')}"}
        folders: set[str] = set()
        for path in self.sizes:
            first, slash, rest = path.partition("/")
            if slash:
                folders.add(first)
                if first == "extensions" and "/" not in rest:
                    self._note("E067", path)
            elif first not in expected and not first.startswith("0="):
                self._note("E001", path)
        for extension in sorted({p.split("/")[1] for p in self.sizes if p.startswith("extensions/")} - _REGISTERED):
            if any(path.startswith(f"extensions/{extension}/") for path in self.sizes):
                self._note("W013", f"extensions/{extension}")
        for folder in sorted(folders - {"extensions", "logs"} - set(self.root.versions)):
            self._note("E046" if version_number(folder) else "E001", folder)
        for version in self.root.versions:
            if version not in folders:
                self._note("E046", version)
                if version != self.root.versions[-1]:
                    self._note("E010", version)

    def _version_inventories(self) -> None:
        for version in self.root.versions:
            path = f"{version}/{NAME}"
            raw = self._read(path)
            if raw is None:
                self._note("W010", path)
            elif version == self.root.versions[-1]:
                if raw != self.raw:
                    self._note("E064", path)
                self._sidecar(raw, self.root if raw == self.raw else check_inventory(raw, path), f"{version}/")
            else:
                inventory = check_inventory(raw, path)
                self.findings += inventory.findings
                self._sidecar(raw, inventory, f"{version}/")
                if inventory.plain:
                    self._as_earlier(inventory, version)
                    self.earlier.append(inventory)
        specs = [inventory.spec or "1.0" for inventory in (*self.earlier, self.root)]
        if specs != sorted(specs):
            self._note("E103", NAME)

    def _as_earlier(self, inventory: CheckedInventory, version: str) -> None:
        """What an earlier version's inventory may not say differently from the root's."""
        where = inventory.where
        if inventory.id != self.root.id:
            self._note("E037", where, str(inventory.id))
        if inventory.versions and inventory.versions[-1] != version:
            self._note("E040", where, inventory.versions[-1])
        if inventory.content_directory != self.root.content_directory:
            self._note("E019", where)
            self._note("E020", where)
        if self.earlier and set(self.earlier[-1].manifest) - set(inventory.manifest):
            self._note("E023", where)
        if not set(inventory.versions) < set(self.root.versions):
            self._note("E066", where)
            return
        for name in inventory.versions:
            if not _same_state(inventory, self.root, name):
                self._note("E066", where, name)
            then, now = inventory.plain["versions"][name], self.root.plain["versions"][name]
            if any(then.get(part) != now.get(part) for part in ("created", "message", "user")):
                self._note("W011", where, name)

    def _content(self) -> None:
        present = set(self._content_files())
        wanted = self._wanted_digests()
        for path in sorted(set(self.root.manifest) - present):
            self._note("E092 gone", path)
        for algorithm, block in self.root.fixity.items():
            for path in sorted(set(block) - present):
                self._note("E093 gone", path, algorithm)
        for path in sorted(present - set(self.root.manifest)):
            self._note("E023", path)
        for path in sorted(present & set(wanted)):
            self._digests(path, wanted[path])

    def _content_files(self) -> list[str]:
        files = []
        for path in self.sizes:
            version, _, rest = path.partition("/")
            if version not in self.root.versions or not rest:
                continue
            first, slash, _ = rest.partition("/")
            if slash and first == self.root.content_directory:
                files.append(path)
            elif slash:
                self._note("W002", path)
            elif not re.fullmatch(r"inventory\.json(\.(sha512|sha256))?", rest):
                self._note("E015", path)
        return files

    def _wanted_digests(self) -> dict[str, set[tuple[str, str, str]]]:
        """Content path → every (algorithm, digest, code) that any inventory gives it."""
        wanted: dict[str, set[tuple[str, str, str]]] = {}
        for inventory in (self.root, *self.earlier):
            for path, digest in inventory.manifest.items():
                wanted.setdefault(path, set()).add((inventory.algorithm, digest, "E092"))
            for algorithm, block in inventory.fixity.items():
                for path, digest in block.items():
                    wanted.setdefault(path, set()).add((algorithm, digest, "E093"))
        return wanted

    def _digests(self, path: str, wanted: set[tuple[str, str, str]]) -> None:
        try:
            with self.store.open(ObjectKey(self.prefix + path)) as stream:
                found, size = hex_digests(stream, {algorithm for algorithm, _, _ in wanted})
        except NotFound:
            self._note("E092 gone", path)
            return
        self.bytes_checked += size
        for algorithm, digest, code in sorted(wanted):
            if found[algorithm] != digest:
                self._note(code, path, algorithm)


def _same_state(one: CheckedInventory, other: CheckedInventory, version: str) -> bool:
    """Both give the version the same logical paths with the same content."""
    then, now = one.states.get(version, {}), other.states.get(version, {})
    if one.algorithm == other.algorithm:
        return then == now
    return set(then) == set(now) and all(
        one.content_of(digest) <= other.content_of(now[path]) for path, digest in then.items()
    )
