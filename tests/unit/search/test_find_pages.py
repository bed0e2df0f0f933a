"""Finding, and saying why nothing was found; on a real index."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from adapters.search_index.tantivy import TantivyIndex
from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel, Reader, local_operator
from search_api.find_pages import Found, find_pages
from search_api.ports import IndexedPage
from search_api.query_language import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 3, 1)
OPERATOR = local_operator("lan")
PAGES = {
    "H15.50": ["thu hồi đất tại xã Phú Mỹ", "thu hồi giấy phép xây dựng", "giao đất tại xã Phú Mỹ, ho so"],
    "H15.99": ["thu hồi nhà xưởng", "thanh tra kho xăng"],
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyIndex]:
    index = TantivyIndex(tmp_path_factory.mktemp("index"))
    for unit, bodies in PAGES.items():
        for body in bodies:
            put(index, body, unit)
    index.commit()
    index.close()
    yield index
    index.close()


def put(index: TantivyIndex, body: str, unit: str) -> None:
    document = DocumentId.new()
    page = IndexedPage(
        document=document, dossier=DossierId.new(), page=PageNumber(1), page_count=1, body=normalise(body), title="",
        file_name="", dossier_code="", number_and_sign="", document_type="Quyết định", agency="", issued_on=None,
        unit=unit, level=AccessLevel.PUBLIC,
    )  # fmt: skip
    index.replace_document(document, [page])


def find(index: TantivyIndex, text: str, filters: Filters | None = None, reader: Reader = OPERATOR) -> Found:
    return find_pages(index, text, filters, reader, today=TODAY)


def test_what_is_found_needs_no_explaining(index: TantivyIndex) -> None:
    found = find(index, "thu hoi")
    assert found.answer.total == 3
    assert (found.emptied_by, found.suggestion, found.query.tolerant, found.without_filters) == ((), None, False, None)


def test_the_word_that_emptied_it_is_named_with_the_count_without_it(index: TantivyIndex) -> None:
    found = find(index, "thu hồi 129/QĐ-BNV")
    assert found.answer.total == 0
    assert [(each.part.text, each.part.without, each.count) for each in found.emptied_by] == [
        ("129/QĐ-BNV", "thu hồi", 3)
    ]


def test_every_way_out_is_told(index: TantivyIndex) -> None:
    found = find(index, 'hồi "phú mỹ" "giấy phép"')
    assert [(each.part.text, each.count) for each in found.emptied_by] == [("phú mỹ", 1), ("giấy phép", 1)]
    found = find(index, 'thu -hồi "phú mỹ"')
    assert [(each.part.text, each.count) for each in found.emptied_by] == [("thu", 1), ("hồi", 1)]


def test_the_widest_way_out_comes_first(index: TantivyIndex) -> None:
    found = find(index, '"thu hồi" -hồi')
    assert [(each.part.text, each.count) for each in found.emptied_by] == [("hồi", 3), ("thu hồi", 2)]


def test_a_wrong_letter_is_forgiven_when_nothing_else_is_found(index: TantivyIndex) -> None:
    found = find(index, "thu hồi đtấ")
    assert found.answer.total == 1
    assert found.query.tolerant
    assert found.suggestion == "thu hồi đất"
    assert [piece for piece, hit in found.answer.hits[0].snippet if hit] == ["thu hồi đất"]


@pytest.mark.parametrize("typed", ["bảo hiểm y tế", "bao hiem y te"])
def test_a_word_that_vietnamese_has_is_never_corrected(tmp_path: Path, typed: str) -> None:
    index = TantivyIndex(tmp_path)
    put(index, "thẻ bảo hiệu y tế, một chữ đọc sai", "H15.50")
    index.commit()
    index.close()
    found = find(index, typed)
    assert (found.answer.total, found.query.tolerant, found.suggestion) == (1, True, None)


def test_nothing_is_forgiven_in_numbers_or_exact_marks(index: TantivyIndex) -> None:
    assert find(index, "12345").answer.total == 0
    assert find(index, "hồ sơ", Filters(exact_diacritics=True)).answer.total == 0
    assert find(index, "ho so").answer.total == 1


def test_filters_that_emptied_it_are_named(index: TantivyIndex) -> None:
    found = find(index, "thu hồi", Filters(year=1999))
    assert (found.answer.total, found.without_filters) == (0, 3)
    assert find(index, "", Filters(unit="H99")).without_filters == 5


def test_no_way_out_tells_of_pages_that_may_not_be_seen(index: TantivyIndex) -> None:
    reader = Reader(account="minh", units=frozenset({"H15.50"}), levels=frozenset(AccessLevel))
    assert find(index, "xưởng", reader=reader).answer.total == 0
    found = find(index, "thu hồi xưởng", reader=reader)
    assert [(each.part.text, each.count) for each in found.emptied_by] == [("xưởng", 2)]
    found = find(index, "xưỏngg", Filters(unit="H15.99"), reader=reader)
    assert (found.answer.total, found.suggestion, found.without_filters) == (0, None, 0)
    found = find(index, "thanh tra xăng", reader=reader)
    assert found.answer.total == 0
    assert found.emptied_by == ()
