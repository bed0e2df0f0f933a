"""What is said where no dossier has a code."""

from __future__ import annotations

from records.errors import NotFound, Sentence


def no_such_code() -> NotFound:
    """The error of a code that no dossier has which the reader may see."""
    return NotFound(
        "dossier.not_found",
        Sentence("Không tìm thấy hồ sơ có mã này.", "There is no dossier with that code."),
        Sentence("Kiểm tra lại mã hồ sơ.", "Check the code."),
    )
