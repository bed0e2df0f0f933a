"""The desk of lists of codes: versions come in, are compared with what is in force, and are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import refusals
from adapters.catalogue import code_lists, events
from app.steps.code_lists_in_force import codes_in_force
from ingest.check_codes import check_code
from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.compare_versions import compare_versions
from ingest.code_lists.findings import whole_table
from ingest.code_lists.model import (
    BUILT_IN,
    CodeListKind,
    CodeListReading,
    CodeListRow,
    CodeListState,
    CodeListVersion,
    EntryChange,
    declared,
)
from ingest.code_lists.ports import CodeListDesk
from ingest.code_lists.read_table import MOST_BYTES, read_table, write_table
from records.errors import Conflict, InvalidInput, NotFound, Sentence
from records.findings import Severity
from records.identifiers import CodeListId
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from ingest.check_codes import CodeKind
    from ingest.code_lists.model import CodeListPreview
    from records.findings import Finding
    from records.reader import Reader

FIRST_VERSION = "1"
"""Of the one that comes with Vankho."""
_KIND_OF_BUILT_IN = {version: kind for kind, version in BUILT_IN.items()}


class CatalogueCodeListDesk(CodeListDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def versions(self, reader: Reader) -> Sequence[CodeListRow]:  # noqa: ARG002  every account may read them
        with self._parts.catalogue.begin(readonly=True) as connection:
            return [
                row
                for kind in CodeListKind
                for row in (*map(_of_row, code_lists.rows(connection, kind)), _built_in(connection, kind))
            ]

    def version(self, reader: Reader, version: CodeListId) -> CodeListVersion:  # noqa: ARG002  every account may read them
        with self._parts.catalogue.begin(readonly=True) as connection:
            return version_of(connection, version)

    def in_force(self, reader: Reader, kind: CodeListKind) -> CodeListVersion:  # noqa: ARG002  every account may read them
        with self._parts.catalogue.begin(readonly=True) as connection:
            return in_force(connection, kind)

    def take_in(
        self, reader: Reader, kind: CodeListKind, content: bytes, *, file_name: str, version: str, source: str
    ) -> CodeListReading:
        _require_administrator(reader)
        version, source = declared(version, source)
        if len(content) > MOST_BYTES:
            raise InvalidInput(
                "code_list.too_large",
                Sentence(f"Bảng lớn hơn {MOST_BYTES >> 20} MiB.", f"The table is larger than {MOST_BYTES >> 20} MiB."),
                Sentence("Kiểm tra xem có đúng tệp không.", "Check that it is the right file."),
            )
        entries, findings = read_table(kind, content)
        if not entries or any(finding.severity is Severity.REFUSAL for finding in findings):
            return CodeListReading(version=None, entries=len(entries), findings=findings or (_nothing_in_it(),))
        with self._parts.catalogue.begin() as connection:
            now = self._parts.clock.now()
            made = code_lists.add(
                connection, kind=kind, version=version, source=source, entries=entries, by=reader.account, now=now
            )
            if made is None or version == FIRST_VERSION:
                raise _taken(version)
            self._happened(connection, reader, "code_list_imported", made, code_list=kind.value, file=file_name)
            kept = version_of(connection, made).about
        return CodeListReading(version=kept, entries=len(entries), findings=findings)

    def export(self, reader: Reader, version: CodeListId) -> bytes:
        found = self.version(reader, version)
        return write_table(found.about.kind, found.entries)

    def preview(self, reader: Reader, version: CodeListId) -> CodeListPreview:  # noqa: ARG002  every account may read them
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _compared(connection, version_of(connection, version))

    def accept(self, reader: Reader, version: CodeListId, *, fingerprint: str, removing: bool = False) -> CodeListRow:
        _require_administrator(reader)
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            code_lists.hold(connection)
            proposed = version_of(connection, version)
            kind = proposed.about.kind
            if proposed.about.state is not CodeListState.PROPOSED:
                raise _not_proposed()
            seen = _compared(connection, proposed)
            if seen.fingerprint != fingerprint:
                raise _outdated()
            if (removed := seen.changes[EntryChange.REMOVED]) and not removing:
                raise _removes(removed)
            code_lists.put_in_force(connection, kind, version, by=reader.account, now=now)
            gone = {"removed": removed} if removed else {}
            self._happened(connection, reader, "code_list_accepted", version, code_list=kind.value, **gone)
            return version_of(connection, version).about

    def check(
        self,
        reader: Reader,  # noqa: ARG002  every account may read them
        kind: CodeKind,
        codes: Sequence[str],
        *,
        on: date | None = None,
    ) -> Mapping[str, Sequence[Finding]]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            known = codes_in_force(connection)
        today = self._parts.clock.today()
        return {code: check_code(kind, code, known, today=today, on=on) for code in codes}

    def _happened(
        self, connection: sa.Connection, reader: Reader, act: str, which: CodeListId, **detail: str | int
    ) -> None:
        events.add(
            connection,
            type="code list modification",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[which],
            detail={"act": act, **detail},
        )


def in_force(connection: sa.Connection, kind: CodeListKind) -> CodeListVersion:
    """The version of the list that is in force in this transaction."""
    return version_of(connection, code_lists.id_in_force(connection, kind) or BUILT_IN[kind])


def version_of(connection: sa.Connection, version: CodeListId) -> CodeListVersion:
    """One version with its entries.

    Raises:
        NotFound (code_list.not_found): There is none.
    """
    if version in _KIND_OF_BUILT_IN:
        kind = _KIND_OF_BUILT_IN[version]
        return CodeListVersion(about=_built_in(connection, kind), entries=built_in_entries(kind))
    row = code_lists.row(connection, version)
    if row is None:
        raise NotFound(
            "code_list.not_found",
            Sentence("Không có phiên bản danh mục này.", "There is no such version of a list."),
            Sentence("Xem danh sách: vankho codes list", "See the list: vankho codes list"),
        )
    return CodeListVersion(about=_of_row(row), entries=tuple(row.entries))


def _compared(connection: sa.Connection, proposed: CodeListVersion) -> CodeListPreview:
    return compare_versions(in_force(connection, proposed.about.kind), proposed)


def _built_in(connection: sa.Connection, kind: CodeListKind) -> CodeListRow:
    used = code_lists.id_in_force(connection, kind) is None
    return CodeListRow(
        id=BUILT_IN[kind],
        kind=kind,
        version=FIRST_VERSION,
        source="Vankho",
        state=CodeListState.IN_FORCE if used else CodeListState.SUPERSEDED,
        entries=len(built_in_entries(kind)),
        imported_at=None,
        imported_by="",
        accepted_at=None,
        accepted_by="",
    )


def _of_row(row: Any) -> CodeListRow:
    return CodeListRow(
        id=CodeListId(row.id),
        kind=CodeListKind(row.kind),
        version=row.version,
        source=row.source,
        state=CodeListState(row.state),
        entries=row.entry_count,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
    )


def _require_administrator(reader: Reader) -> None:
    if Capability.ADMINISTER not in reader.capabilities:
        raise refusals.not_an_administrator()


def _nothing_in_it() -> Finding:
    return whole_table("code_list.empty", "Bảng không có dòng nào.", "The table has no row.")


def _taken(version: str) -> Conflict:
    return Conflict(
        "code_list.version_taken",
        Sentence(f"Danh mục này đã có phiên bản {version}.", f"There is a version {version} of that list already."),
        Sentence("Phiên bản không thay đổi được: đặt số khác.", "A version never changes: give another number."),
    )


def _not_proposed() -> Conflict:
    return Conflict(
        "code_list.not_proposed",
        Sentence("Phiên bản này đã được chấp nhận hoặc thay thế.", "This version was accepted or superseded already."),
        Sentence("Nhập lại bảng thành phiên bản mới.", "Import the table again as a new version."),
    )


def _outdated() -> Conflict:
    return Conflict(
        "code_list.preview_outdated",
        Sentence(
            "Danh mục đang áp dụng không còn là bản đã so khi xem trước.",
            "Another version is in force than the preview compared with.",
        ),
        Sentence("Xem trước lại rồi chấp nhận.", "Preview it again, then accept."),
    )


def _removes(number: int) -> Conflict:
    return Conflict(
        "code_list.removes",
        Sentence(
            f"{number} mục đang áp dụng sẽ không còn trong danh mục.", f"{number} entries in force would be gone."
        ),
        Sentence(
            "Xem danh sách; nếu đúng, đánh dấu là đã xem rồi chấp nhận (lệnh: --removing).",
            "Look at the list; if that is right, tick that you have and accept it (command: --removing).",
        ),
    )
