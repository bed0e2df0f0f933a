"""The lists of codes that steps and desks go by: the accepted version of each, else the one that comes with Vankho."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import code_lists
from ingest.check_codes import KnownCodes
from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import BUILT_IN, CodeListKind
from ingest.document_types import DocumentKinds
from ingest.match_agency import AgencyCatalogue
from ingest.match_procedure import ProcedureCatalogue
from ingest.work_calendar import work_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from ingest.code_lists.model import Entry
    from records.identifiers import CodeListId
    from records.working_days import WorkCalendar

_made: dict[CodeListKind, tuple[CodeListId, Any]] = {}
"""Of each list what was made last, and of which version: versions never change, and one is in force at a time."""


def kinds_in_force(connection: sa.Connection) -> DocumentKinds:
    """What is known of kinds of documents in this transaction."""
    made: DocumentKinds = _in_force(connection, CodeListKind.DOCUMENT_KINDS, lambda entries, _: DocumentKinds(entries))
    return made


def codes_in_force(connection: sa.Connection) -> KnownCodes:
    """The catalogues of agencies and procedures in this transaction."""
    return KnownCodes(
        agencies=_in_force(
            connection,
            CodeListKind.AGENCIES,
            # Ministries alone come with Vankho: that another body is not among them says nothing.
            lambda entries, built_in: AgencyCatalogue(entries, whole=not built_in),
        ),
        procedures=_in_force(connection, CodeListKind.PROCEDURES, lambda entries, _: ProcedureCatalogue(entries)),
    )


def work_calendar_in_force(connection: sa.Connection) -> WorkCalendar:
    """Working days as the list of days off has them in this transaction; none comes with Vankho."""
    made: WorkCalendar = _in_force(connection, CodeListKind.HOLIDAYS, lambda entries, _: work_calendar(entries))
    return made


def _in_force(connection: sa.Connection, kind: CodeListKind, make: Callable[[tuple[Entry, ...], bool], Any]) -> Any:
    version = code_lists.id_in_force(connection, kind) or BUILT_IN[kind]
    last = _made.get(kind)
    if last is None or last[0] != version:
        built_in = version == BUILT_IN[kind]
        entries = built_in_entries(kind) if built_in else _entries(connection, version)
        last = _made[kind] = (version, make(entries, built_in))
    return last[1]


def _entries(connection: sa.Connection, version: CodeListId) -> tuple[Entry, ...]:
    row = code_lists.row(connection, version)
    assert row is not None, f"no code list {version}"
    return tuple(row.entries)
