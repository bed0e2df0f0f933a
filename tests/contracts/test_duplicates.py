"""Documents that may be the same one twice are warned of: by bytes, by number and sign and agency, as far as seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import duplicates
from adapters.catalogue.schema import document, field_proposal, file
from adapters.catalogue.schema import dossier as dossier_table
from records.identifiers import DossierId
from records.reader import AccessLevel, Capability, Reader
from tests.contracts.disposal_site import DisposalSite
from tests.contracts.offices import opened
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts

pytestmark = pytest.mark.law("R26")
TODAY = date(2026, 3, 2)


def reader(*levels: AccessLevel, unit: str = "*") -> Reader:
    can = frozenset({Capability.READ})
    return Reader(account="an", units=frozenset({unit}), levels=frozenset(levels), capabilities=can)


ALL = reader(*AccessLevel)


@pytest.fixture
def site(parts: Parts) -> DisposalSite:
    return DisposalSite(opened(parts))


def put(
    site: DisposalSite, name: str, number: str, sign: str, agency: str = "", *, unit: str = "u", level: str = "01"
) -> DossierId:
    """A dossier of one document that says so of itself."""
    made = site.office.dossier(name, ("", "Việc"), unit=unit)
    with site.desks.parts.catalogue.begin() as connection:
        (one,) = connection.execute(sa.select(document.c.id).where(document.c.dossier_id == made.value)).scalars()
        for field, value in (("number", number), ("sign", sign), ("agency", agency)):
            said = {"field": field, "value": value, "confidence": 0.9, "doubtful": False, "evidence": value}
            connection.execute(sa.insert(field_proposal).values(document_id=one, **said))
        connection.execute(sa.update(dossier_table).where(dossier_table.c.id == made.value).values(access_level=level))
    return made


def same_bytes(site: DisposalSite, one: DossierId, other: DossierId) -> None:
    with site.desks.parts.catalogue.begin() as connection:
        digest = connection.execute(sa.select(file.c.digest).where(file.c.dossier_id == one.value)).scalar_one()
        connection.execute(sa.update(file).where(file.c.dossier_id == other.value).values(digest=digest))


def told(site: DisposalSite, which: DossierId, who: Reader = ALL) -> list[tuple[str, bool, str]]:
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        found = duplicates.of_dossier(connection, who, TODAY, which)
    return sorted((one.code, one.same_bytes, one.number_and_sign) for one in found)


def test_the_same_number_sign_and_agency_is_warned_of_in_whichever_dossier(site: DisposalSite) -> None:
    one = put(site, "A", "12", "QĐ-UBND", "UBND phường An Nghiệp")
    put(site, "B", "12", "QĐ-UBND", "ỦY BAN nhân dân quận 9")
    put(site, "C", "12", "QĐ-UBND", "ubnd PHƯỜNG an nghiệp")
    put(site, "D", "12", "QĐ-UBND")  # nobody read its agency: it may be the same
    put(site, "E", "12", "TB-UBND", "UBND phường An Nghiệp")
    put(site, "F", "13", "QĐ-UBND", "UBND phường An Nghiệp")
    assert told(site, one) == [("C", False, "12/QĐ-UBND"), ("D", False, "12/QĐ-UBND")]


def test_what_was_not_read_is_no_duplicate_of_what_was_not_read(site: DisposalSite) -> None:
    one = put(site, "A", "", "QĐ-UBND", "UBND")
    put(site, "B", "", "QĐ-UBND", "UBND")
    two = put(site, "C", "7", "", "UBND")
    put(site, "D", "7", "", "UBND")
    assert told(site, one) == told(site, two) == []


def test_the_same_bytes_are_warned_of_once_and_before_numbers(site: DisposalSite) -> None:
    one, other = put(site, "A", "12", "QĐ-UBND"), put(site, "B", "12", "QĐ-UBND")
    same_bytes(site, one, other)
    assert told(site, one) == [("B", True, "")]
    assert told(site, other) == [("A", True, "")]


def test_nobody_learns_of_what_they_may_not_see(site: DisposalSite) -> None:
    one, bytes_too = put(site, "A", "12", "QĐ-UBND"), put(site, "B", "1", "X-Y", unit="khac")
    put(site, "C", "12", "QĐ-UBND", level="02")
    same_bytes(site, one, bytes_too)
    assert [code for code, _, _ in told(site, one)] == ["B", "C"]
    assert told(site, one, reader(AccessLevel.PUBLIC, unit="u")) == []
    assert [code for code, _, _ in told(site, one, reader(*AccessLevel, unit="u"))] == ["C"]


def test_the_page_and_the_api_of_a_dossier_warn(site: DisposalSite) -> None:
    one, other = put(site, "A", "12", "QĐ-UBND"), put(site, "B", "12", "QĐ-UBND")
    html = site.page(f"/ho-so/{one}", "an")
    page = checked(html)
    assert "1 tài liệu có thể trùng" in page
    assert "cùng số 12/QĐ-UBND" in page
    assert f'href="/ho-so/{other}#vb-' in html
    (answer,) = site.get(f"/api/dossiers/{one}/duplicates", "an").json()
    assert (answer["dossier"], answer["same_bytes"], answer["number_and_sign"]) == (other.value, False, "12/QĐ-UBND")
    assert "có thể trùng" not in checked(site.page(f"/ho-so/{put(site, 'C', '9', 'QĐ-UBND')}", "an"))
    assert site.get(f"/api/dossiers/{DossierId.new()}/duplicates", "an").status_code == 404


def test_numbers_are_looked_up_by_their_index(site: DisposalSite) -> None:
    one = put(site, "A", "12", "QĐ-UBND")
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        sa.event.listen(connection, "before_cursor_execute", note)
        duplicates.of_dossier(connection, ALL, TODAY, one)
        sa.event.remove(connection, "before_cursor_execute", note)
        statement, parameters = next(each for each in asked if "other_number" in each[0])
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            # A table of a few rows is read whole otherwise, whatever index there is.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            explain = "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]  # as it was sent
        assert "ix_field_proposal_number" in " ".join(str(row) for row in plan)
