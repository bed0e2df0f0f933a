"""No request in the invented world; its pages are tested over the real desk in ``tests/contracts``."""

# The port names arguments that this desk has no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from archive.use.ports import UseDesk
from tests.unit.web_ui.invented import not_found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.use.clock import UseStanding
    from archive.use.model import Filing, Grant, Refusal, RegisterFormat, UseFile, UseRequest
    from records.identifiers import DossierId, UseRequestId
    from records.reader import Reader


class NoUse(UseDesk):
    def file(self, reader: Reader, asked: Filing) -> UseRequest:
        raise not_found("use.not_found")

    def name_dossier(self, reader: Reader, which: UseRequestId, dossier: DossierId) -> UseRequest:
        raise not_found("use.not_found")

    def decide(self, reader: Reader, which: UseRequestId, decision: Grant | Refusal) -> UseRequest:
        raise not_found("use.not_found")

    def withdraw(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        raise not_found("use.not_found")

    def hand_out(self, reader: Reader, which: UseRequestId) -> UseRequest:
        raise not_found("use.not_found")

    def close(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        raise not_found("use.not_found")

    def copy(self, reader: Reader, which: UseRequestId) -> tuple[str, BinaryIO]:
        raise not_found("use.not_found")

    def read_page(self, reader: Reader, which: UseRequestId, number: int) -> bytes:
        raise not_found("use.not_found")

    def show_number(self, reader: Reader, which: UseRequestId) -> str:
        raise not_found("use.not_found")

    def one(self, reader: Reader, which: UseRequestId) -> UseRequest:
        raise not_found("use.not_found")

    def requests(
        self, reader: Reader, *, standing: UseStanding | None = None, limit: int = 50, offset: int = 0
    ) -> Sequence[UseRequest]:
        return ()

    def waiting(self, reader: Reader) -> Mapping[UseStanding, int]:
        return {}

    def register(self, reader: Reader, year: int, form: RegisterFormat) -> UseFile:
        raise not_found("use.not_found")
