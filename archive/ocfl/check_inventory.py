"""Is one inventory.json what OCFL 1.1, 3.5 asks for, taken by itself?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from archive.ocfl.codes import finding
from archive.ocfl.inventory import CONTENT, version_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.findings import Finding

HEX_LENGTHS = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "sha512/256": 64,
    "blake2b-512": 128, "blake2b-160": 40, "blake2b-256": 64, "blake2b-384": 96,
}  # fmt: skip
_ADDRESSING = {"sha512", "sha256"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass(slots=True)
class CheckedInventory:
    """What could be understood of an inventory, and what is wrong with it."""

    where: str
    plain: dict[str, Any] = field(default_factory=dict)
    id: str | None = None
    spec: str | None = None
    algorithm: str = "sha512"
    content_directory: str = CONTENT
    versions: list[str] = field(default_factory=list)
    """Names in order, as far as the sequence is sound."""
    manifest: dict[str, str] = field(default_factory=dict)
    """Content path → digest in lower case."""
    fixity: dict[str, dict[str, str]] = field(default_factory=dict)
    """Algorithm → content path → digest in lower case."""
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    """Version → logical path → digest in lower case."""
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, detail: str = "") -> None:
        self.findings.append(finding(code, self.where, detail))

    def content_of(self, digest: str) -> frozenset[str]:
        return frozenset(path for path, found in self.manifest.items() if found == digest)


def check_inventory(raw: bytes, where: str) -> CheckedInventory:
    """Every fault of the inventory that shows without looking at anything else."""
    checked = CheckedInventory(where)
    try:
        plain = json.loads(raw, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        checked.note("E033", str(error))
        return checked
    if not isinstance(plain, dict):
        checked.note("E033")
        return checked
    checked.plain = plain
    _head_part(checked)
    exact = _manifest(checked)
    used = _versions(checked, exact)
    if "manifest" in plain and checked.versions:
        present = set(checked.manifest.values())
        for digest in sorted(present - used):
            checked.note("E107", digest)
        for path in checked.manifest:
            if path.split("/")[0] not in checked.versions:
                checked.note("E042", path)
    _fixity(checked)
    return checked


def _head_part(checked: CheckedInventory) -> None:
    plain = checked.plain
    for name in ("id", "type", "digestAlgorithm", "head"):
        if name not in plain:
            checked.note("E036", name)
    if "id" in plain:
        if not isinstance(plain["id"], str) or not plain["id"]:
            checked.note("E037")
        else:
            checked.id = plain["id"]
            if not re.match(r"[a-z][a-z\d+.-]*:.+", plain["id"], re.IGNORECASE):
                checked.note("W005", plain["id"])
    if "type" in plain:
        named = re.fullmatch(r"https://ocfl\.io/(1\.[01])/spec/#inventory", str(plain["type"]))
        checked.spec = named[1] if named else None
        if named is None:
            checked.note("E038", str(plain["type"]))
    algorithm = plain.get("digestAlgorithm", "sha512")
    if algorithm not in _ADDRESSING:
        checked.note("E025", str(algorithm))
    else:
        checked.algorithm = algorithm
        if algorithm != "sha512":
            checked.note("W004", algorithm)
    directory = plain.get("contentDirectory", CONTENT)
    if not isinstance(directory, str) or "/" in directory or not directory:
        checked.note("E017")
    elif directory in {".", ".."}:
        checked.note("E018")
    else:
        checked.content_directory = directory


def _manifest(checked: CheckedInventory) -> set[str]:
    """Fills the manifest; the digests exactly as they are written."""
    if "manifest" not in checked.plain:
        checked.note("E041", "manifest")
        return set()
    block = checked.plain["manifest"]
    if not isinstance(block, dict):
        checked.note("E041", "manifest")
        return set()
    seen: set[str] = set()
    paths: list[str] = []
    for digest, listed in block.items():
        if not _is_digest(digest, checked.algorithm):
            checked.note("E025", digest)
            continue
        if digest.lower() in seen:
            checked.note("E096", digest)
        seen.add(digest.lower())
        for path in _strings(listed):
            code = _content_path_fault(path, checked.content_directory)
            if code:
                checked.note(code, path)
                continue
            if path in checked.manifest:
                checked.note("E101", path)
            checked.manifest[path] = digest.lower()
            paths.append(path)
        if not isinstance(listed, list):
            checked.note("E092", digest)
    for path in _clashes(paths):
        checked.note("E101", path)
    return set(block)


def _versions(checked: CheckedInventory, exact: set[str]) -> set[str]:
    """Checks the versions; every digest their states use, in lower case."""
    block = checked.plain.get("versions")
    if "versions" not in checked.plain:
        checked.note("E041", "versions")
        return set()
    if not isinstance(block, dict):
        checked.note("E044")
        return set()
    checked.versions = list(_sequence(checked, block))
    if checked.versions and "head" in checked.plain and checked.plain["head"] != checked.versions[-1]:
        checked.note("E040", str(checked.plain["head"]))
    used: set[str] = set()
    for name in checked.versions:
        version = block[name]
        if not isinstance(version, dict):
            checked.note("E048", name)
            block[name] = {}
            continue
        _describe(checked, name, version)
        if "state" not in version:
            checked.note("E048", f"{name} state")
        elif not isinstance(version["state"], dict):
            checked.note("E050", name)
        else:
            used |= _state(checked, name, version["state"], exact)
    return used


def _sequence(checked: CheckedInventory, block: dict[str, Any]) -> Iterator[str]:
    if not block:
        checked.note("E008")
        return
    first = next((name for name in block if version_number(name) == 1), None)
    if first is None:
        checked.note("E009")
        return
    padded = len(first) - 1 if first != "v1" else 0
    if padded:
        checked.note("W001")
    for number in range(1, len(block) + 1):
        name = f"v{number:0{padded}d}"
        if name not in block:
            checked.note("E010", name)
            return
        if padded and not name.startswith("v0"):
            # v10 after v09: a padded number begins with a zero.
            checked.note("E011", name)
            checked.note("E013", name)
        yield name


def _describe(checked: CheckedInventory, name: str, version: dict[str, Any]) -> None:
    created = version.get("created")
    if "created" not in version:
        checked.note("E048", f"{name} created")
    elif not isinstance(created, str) or not _DATE.fullmatch(created) or not _is_moment(created):
        checked.note("E049", f"{name} {created}")
    if "message" not in version:
        checked.note("W007", f"{name} message")
    elif not isinstance(version["message"], str):
        checked.note("E094", name)
    if "user" not in version:
        checked.note("W007", f"{name} user")
        return
    user = version["user"]
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        checked.note("E054", name)
    elif "address" not in user:
        checked.note("W008", name)
    elif not isinstance(user["address"], str):
        checked.note("E054", name)
    elif not re.match(r"[a-z][a-z\d+.-]*:.+", user["address"], re.IGNORECASE):
        checked.note("W009", name)


def _state(checked: CheckedInventory, name: str, state: dict[str, Any], exact: set[str]) -> set[str]:
    logical = checked.states.setdefault(name, {})
    for digest, listed in state.items():
        if not isinstance(listed, list) or digest not in exact:
            # The very same spelling as in the manifest is asked for.
            checked.note("E050", f"{name} {digest}")
        for path in _strings(listed):
            if path.startswith("/") or path.endswith("/"):
                checked.note("E053", f"{name} {path}")
            elif _has_bad_part(path):
                checked.note("E052", f"{name} {path}")
            elif path in logical:
                checked.note("E095", f"{name} {path}")
            logical[path] = digest.lower()
    for path in _clashes(logical):
        checked.note("E095", f"{name} {path}")
    return {digest.lower() for digest in state}


def _fixity(checked: CheckedInventory) -> None:
    block = checked.plain.get("fixity", {})
    if not isinstance(block, dict):
        checked.note("E111")
        return
    for algorithm, digests in block.items():
        if not isinstance(digests, dict):
            checked.note("E057", algorithm)
            continue
        if algorithm not in HEX_LENGTHS:
            checked.note("E056", algorithm)
            continue
        seen: set[str] = set()
        for digest, listed in digests.items():
            if not _is_digest(digest, algorithm) or not isinstance(listed, list):
                checked.note("E057", f"{algorithm} {digest}")
                continue
            if digest.lower() in seen:
                checked.note("E097", f"{algorithm} {digest}")
            seen.add(digest.lower())
            for path in _strings(listed):
                checked.fixity.setdefault(algorithm, {})[path] = digest.lower()
                if path not in checked.manifest:
                    checked.note(_content_path_fault(path, checked.content_directory) or "E057", path)


def _content_path_fault(path: str, content_directory: str) -> str | None:
    if path.startswith("/") or path.endswith("/"):
        return "E100"
    if _has_bad_part(path):
        return "E099"
    parts = path.split("/")
    shaped = len(parts) > 2 and version_number(parts[0]) is not None and parts[1] == content_directory
    return None if shaped else "E042"


def _has_bad_part(path: str) -> bool:
    return any(part in {"", ".", ".."} for part in path.split("/"))


def _clashes(paths: Iterable[str]) -> list[str]:
    """Paths that are a file and a folder at once."""
    every = set(paths)
    folders = {path[:at] for path in every for at, sign in enumerate(path) if sign == "/"}
    return sorted(every & folders)


def _is_digest(digest: str, algorithm: str) -> bool:
    return len(digest) == HEX_LENGTHS[algorithm] and re.fullmatch(r"[0-9a-fA-F]+", digest) is not None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _strings(listed: object) -> list[str]:
    return [path for path in listed if isinstance(path, str)] if isinstance(listed, list) else []


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return plain
