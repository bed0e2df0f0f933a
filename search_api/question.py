"""What somebody asks for, as it can be kept and asked again: as typed, not as understood on one day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from records.identifiers import DocumentId, DossierId
from search_api.query_language import Filters, Order, Query, parse

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Words, filters and order."""

    text: str
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.BEST

    @property
    def empty(self) -> bool:
        """Whether it asks for everything there is."""
        return not self.text.strip() and replace(self.filters, exact_diacritics=False) == Filters()

    def on(self, today: date) -> Query:
        """As it is understood on a day: *tháng này* is another month then."""
        return parse(self.text, today=today, filters=self.filters, order=self.order)

    def to_plain(self) -> dict[str, Any]:
        """Values of JSON; what does not narrow is left out."""
        filters = self.filters
        values: dict[str, Any] = {
            "text": self.text,
            "unit": filters.unit,
            "procedure": filters.procedure,
            "document_type": filters.document_type,
            "agency": filters.agency,
            "year": filters.year,
            "issued_from": filters.issued_from.isoformat() if filters.issued_from else None,
            "issued_to": filters.issued_to.isoformat() if filters.issued_to else None,
            "state": str(filters.state) if filters.state else None,
            "dossier": filters.dossier.value if filters.dossier else None,
            "document": filters.document.value if filters.document else None,
            "exact": filters.exact_diacritics or None,
            "order": self.order.value if self.order is not Order.BEST else None,
        }
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        filters = Filters(
            unit=plain.get("unit"),
            procedure=plain.get("procedure"),
            document_type=plain.get("document_type"),
            agency=plain.get("agency"),
            year=plain.get("year"),
            issued_from=_day(plain.get("issued_from")),
            issued_to=_day(plain.get("issued_to")),
            state=plain.get("state"),
            dossier=DossierId(plain["dossier"]) if "dossier" in plain else None,
            document=DocumentId(plain["document"]) if "document" in plain else None,
            exact_diacritics=bool(plain.get("exact")),
        )
        return cls(text=plain["text"], filters=filters, order=Order(plain.get("order", Order.BEST)))

    def found_since(self, moment: datetime) -> Self:
        """The same, of what can be found since ``moment`` alone."""
        return replace(self, filters=replace(self.filters, found_since=moment))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
