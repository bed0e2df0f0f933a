"""A desk of redacted copies over invented data: nothing is drawn and nothing made."""

# The port names arguments that this desk has no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NoReturn

from archive.ports import RedactionDesk
from archive.redaction_refusals import no_redaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.propose_boxes import Asked
    from archive.redaction import CopyAccess, Redaction, SaidMask
    from records.identifiers import DocumentId, DossierId, PageNumber, RedactionId
    from records.page_text import Box
    from records.reader import Reader


class NoRedactions(RedactionDesk):
    def draft(self, reader: Reader, document: DocumentId) -> None:
        return None

    def proposed(self, reader: Reader, document: DocumentId, asked: Asked) -> Mapping[int, Sequence[Box]]:
        return {}

    def mask(self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask]) -> NoReturn:
        raise no_redaction()

    def undo(self, reader: Reader, document: DocumentId) -> None: ...
    def drop(self, reader: Reader, document: DocumentId, at: int) -> None: ...
    def discard(self, reader: Reader, document: DocumentId) -> None: ...
    def left(self, reader: Reader, document: DocumentId) -> Mapping[int, int]:
        return {}

    def preview(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> NoReturn:
        raise no_redaction()

    def order(self, reader: Reader, document: DocumentId, *, title: str, access: CopyAccess) -> NoReturn:
        raise no_redaction()

    def make(
        self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask], *, title: str, access: CopyAccess
    ) -> NoReturn:
        raise no_redaction()

    def one(self, reader: Reader, redaction: RedactionId) -> NoReturn:
        raise no_redaction()

    def made(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[Redaction]:
        return ()

    def of_dossier(self, reader: Reader, dossier: DossierId) -> Sequence[Redaction]:
        return ()

    def content(self, reader: Reader, redaction: RedactionId) -> tuple[str, BinaryIO]:
        raise no_redaction()

    def withdraw(self, reader: Reader, redaction: RedactionId, why: str) -> NoReturn:
        raise no_redaction()
