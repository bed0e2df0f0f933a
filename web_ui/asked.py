"""What the address of the page for finding asks for, and the addresses of everything near it."""

# No postponed annotations: FastAPI reads those of the dependency.

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from fastapi import Query

from search_api.ports import FACETS, PageState
from search_api.query_language import Filters, Order
from search_api.question import Question

SHOWN_OF_FACET = 8
"""Values of a facet that are shown; the rest is found by words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the address holds it."""

    q: str
    filters: Filters
    order: Order
    offset: int = 0

    @classmethod
    def of(cls, question: Question) -> Self:
        return cls(q=question.text, filters=question.filters, order=question.order)

    @property
    def question(self) -> Question:
        return Question(text=self.q, filters=self.filters, order=self.order)

    def values(self) -> dict[str, str]:
        """The question as the parameters of an address, without the place in its answer."""
        filters = self.filters
        given: dict[str, str | int | None] = {
            "q": self.q,
            **{name: getattr(filters, name) for name in FACETS},
            "tu": filters.issued_from.isoformat() if filters.issued_from else None,
            "den": filters.issued_to.isoformat() if filters.issued_to else None,
            "dau": "dung" if filters.exact_diacritics else None,
            "moi": filters.found_since.isoformat() if filters.found_since else None,
            "xep": None if self.order is Order.BEST else self.order.value,
        }
        return {key: str(value) for key, value in given.items() if value not in {None, ""}}

    def address(self, **changes: str | int | None) -> str:
        """The same question with changes; a change of anything but the place goes back to the first results."""
        values: dict[str, str | int | None] = {**self.values()}
        if set(changes) <= {"chon"}:
            values["offset"] = self.offset or None
        return _address("/tra-cuu", values | changes)

    def elsewhere(self, path: str, **more: str) -> str:
        """The same question at another address."""
        return _address(path, {**self.values(), **more})

    @property
    def filtered(self) -> list[tuple[str, str, str]]:
        """Facet, value, and the address without it, for every filter that is on."""
        return [
            (name, str(value), self.address(**{name: None}))
            for name in FACETS
            if (value := getattr(self.filters, name)) is not None
        ]

    @property
    def dated(self) -> str:
        """The address without the span of dates; empty where there is none."""
        on = self.filters.issued_from or self.filters.issued_to
        return self.address(tu=None, den=None) if on else ""

    @property
    def turned(self) -> bool:
        """Whether the span of dates ends before it begins, so that nothing can be in it."""
        first, last = self.filters.issued_from, self.filters.issued_to
        return first is not None and last is not None and last < first

    @property
    def turned_round(self) -> str:
        """The address with the two days of the span exchanged."""
        first, last = self.filters.issued_from, self.filters.issued_to
        return self.address(tu=str(last) if last else None, den=str(first) if first else None)

    @property
    def news(self) -> str:
        """The address without the moment since when; empty where there is none."""
        return self.address(moi=None) if self.filters.found_since else ""

    @property
    def narrowed(self) -> int:
        """How many filters are on."""
        return len(self.filtered) + bool(self.dated) + bool(self.news)

    @property
    def without_filters(self) -> str:
        return self.address(**dict.fromkeys((*FACETS, "tu", "den", "moi")))

    @property
    def anything(self) -> bool:
        return bool(self.q or self.narrowed)


def _address(path: str, values: Mapping[str, str | int | None]) -> str:
    kept = {key: value for key, value in values.items() if value not in {None, "", 0}}
    return f"{path}?{urlencode(kept)}" if kept else path


def asked(
    *,
    q: Annotated[str, Query(max_length=2000)] = "",
    unit: str = "",
    procedure: str = "",
    document_type: str = "",
    agency: str = "",
    year: str = "",
    state: str = "",
    tu: str = "",
    den: str = "",
    moi: str = "",
    dau: str = "",
    xep: str = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Asked:
    """The question of an address, as a dependency. What makes no sense does not narrow: addresses are typed too."""
    return Asked(
        q=q.strip(),
        filters=Filters(
            unit=unit or None,
            procedure=procedure or None,
            document_type=document_type or None,
            agency=agency or None,
            year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
            issued_from=_day(tu),
            issued_to=_day(den),
            found_since=_moment(moi),
            state=state if state in set(PageState) else None,
            exact_diacritics=dau == "dung",
        ),
        order=Order(xep) if xep in set(Order) else Order.BEST,
        offset=offset,
    )


def _day(typed: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(typed)
    return None


def _moment(typed: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(typed)
        return moment if moment.tzinfo else None
    return None


def facets_of(found: Mapping[str, Sequence[tuple[str, int]]], question: Asked) -> list[dict[str, Any]]:
    """The facets with their values; a value that is on leads back to the answer without it."""
    facets = []
    for name in FACETS:
        chosen = getattr(question.filters, name)
        values = [
            {
                "value": value,
                "count": count,
                "on": str(chosen) == value,
                "address": question.address(**{name: None if str(chosen) == value else value}),
            }
            for value, count in found.get(name, ())
            if value
        ]
        if values:
            facets.append({"name": name, "values": values[:SHOWN_OF_FACET]})
    return facets
