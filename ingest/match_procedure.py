"""Codes and names of administrative procedures, looked up in the list in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.code_lists.entries import in_being, squashed, written_days
from records.errors import Sentence
from records.findings import note, warning

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ingest.code_lists.model import Entry
    from records.findings import Finding

_SHORT = 2
"""Groups of the short form of a code; those behind name the body (``2.000815.000.00.00.H55``)."""
_COMPARE = Sentence(
    "Đối chiếu với quyết định công bố; danh mục sai thì nhập phiên bản khác ở trang Danh mục mã.",
    "Compare it with the decision that published it; where the list is wrong, import another version on the page "
    "Lists of codes.",
)
_NOTHING = Sentence("", "")


class ProcedureCatalogue:
    """One version of the list of procedures; immutable. Of an empty one nothing is told."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_code: dict[str, Entry] = {}
        self._by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_code[entry["code"]] = entry
            self._by_name.setdefault(squashed(entry["name"]), []).append(entry)

    def check_code(self, code: str, day: date) -> tuple[Finding, ...]:
        """Whether the list has a well-formed code on the day: code.procedure_unknown, code.procedure_not_in_force."""
        if not self._by_code:
            return ()
        entry = self._by_code.get(code) or self._by_code.get(".".join(code.split(".")[:_SHORT]))
        if entry is None:
            return (
                warning(
                    "code.procedure_unknown",
                    f"Mã “{code}” không có trong danh mục thủ tục hành chính.",
                    f"The code “{code}” is not in the list of procedures.",
                    _COMPARE,
                ),
            )
        if in_being(entry, day):
            return ()
        days, days_en = written_days(entry)
        return (
            warning(
                "code.procedure_not_in_force",
                f"Theo danh mục, thủ tục {code} ({entry['name']}) áp dụng {days}, không vào ngày {day:%d/%m/%Y}.",
                f"By the list the procedure {code} ({entry['name']}) was in force {days_en}, not on {day:%d/%m/%Y}.",
                _COMPARE,
            ),
        )

    def match(self, name: str, day: date) -> tuple[Finding, ...]:
        """``procedure.known``, a note with the code, where one procedure alone had that name on the day; else nothing.

        Titles of dossiers are free: one that names no procedure is nothing to tell of.
        """
        letters = squashed(name)
        named = [entry for entry in self._by_name.get(letters, []) if in_being(entry, day)] if letters else []
        if len(named) != 1:
            return ()
        code = named[0]["code"]
        return (
            note(
                "procedure.known",
                f"Thủ tục theo danh mục: mã {code}.",
                f"Procedure by the list: code {code}.",
                _NOTHING,
            ),
        )
