"""What is said where no dossier has a code, or more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import InvalidInput, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.identifiers import DossierId


def no_such_code() -> NotFound:
    """The error of a code that no dossier has which the reader may see."""
    return NotFound(
        "dossier.not_found",
        Sentence("Không tìm thấy hồ sơ có mã này.", "There is no dossier with that code."),
        Sentence("Kiểm tra lại mã hồ sơ.", "Check the code."),
    )


def one_with_code(code: str, dossiers: Sequence[DossierId]) -> DossierId | None:
    """The dossier that the code means, of those the reader may see that have it; None: none has.

    Raises:
        InvalidInput (dossier.code_shared): Several have it.
    """
    if len(dossiers) > 1:
        raise _code_shared(code, dossiers)
    return dossiers[0] if dossiers else None


def _code_shared(code: str, dossiers: Sequence[DossierId]) -> InvalidInput:
    named = ", ".join(each.value for each in dossiers)
    return InvalidInput(
        "dossier.code_shared",
        Sentence(
            f"Có {len(dossiers)} hồ sơ cùng mang mã «{code}»: {named}.",
            f"{len(dossiers)} dossiers have the code “{code}”: {named}.",
        ),
        Sentence(
            "Ghi mã định danh của hồ sơ cần làm thay cho mã; trang của mỗi hồ sơ đều hiện mã định danh ấy.",
            "Give the identifier of the one that is meant in place of the code; the page of each shows it.",
        ),
    )
