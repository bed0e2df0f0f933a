"""What a page leads to: documents it names, documents that name its own; under the reader's rights, on both engines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue import events
from adapters.catalogue.schema import event
from app.desks.searches import CatalogueSearchDesk
from app.desks.view_record import RecordedIndex, ViewRecord
from app.steps.index import pages_of
from records.identifiers import DocumentId, PageNumber
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search_api.related import Related

pytestmark = pytest.mark.law("R25")

DECISION, REPORT = "129/QĐ-BNV", "07/BC-UBND"
CITING = "Căn cứ Quyết định số 129 /QĐ - BNV và Thông báo số 4/TB-HĐND; xem thêm 129/QĐ-BNV."


@pytest.fixture(params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site(request.param, tmp_path) as there:
        desks = there.desks.staffed()
        desks.units.put(desks.operator, "B", "Phòng B", None)
        desks.add("minh", Role.UNIT_READER, unit="B")
        yield there


def bearing(made: Site, number: str, *says: str, unit: str = "A", level: str = "01", pages: int = 1) -> Thing:
    """A document of this number and sign, which other lines may name others."""
    thing, parts = made.put(*says, unit=unit, level=level), made.desks.parts
    document = DocumentId(thing.document)
    (page,) = pages_of(parts, document)
    its = [
        replace(page, number_and_sign=number, page=PageNumber(each), page_count=pages) for each in range(1, pages + 1)
    ]
    parts.index.replace_document(document, its)
    parts.index.commit()
    return thing


def looked_at(made: Site) -> set[str]:
    """Dossiers of which a look is recorded."""
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        return set(connection.scalars(sa.select(event.c.dossier_id).where(event.c.type == events.VIEWED)))


def related(made: Site, thing: Thing, number: str, text: str, who: str = "lan") -> Related:
    record = ViewRecord(made.desks.parts, made.desks.sign_in)
    desk = CatalogueSearchDesk(made.desks.parts, RecordedIndex(made.desks.parts.index, record), record)
    return desk.related(made.desks.reader(who), DocumentId(thing.document), number, text)


def test_a_page_leads_to_what_it_names_and_what_names_its_document(made: Site) -> None:
    decision = bearing(made, DECISION)
    report = bearing(made, REPORT, CITING)
    other = bearing(made, "8/BC-UBND", "Theo Quyết định số 129/QĐ-BNV ngày 02/3/2019")
    bearing(made, "129/QĐ-UBND")  # another sign: another document

    found = related(made, report, REPORT, CITING)
    (named,) = found.named
    assert named.as_printed == "129 /QĐ - BNV"
    assert [hit.document.value for hit in named.documents] == [decision.document]
    assert found.naming == ()

    found = related(made, decision, DECISION, f"Số: {DECISION}")
    assert found.named == ()
    assert {hit.document.value for hit in found.naming} == {report.document, other.document}
    assert found.number == DECISION


def test_nothing_is_said_of_what_the_reader_may_not_see(made: Site) -> None:
    bearing(made, DECISION, unit="A")
    report = bearing(made, REPORT, CITING, unit="B")
    assert related(made, report, REPORT, CITING, "minh").named == ()
    assert len(related(made, report, REPORT, CITING, "lan").named) == 1


def test_a_long_document_is_told_who_names_it(made: Site) -> None:
    decision = bearing(made, DECISION, pages=60)
    report = bearing(made, REPORT, CITING)
    found = related(made, decision, DECISION, f"Số: {DECISION}")
    assert [hit.document.value for hit in found.naming] == [report.document]
    assert found.named == ()


def test_what_is_shown_is_a_look_and_what_is_passed_over_is_none(made: Site) -> None:
    decision = bearing(made, DECISION, level="02")
    report = bearing(made, REPORT, CITING, level="02")
    bearing(made, DECISION, "Bản của năm khác", level="02")  # bears the number, so it does not name it
    made.desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
    related(made, decision, DECISION, f"Số: {DECISION}", "luu-tru")
    assert looked_at(made) == {report.dossier}


def test_a_document_without_a_number_is_named_by_none(made: Site) -> None:
    thing = bearing(made, "")
    bearing(made, REPORT, "Kèm theo tờ trình số … ngày 02/3/2019")
    for number in ("", "…/QĐ-BNV", "129"):
        found = related(made, thing, number, "Không có số nào")
        assert (found.named, found.naming, found.number) == ((), (), "")
