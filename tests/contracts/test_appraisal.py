"""A source of a historical archive destroys nothing before the competent body has appraised the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from app.desks.disposal import CatalogueDisposalDesk
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.identifiers import DisposalListId
from retention_rules.may_delete import Reason
from tests.contracts import catalogues
from tests.contracts.disposal_office import ARCHIVIST, HEAD, DisposalOffice

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from retention_rules.disposal import DisposalList

pytestmark = pytest.mark.law("R09")

TODAY = date(2026, 11, 20)


class Source(DisposalOffice):
    """Whether this body is a source of a historical archive is a setting."""

    def named(self, archive: str) -> Source:
        settings = cast("Any", SimpleNamespace(historical_archive=archive))
        self.parts = replace(self.parts, settings=settings)
        self.disposal = CatalogueDisposalDesk(self.parts)
        return self

    def appraised(self, which: DisposalListId, on: date = TODAY) -> DisposalList:
        return self.disposal.appraise(ARCHIVIST, which, number="8/TĐ", appraised_on=on, body="Sở Nội vụ")


@pytest.fixture
def office(migrated: Catalogue) -> Source:
    return Source(catalogues.emptied(migrated), TODAY).named("Lưu trữ lịch sử tỉnh")


def test_a_source_decides_and_destroys_only_after_the_appraisal(office: Source) -> None:
    dossier = office.due("a")
    which = office.listed(dossier).id
    office.voted(which)
    assert office.gate(dossier, which).reasons == (Reason.NOT_APPRAISED, Reason.NO_DECISION)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.decided(which)
    assert "thẩm định" in refused.value.says.vi
    said = office.appraised(which).appraisal
    assert said is not None
    assert (said.number, said.appraised_on, said.body, said.recorded_by) == ("8/TĐ", TODAY, "Sở Nội vụ", "a")
    office.decided(which)
    assert office.gate(dossier, which).allowed
    with pytest.raises(Conflict, match="decided"):
        office.appraised(which)


def test_a_body_that_is_no_source_needs_none(office: Source) -> None:
    dossier = office.named("").due("a")
    which = office.approved(dossier)
    assert office.gate(dossier, which).allowed
    # One that becomes a source afterwards cannot execute what was decided without an appraisal.
    office.named("Lưu trữ lịch sử tỉnh")
    assert office.gate(dossier, which).reasons == (Reason.NOT_APPRAISED,)


def test_an_appraisal_is_whole_and_of_an_archivist(office: Source) -> None:
    which = office.listed(office.due("a")).id
    for number, on, body in (("", TODAY, "Sở"), ("8", TODAY, " "), ("8", TODAY + timedelta(days=1), "Sở")):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.disposal.appraise(ARCHIVIST, which, number=number, appraised_on=on, body=body)
    with pytest.raises(Forbidden, match="not_allowed"):
        office.disposal.appraise(HEAD, which, number="8", appraised_on=TODAY, body="Sở")
    with pytest.raises(NotFound, match="not_found"):
        office.appraised(DisposalListId.new())
    assert office.disposal.one(ARCHIVIST, which).appraisal is None
