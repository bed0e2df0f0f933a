"""The lists of codes that steps go by: the accepted version of each, else the one that comes with Vankho."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import code_lists
from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import BUILT_IN, CodeListKind
from ingest.document_types import DocumentKinds, built_in_kinds
from ingest.match_agency import AgencyCatalogue

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ingest.code_lists.model import Entry
    from records.identifiers import CodeListId

_read: dict[CodeListId, tuple[Entry, ...]] = {}
"""Versions never change: each is read once."""
_MOST_READ = 8


def kinds_in_force(connection: sa.Connection) -> DocumentKinds:
    """What is known of kinds of documents in this transaction."""
    version = code_lists.id_in_force(connection, CodeListKind.DOCUMENT_KINDS)
    return built_in_kinds() if version is None else _kinds(version, entries_of(connection, version))


def entries_in_force(connection: sa.Connection, kind: CodeListKind) -> tuple[CodeListId, tuple[Entry, ...]]:
    """The version that is in force in this transaction, and its entries."""
    version = code_lists.id_in_force(connection, kind)
    return (BUILT_IN[kind], built_in_entries(kind)) if version is None else (version, entries_of(connection, version))


def entries_of(connection: sa.Connection, version: CodeListId) -> tuple[Entry, ...]:
    """Of an imported version that is known to be there."""
    if version not in _read:
        row = code_lists.row(connection, version)
        assert row is not None, f"no code list {version}"
        while len(_read) >= _MOST_READ:
            _read.pop(next(iter(_read)))
        _read[version] = tuple(row.entries)
    return _read[version]


_made: dict[CodeListId, DocumentKinds] = {}


def _kinds(version: CodeListId, entries: tuple[Entry, ...]) -> DocumentKinds:
    if version not in _made:
        _made.clear()  # one is in force at a time
        _made[version] = DocumentKinds(entries)
    return _made[version]


_agencies: dict[CodeListId, AgencyCatalogue] = {}


def agencies_in_force(connection: sa.Connection) -> AgencyCatalogue:
    """The catalogue of agencies in this transaction."""
    version, entries = entries_in_force(connection, CodeListKind.AGENCIES)
    if version not in _agencies:
        _agencies.clear()  # as above
        _agencies[version] = AgencyCatalogue(entries, whole=version != BUILT_IN[CodeListKind.AGENCIES])
    return _agencies[version]
