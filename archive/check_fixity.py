"""Is everything in the archive still what was deposited, byte for byte?

Reads and hashes every byte of every object asked for and changes nothing. A digest that lies
beside the content it attests proves accidents, not attacks: who can swap a file can swap the
inventory too. So the caller may hand in the inventory digests kept outside the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from archive import fixity_findings as say
from archive.ocfl.codes import finding
from archive.ocfl.head import read
from archive.ocfl.inventory import NAME, SIDECAR
from archive.ocfl.storage_root import AREA, object_root, object_root_in, object_root_of, root_files
from archive.ocfl.streams import sha512_of
from archive.ocfl.unfinished import Unfinished, set_aside
from archive.ocfl.validate import Validation, validate_object
from records.errors import Unavailable, VankhoError
from records.findings import Severity, Verdict
from records.identifiers import DossierId, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from records.findings import Finding
    from records.ports.object_store import ObjectStore, StoredObject

# An object may get a new version while it is being read.
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectReport:
    """What the check of one object found; one with an empty ``ocfl_id`` is about the storage root."""

    ocfl_id: str
    dossier: DossierId | None
    """None where the object does not say whose it is."""
    verdict: Verdict
    """Undecided: the store did not answer, or a person has to say which state is the right one."""
    findings: tuple[Finding, ...]
    bytes_checked: int


def check_fixity(
    store: ObjectStore,
    dossiers: Iterable[DossierId] | None = None,
    *,
    expected_inventories: Mapping[DossierId, str] | None = None,
) -> Iterator[ObjectReport]:
    """Check these dossiers (None: every object found, then the storage root), one report each.

    Args:
        store: Where the archive lies.
        dossiers: Which; each of them must be there.
        expected_inventories: SHA-512 of the newest root inventory of dossiers, as kept outside the
            package. A dossier named here and not found is lost.

    A version that was being written when the check came by or the machine went down is a
    warning and leaves the verdict ``passed`` as long as what stood before is whole and known
    to be the newest.
    """
    known = dict(expected_inventories or {})
    if dossiers is not None:
        for dossier in dossiers:
            yield _check(store, object_root(dossier), dossier, known.get(dossier))
        return
    by_root = {object_root(dossier): dossier for dossier in known}
    strays: list[Finding] = []
    found = _Listing(store, strays)
    for root, group in groupby(found, key=lambda stored: object_root_in(stored.key)):
        if root is None:
            strays += [finding("E072", stored.key.value) for stored in group if stored.key not in root_files()]
            continue
        sizes = {stored.key.value.removeprefix(f"{root}/"): stored.size for stored in group}
        dossier_here = by_root.pop(root, None)
        yield _check(store, root, dossier_here, known.get(dossier_here) if dossier_here else None, sizes)
    for root, dossier in sorted(by_root.items()):
        yield _check(store, root, dossier, known[dossier])
    yield _storage_root(store, strays)


class _Listing:
    """All keys of the area; what the store complains of becomes a finding."""

    def __init__(self, store: ObjectStore, findings: list[Finding]) -> None:
        self._store = store
        self._findings = findings

    def __iter__(self) -> Iterator[StoredObject]:
        try:
            yield from self._store.list(f"{AREA}/")
        except VankhoError as error:
            self._findings.append(say.error(error))


def _check(
    store: ObjectStore,
    root: str,
    dossier: DossierId | None,
    expected: str | None,
    listed: Mapping[str, int] | None = None,
) -> ObjectReport:
    try:
        for _ in range(_ATTEMPTS):
            before = None if listed else _told_by_root(store, root)
            report = _look(store, root, dossier, expected, listed)
            if report.verdict is Verdict.PASSED or before == _told_by_root(store, root):
                break
            listed = None
    except VankhoError as error:
        return ObjectReport(
            ocfl_id=dossier.ocfl_id if dossier else "",
            dossier=dossier,
            verdict=Verdict.UNDECIDED if isinstance(error, Unavailable) else Verdict.FAILED,
            findings=(say.error(error, root),),
            bytes_checked=0,
        )
    return report


def _told_by_root(store: ObjectStore, root: str) -> tuple[bytes | None, ...]:
    """What changes whenever a version comes to stand or is finished."""
    return tuple(read(store, ObjectKey(f"{root}/{name}")) for name in (NAME, SIDECAR))


def _look(
    store: ObjectStore, root: str, dossier: DossierId | None, expected: str | None, listed: Mapping[str, int] | None
) -> ObjectReport:
    """One look at the object."""
    if listed is None:
        listed = {found.key.value.removeprefix(f"{root}/"): found.size for found in store.list(f"{root}/")}
    if not listed:
        return _report(dossier, None, [say.lost(root)], undecided=False)
    apart = set_aside(store, root, listed)
    if apart.nothing_stands:
        # Whoever names a dossier knows that it was deposited; otherwise nobody can tell.
        found = [say.lost(root)] if dossier else [say.nothing_stands(root)]
        return _report(dossier, None, found, undecided=dossier is None)
    validation = validate_object(store, root, sizes=apart.sizes, sidecar_behind=apart.sidecar_behind)
    findings = list(validation.findings)
    if validation.id is not None and object_root_of(validation.id) != root:
        findings.append(say.misplaced(validation.id, root))
    undecided = apart.whole_version_ahead and expected is None
    if apart.is_any:
        findings.append(say.unfinished(apart.leftovers[0] if apart.leftovers else NAME))
    if expected is not None and validation.inventory_sha512 != expected:
        follows = _follows(store, root, apart, expected)
        findings.append(say.newer_than_known(root) if follows else say.swapped(root))
        undecided = undecided or follows
    return _report(dossier, validation, findings, undecided=undecided)


def _follows(store: ObjectStore, root: str, apart: Unfinished, expected: str) -> bool:
    """Whether the inventory that is known is that of an earlier version of this object."""
    names = (
        path for path in apart.sizes if path.startswith("v") and path.endswith(f"/{NAME}") and path.count("/") == 1
    )
    return any(sha512_of(read(store, ObjectKey(f"{root}/{name}")) or b"") == expected for name in names)


def _report(
    dossier: DossierId | None, validation: Validation | None, findings: list[Finding], *, undecided: bool
) -> ObjectReport:
    said = validation.id if validation else None
    failed = any(found.severity is Severity.REFUSAL for found in findings)
    return ObjectReport(
        ocfl_id=dossier.ocfl_id if dossier else said or "",
        dossier=dossier or _dossier(said),
        verdict=Verdict.FAILED if failed else Verdict.UNDECIDED if undecided else Verdict.PASSED,
        findings=tuple(findings),
        bytes_checked=validation.bytes_checked if validation else 0,
    )


def _dossier(ocfl_id: str | None) -> DossierId | None:
    try:
        return DossierId((ocfl_id or "").removeprefix("urn:uuid:"))
    except ValueError:
        return None


def _storage_root(store: ObjectStore, strays: list[Finding]) -> ObjectReport:
    findings, size, undecided = list(strays), 0, False
    for key, content in root_files().items():
        try:
            there = read(store, key)
        except VankhoError as error:
            findings.append(say.error(error, key.value))
            undecided = True
            continue
        size += len(there or b"")
        if there != content:
            findings.append(finding("E069" if key.value.startswith(f"{AREA}/0=") else "E070", key.value))
    return ObjectReport(
        ocfl_id="",
        dossier=None,
        verdict=_report(None, None, findings, undecided=undecided).verdict,
        findings=tuple(findings),
        bytes_checked=size,
    )
