"""What every search index promises of filters, counts and order; run against each of ``search_desk.INDICES``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from search_api.ports import PageState
from search_api.query_language import Filters, Order, parse
from tests.contracts.search_desk import INDICES, OPERATOR, TODAY, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=INDICES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with Desk(INDICES[request.param], tmp_path) as desk:
        yield desk


def test_pages_by_date_whatever_answers_better(desk: Desk) -> None:
    undated = desk.put("đất " * 9)
    old = desk.put("đất", "đất", issued_on=date(1998, 1, 1))
    new = desk.put("một trang dài có nhắc đến đất", issued_on=date(2025, 1, 1))

    def by(order: Order) -> list[tuple[object, int]]:
        query = parse("đất", today=TODAY, order=order)
        hits = desk.index.search(query, OPERATOR, today=TODAY).hits
        return [(hit.document, hit.page.value) for hit in hits]

    assert by(Order.NEWEST) == [(new, 1), (old, 1), (old, 2), (undated, 1)]
    assert by(Order.OLDEST) == [(old, 1), (old, 2), (new, 1), (undated, 1)]
    assert {document for document, _ in by(Order.BEST)} == {undated, old, new}


def test_facets_count_pages_most_first_and_narrow(desk: Desk) -> None:
    both = frozenset({PageState.SIGNED, PageState.DOUBTFUL})
    desk.put("đất", "đất", document_type="Tờ trình", agency="UBND xã", issued_on=date(2020, 1, 1), states=both)
    decision = desk.put(
        "đất", document_type="Quyết định", agency="Bộ Nội vụ", issued_on=date(2021, 1, 1), unit="H16",
        procedure="Giao đất ở", states=frozenset({PageState.SIGNED}),
    )  # fmt: skip
    desk.put("nước", document_type="Quyết định")
    facets = desk.ask("đất").facets
    assert {name: tuple(values) for name, values in facets.items()} == {
        "unit": (("H15.50", 2), ("H16", 1)),
        "document_type": (("Tờ trình", 2), ("Quyết định", 1)),
        "agency": (("UBND xã", 2), ("Bộ Nội vụ", 1)),
        "year": (("2020", 2), ("2021", 1)),
        "procedure": (("Giao đất ở", 1),),
        "state": (("signed", 3), ("doubtful", 2)),
    }
    for filters in (
        Filters(unit="H16"),
        Filters(document_type="Quyết định"),
        Filters(agency="Bộ Nội vụ"),
        Filters(year=2021),
        Filters(procedure="Giao đất ở"),
        Filters(issued_from=date(2021, 1, 1)),
        Filters(issued_from=date(2020, 1, 2), issued_to=date(2021, 1, 1)),
        Filters(document=decision),
    ):
        assert desk.ask("đất", filters=filters).total == 1, filters
    assert desk.ask("đất", filters=Filters(issued_to=date(2020, 1, 1))).total == 2
    assert desk.ask("", filters=Filters(issued_to=date(2020, 1, 1))).total == 2
    assert desk.ask("đất", filters=Filters(state="doubtful")).total == 2
    assert desk.ask("đất", filters=Filters(state="poorly_read")).total == 0
    narrowed = desk.ask("đất", filters=Filters(year=2021)).facets
    assert tuple(narrowed["document_type"]) == (("Quyết định", 1),)


def test_only_what_is_asked_for_is_counted(desk: Desk) -> None:
    desk.put("đất", "đất")
    desk.put("đất")
    query = parse("đất", today=TODAY)
    assert desk.index.search(query, OPERATOR, today=TODAY, facets=()).facets == {}
    counted = desk.index.search(query, OPERATOR, today=TODAY, facets=("dossier",)).facets
    assert [count for _, count in counted["dossier"]] == [2, 1]


def test_every_page_of_a_document_with_a_match_is_told(desk: Desk) -> None:
    long = desk.put(*["đất", "nước"] * 300)
    desk.put("đất")
    query = parse("đất", today=TODAY, filters=Filters(document=long))
    pages = desk.index.search(query, OPERATOR, today=TODAY, limit=0, facets=("page",)).facets["page"]
    assert sorted(int(page) for page, _ in pages) == list(range(1, 601, 2))


def test_filter_by_dossier(desk: Desk) -> None:
    document = desk.put("đất")
    desk.put("đất")
    dossier = next(hit.dossier for hit in desk.ask("đất").hits if hit.document == document)
    assert desk.found("đất", filters=Filters(dossier=dossier)) == [document]
