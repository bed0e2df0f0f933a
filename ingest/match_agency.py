"""Agencies by name or code, looked up in the list in force on a day: that of a document, or of reception.

What is found of a name is a proposal beside the description. A name or code that is not known, or a body that was not
in being on that day, is something to look at, never a reason to refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.code_lists.entries import in_being, squashed, written_days
from records.errors import Sentence
from records.findings import note, warning
from records.folding import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ingest.code_lists.model import Entry
    from records.findings import Finding

NAMES_BY = "|"
"""What parts the other names of an agency from one another; names themselves have commas."""
_COMPARE = Sentence(
    "Đối chiếu với giấy tờ; danh mục sai thì nhập phiên bản khác ở trang Danh mục mã.",
    "Compare it with the paper; where the list is wrong, import another version on the page Lists of codes.",
)
_NOTHING = Sentence("", "")


class AgencyCatalogue:
    """One version of the list of agencies, to look names up in; immutable."""

    def __init__(self, entries: Iterable[Entry], *, whole: bool = True) -> None:
        """``whole``: agencies that are not in it are worth telling of; not so of the list that comes with Vankho."""
        self._whole = whole
        self._by_name: dict[str, list[Entry]] = {}
        self._by_code: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_code.setdefault(entry["code"], []).append(entry)
            for name in dict.fromkeys(map(squashed, _names(entry))):
                if name:
                    self._by_name.setdefault(name, []).append(entry)

    def match(self, name: str, issued_on: date | None) -> tuple[Finding, ...]:
        """What the catalogue knows of the body called ``name`` on the day; nothing where no name was read.

        ``agency.known`` (a note with its code), ``agency.ambiguous``, ``agency.not_in_being`` with who succeeded it,
        ``agency.unknown``. Without a day every agency that ever had the name is one it may be.
        """
        if not squashed(name):
            return ()
        named = self._by_name.get(squashed(name), [])
        # Marks tell Hòa from Hóa; where no name has those that were read, letters alone must do.
        named = [entry for entry in named if _same(name) in map(_same, _names(entry))] or named
        if not named:
            return (_unknown(name),) if self._whole else ()
        fitting = named if issued_on is None else [entry for entry in named if in_being(entry, issued_on)]
        codes = sorted({entry["code"] for entry in fitting})
        if len(codes) == 1:
            return (_known(fitting[-1]),)
        if codes or issued_on is None:
            return (_ambiguous(name, codes),)
        return (self._not_in_being(name, named, issued_on, code="agency.not_in_being"),)

    def names_like(self, name: str) -> frozenset[str]:
        """Every name of the agencies that ever had the name ``name``, theirs under the same code; nothing for none."""
        rows = self._by_name.get(squashed(name), []) if squashed(name) else []
        return frozenset(one for row in rows for known in self._by_code[row["code"]] for one in _names(known) if one)

    def check_code(self, code: str, day: date) -> tuple[Finding, ...]:
        """Whether a body had a well-formed code on the day: ``code.agency_unknown``, ``code.agency_not_in_being``.

        Numbers of enterprises are not looked for: they stand in another register.
        """
        if code[:1].isdigit():
            return ()
        rows = self._by_code.get(code, [])
        if not rows:
            return (_unknown_code(code),) if self._whole else ()
        if any(in_being(row, day) for row in rows):
            return ()
        return (self._not_in_being("", rows, day, code="code.agency_not_in_being"),)

    def _not_in_being(self, name: str, rows: list[Entry], day: date, *, code: str) -> Finding:
        """Of rows none of which holds on the day: the one that ended last before it, else the first that began.

        An empty ``name`` is that of the row.
        """
        ended = [row for row in rows if row["last_day"] and row["last_day"] < day.isoformat()]
        nearest = max(ended, key=lambda row: row["last_day"]) if ended else min(rows, key=lambda row: row["first_day"])
        known = self._successor_on(nearest, day) if ended else None
        after = f"; kế tục: {known['name']} ({known['code']})" if known else ""
        after_en = f"; succeeded by {known['name']} ({known['code']})" if known else ""
        days, days_en = written_days(nearest)
        name = name or nearest["name"]
        return warning(
            code,
            f"Theo danh mục cơ quan, “{name}” ({nearest['code']}) hoạt động {days}, "
            f"không vào ngày {day:%d/%m/%Y}{after}.",
            f"By the list of agencies “{name}” ({nearest['code']}) was in being {days_en}, "
            f"not on {day:%d/%m/%Y}{after_en}.",
            _COMPARE,
        )

    def _successor_on(self, entry: Entry, day: date) -> Entry | None:
        """Who has taken over by the day, through however many mergers; None where the list does not say."""
        seen = set[str]()
        code = entry["successor"]
        while code and code not in seen:
            seen.add(code)
            rows = self._by_code.get(code, [])
            there = next((row for row in rows if in_being(row, day)), None)
            if there is not None:
                return there
            gone = max((row for row in rows if row["successor"]), key=lambda row: row["last_day"], default=None)
            code = gone["successor"] if gone else ""
        return None


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry["name"], *entry["other_names"].split(NAMES_BY))


def _same(name: str) -> str:
    """Letters with their marks, and digits."""
    return "".join(sign for sign in normalise(name).lower() if sign.isalnum())


def _known(entry: Entry) -> Finding:
    return note(
        "agency.known",
        f"Cơ quan ban hành theo danh mục: {entry['name']}, mã {entry['code']}.",
        f"Agency by the list: {entry['name']}, code {entry['code']}.",
        _NOTHING,
    )


def _ambiguous(name: str, codes: list[str]) -> Finding:
    told = ", ".join(codes)
    return warning(
        "agency.ambiguous",
        f"“{name}” là tên của nhiều cơ quan trong danh mục: {told}.",
        f"“{name}” is the name of several agencies of the list: {told}.",
        _COMPARE,
    )


def _unknown(name: str) -> Finding:
    return warning(
        "agency.unknown",
        f"“{name}” không có trong danh mục cơ quan.",
        f"“{name}” is not in the list of agencies.",
        _COMPARE,
    )


def _unknown_code(code: str) -> Finding:
    return warning(
        "code.agency_unknown",
        f"Mã “{code}” không có trong danh mục cơ quan.",
        f"The code “{code}” is not in the list of agencies.",
        _COMPARE,
    )
