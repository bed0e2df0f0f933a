"""What the routes and pages of lists of codes call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ingest.check_codes import CodeKind
    from ingest.code_lists.model import (
        CodeListKind,
        CodeListPreview,
        CodeListReading,
        CodeListRow,
        CodeListVersion,
    )
    from records.findings import Finding
    from records.identifiers import CodeListId
    from records.reader import Reader


class CodeListDesk(Protocol):
    """Lists of codes: versions that never change, one of each list in force. Every account may read them."""

    @abstractmethod
    def versions(self, reader: Reader) -> Sequence[CodeListRow]:
        """Every version of every list, list by list and newest first; last the one that comes with Vankho."""

    @abstractmethod
    def version(self, reader: Reader, version: CodeListId) -> CodeListVersion:
        """One version with its entries.

        Raises:
            NotFound (code_list.not_found): There is none.
        """

    @abstractmethod
    def in_force(self, reader: Reader, kind: CodeListKind) -> CodeListVersion:
        """The version of the list that is in force."""

    @abstractmethod
    def take_in(
        self, reader: Reader, kind: CodeListKind, content: bytes, *, file_name: str, version: str, source: str
    ) -> CodeListReading:
        """Import a CSV as a proposed version, wholly or not at all; nothing goes by it until it is accepted.

        Raises:
            Forbidden (account.not_allowed): The reader does not administer.
            InvalidInput (code_list.incomplete, code_list.too_large): Version or source are missing; over 8 MiB.
            Conflict (code_list.version_taken): There is a version of that list and number already.
        """

    @abstractmethod
    def export(self, reader: Reader, version: CodeListId) -> bytes:
        """The version as a CSV that can be corrected and imported again.

        Raises:
            NotFound (code_list.not_found): There is none.
        """

    @abstractmethod
    def preview(self, reader: Reader, version: CodeListId) -> CodeListPreview:
        """What accepting the version would change in the list in force.

        Raises:
            NotFound (code_list.not_found): There is none.
        """

    @abstractmethod
    def accept(self, reader: Reader, version: CodeListId, *, fingerprint: str, removing: bool = False) -> CodeListRow:
        """Put a proposed version in force, as it was previewed; the one before is superseded.

        ``removing`` says that it is meant that entries in force are there no more.

        Raises:
            Forbidden (account.not_allowed): The reader does not administer.
            NotFound (code_list.not_found): There is none.
            Conflict (code_list.not_proposed): It was accepted or superseded already.
            Conflict (code_list.preview_outdated): Another version is in force than the preview compared with.
            Conflict (code_list.removes): Entries would be there no more, and ``removing`` does not say so.
        """

    @abstractmethod
    def check(
        self, reader: Reader, kind: CodeKind, codes: Sequence[str], *, on: date | None = None
    ) -> Mapping[str, Sequence[Finding]]:
        """What is wrong with each code, and what to do: its form, then whether the list in force has it on that day.

        None: today. Of dossiers it is the day in the code. Nothing is refused because of a code.
        """
