"""Words that forms share: why an item is on a list, what it is called, what it holds, how the council voted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from records.unit_names import unit_in_words
from retention_rules.clause_words import clause_in_words
from retention_rules.disposal import Vote
from retention_rules.explain import civil

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from retention_rules.disposal import Item
    from retention_rules.forms.sheet import Described, SheetItem

GONE = "(đã hủy, không còn tiêu đề)"
"""In place of the title of a dossier of which its tombstone alone is left."""


def title_of(item: SheetItem) -> str:
    """Title and code, as the column "Tiêu đề / Số hồ sơ" has them."""
    one = item.described
    if one is None:
        code = "" if item.left is None else str(item.left["code"])
        return f"{GONE}\n" + (f"Số hồ sơ: {code}" if code else str(item.item.dossier))
    return "\n".join(part for part in (one.title, one.code and f"Số hồ sơ: {one.code}") if part) or str(one.dossier)


def why_due(item: SheetItem) -> str:
    """Why the dossier is on the list: the arithmetic, the row and its clause."""
    made = item.assignment
    if made is None:
        return "" if item.left is None else _why_gone(item.left)
    told = [f"Hết thời hạn lưu trữ {civil(made.expires_on)}" if made.expires_on else "Hết thời hạn lưu trữ"]
    if made.trigger_date is not None and made.rule.years is not None:
        told[0] += f" ({made.trigger_date.year} + {made.rule.years} năm)"
    clause = made.explanation.clause_says.vi
    told.append(f"theo mục “{made.rule.record_type}”" + (f", {clause}" if clause else ""))
    return ", ".join(told)


def _why_gone(left: Mapping[str, Any]) -> str:
    expired = left.get("expired_on")
    told = f"Hết thời hạn lưu trữ {civil(date.fromisoformat(str(expired)))}" if expired else "Hết thời hạn lưu trữ"
    clause = clause_in_words(str(left.get("clause") or "")).vi
    return f"{told}, {clause}" if clause else told


def holds(item: SheetItem) -> str:
    """How much there is of it, or was."""
    documents, pages = amount([item])
    return f"{documents} văn bản, {pages} trang" if documents else ""


def amount(items: Iterable[SheetItem]) -> tuple[int, int]:
    """Documents and pages of all of them; of those that are gone, as their tombstones tell."""
    documents = pages = 0
    for item in items:
        if item.described is not None:
            documents, pages = documents + item.described.documents, pages + item.described.pages
        elif item.left is not None:
            held = item.left["holdings"]
            documents, pages = documents + int(held["documents"]), pages + int(held["pages"])
    return documents, pages


def span(one: Described | None) -> str:
    """First and last date of its documents."""
    if one is None or one.first_on is None:
        return ""
    if one.last_on is None or one.last_on == one.first_on:
        return civil(one.first_on)
    return f"{civil(one.first_on)} - {civil(one.last_on)}"


def unit_of(one: Described | None) -> str:
    return "" if one is None else unit_in_words(one.unit, one.unit_name).vi


def counted(item: Item) -> tuple[int, int]:
    """Votes to destroy, and to keep."""
    said = [vote for _, vote, _ in item.votes]
    return said.count(Vote.DESTROY), said.count(Vote.KEEP)


def years_spanned(items: Sequence[SheetItem]) -> str:
    """Of all their documents: ``2005 - 2018``; empty where no date was read."""
    days: list[date] = []
    for item in items:
        if item.described:
            days += [day for day in (item.described.first_on, item.described.last_on) if day]
    if not days:
        return ""
    first, last = min(days).year, max(days).year
    return str(first) if first == last else f"{first} - {last}"
