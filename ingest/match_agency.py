"""The agency read from a document, looked up in the catalogue of agencies on the day of the document.

What is found is a proposal beside the description. A name that is not known, or a body that was not in being on that
day, is something to look at, never a reason to refuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import note, warning
from records.folding import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ingest.code_lists.model import Entry
    from records.findings import Finding

NAMES_BY = "|"
"""What parts the other names of an agency from one another; names themselves have commas."""
_COMPARE = Sentence(
    "Đối chiếu tên và ngày trên văn bản; danh mục sai thì nhập phiên bản khác ở trang Danh mục mã.",
    "Compare name and day on the document; where the list is wrong, import another version on the page Lists of codes.",
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
            for name in dict.fromkeys(map(_squashed, (entry["name"], *entry["other_names"].split(NAMES_BY)))):
                if name:
                    self._by_name.setdefault(name, []).append(entry)

    def match(self, name: str, issued_on: date | None) -> tuple[Finding, ...]:
        """What the catalogue knows of the body called ``name`` on the day; nothing where no name was read.

        ``agency.known`` (a note with its code), ``agency.ambiguous``, ``agency.not_in_being`` with who succeeded it,
        ``agency.unknown``. Without a day every agency that ever had the name is one it may be.
        """
        if not _squashed(name):
            return ()
        named = self._by_name.get(_squashed(name), [])
        if not named:
            return (_unknown(name),) if self._whole else ()
        fitting = named if issued_on is None else [entry for entry in named if _in_being(entry, issued_on)]
        codes = sorted({entry["code"] for entry in fitting})
        if len(codes) == 1:
            return (_known(fitting[0]),)
        return (_ambiguous(name, codes),) if codes else (self._not_in_being(name, named, issued_on),)

    def _not_in_being(self, name: str, named: list[Entry], day: date | None) -> Finding:
        assert day is not None, "without a day nothing is out of its time"
        last = max(named, key=lambda entry: entry["last_day"] or "9999")
        known = self._successor_on(last, day) if last["last_day"] and last["last_day"] < day.isoformat() else None
        after = f"; kế tục: {known['name']} ({known['code']})" if known else ""
        after_en = f"; succeeded by {known['name']} ({known['code']})" if known else ""
        first_day, last_day = _written(last["first_day"]), _written(last["last_day"])
        return warning(
            "agency.not_in_being",
            f"Theo danh mục cơ quan, “{name}” ({last['code']}) hoạt động từ {first_day} đến {last_day}, "
            f"không vào ngày {day:%d/%m/%Y} của văn bản{after}.",
            f"By the list of agencies “{name}” ({last['code']}) was in being from {first_day} to {last_day}, "
            f"not on the day of the document, {day:%d/%m/%Y}{after_en}.",
            _COMPARE,
        )

    def _successor_on(self, entry: Entry, day: date) -> Entry | None:
        """Who has taken over by the day, through however many mergers; None where the list does not say."""
        seen = set[str]()
        code = entry["successor"]
        while code and code not in seen:
            seen.add(code)
            rows = self._by_code.get(code, [])
            there = next((row for row in rows if _in_being(row, day)), None)
            if there is not None:
                return there
            code = next((row["successor"] for row in rows if row["successor"]), "")
        return None


def _in_being(entry: Entry, day: date) -> bool:
    written = day.isoformat()
    return (not entry["first_day"] or entry["first_day"] <= written) and (
        not entry["last_day"] or written <= entry["last_day"]
    )


def _squashed(name: str) -> str:
    """Letters and digits of the name alone, so that neither case, marks nor dashes matter."""
    return re.sub(r"[^a-z0-9]", "", fold(normalise(name)))


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


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-"))) or "?"
