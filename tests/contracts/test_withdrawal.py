"""A list that was made by mistake is taken back before it is decided; nothing goes by it, and nothing is forgotten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.desks.execution import CatalogueExecutionDesk
from records.errors import Conflict, Forbidden, InvalidInput
from retention_rules.disposal import ListState, Vote
from retention_rules.may_delete import Reason
from tests.contracts import catalogues
from tests.contracts.disposal_house import EXECUTOR, PASSWORD, Confirming
from tests.contracts.disposal_office import ARCHIVIST, HEAD, MEMBERS, DisposalOffice
from tests.contracts.disposal_site import COUNCIL, DisposalSite
from tests.contracts.offices import office, opened
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.catalogue.engine import Catalogue

pytestmark = pytest.mark.law("R08")


@pytest.fixture
def body(migrated: Catalogue) -> DisposalOffice:
    return DisposalOffice(catalogues.emptied(migrated), date(2026, 11, 20))


def test_by_a_list_that_was_taken_back_nothing_goes(body: DisposalOffice) -> None:
    dossier = body.due("a")
    which = body.listed(dossier).id
    body.voted(which)
    withdrawn = body.disposal.withdraw(ARCHIVIST, which, " Lập  nhầm ")
    assert (withdrawn.state, withdrawn.withdrawal and withdrawn.withdrawal.reason) == (ListState.WITHDRAWN, "Lập nhầm")
    assert len(withdrawn.items[0].votes) == 3, "votes stay"
    execution = CatalogueExecutionDesk(body.parts, Confirming())  # type: ignore[arg-type]  # of it one method
    for late in (
        lambda: body.decided(which),
        lambda: body.disposal.vote(MEMBERS[0], which, dossier, Vote.KEEP),
        lambda: body.disposal.withdraw(ARCHIVIST, which, "Lần nữa"),
        lambda: execution.execute(EXECUTOR, which, password=PASSWORD),
    ):
        with pytest.raises(Conflict) as refused:
            late()
        assert (refused.value.code, "Lập nhầm" in refused.value.says.vi) == ("disposal.withdrawn", True)
    assert body.gate(dossier, which).reasons == (Reason.NOT_LISTED,)


def test_what_was_on_it_is_listed_anew(body: DisposalOffice) -> None:
    dossier = body.due("a")
    body.disposal.withdraw(ARCHIVIST, body.listed(dossier).id, "Sai hội đồng")
    second = body.approved(dossier)
    assert body.gate(dossier, second).allowed
    # One taken back later does not stand before the one by which the dossier goes.
    body.disposal.withdraw(ARCHIVIST, body.listed(dossier).id, "Lập nhầm lần nữa")
    assert Reason.NO_DECISION not in body.disposal.why_not(ARCHIVIST, dossier).reasons


def test_only_an_archivist_takes_it_back_with_a_reason_and_before_the_decision(body: DisposalOffice) -> None:
    which = body.listed(body.due("a")).id
    with pytest.raises(InvalidInput, match="incomplete"):
        body.disposal.withdraw(ARCHIVIST, which, "  ")
    with pytest.raises(Forbidden, match="not_allowed"):
        body.disposal.withdraw(HEAD, which, "Không thích")
    body.voted(which)
    body.decided(which)
    with pytest.raises(Conflict, match=r"disposal\.decided"):
        body.disposal.withdraw(ARCHIVIST, which, "Muộn")
    assert body.disposal.one(ARCHIVIST, which).state is ListState.DECIDED


def test_it_is_taken_back_on_its_page(tmp_path: Path) -> None:
    with office("sqlite", tmp_path) as parts:
        site = DisposalSite(opened(parts))
        dossier = site.office.due("H-1")
        said = {"name": "Đợt 1", "dossiers": [dossier.value], "council": list(COUNCIL)}
        where = site.sent("/huy/lap", "an", **said)
        assert 'id="rut"' in site.page(where, "an")
        assert 'id="rut"' not in site.page(where, "binh"), "of the council"
        assert "Thiếu lý do" in checked(site.refused(f"{where}/rut", "an", 422, reason=" "))
        site.sent(f"{where}/rut", "an", reason="Lập nhầm")
        html = site.page(where, "an")
        assert "Lập nhầm" in checked(html)
        assert 'id="rut"' not in html
        assert 'aria-current="step"' not in html
        assert "/forms/quyet-dinh?" not in html, "nothing is left to decide"
        assert "đã rút" in checked(site.page("/huy", "an"))
        printed = site.get(f"/api/retention/disposal/{where.rpartition('/')[2]}/forms/danh-muc?format=csv", "an")
        assert "ĐÃ RÚT" in printed.text
        assert "Rút danh mục hủy" in site.page(f"/ho-so/{dossier}", "an")
        site.sent("/huy/lap", "an", **said)
        # What comes over its dossier afterwards is nothing to a list that leads nowhere.
        site.office.place(dossier)
        assert "đang có lệnh giữ" not in checked(site.page(where, "an"))


def test_the_head_sends_a_list_back(tmp_path: Path) -> None:
    with office("sqlite", tmp_path) as parts:
        site = DisposalSite(opened(parts))
        dossier = site.office.due("H-1")
        where = site.sent("/huy/lap", "an", name="Đợt 1", dossiers=[dossier.value], council=list(COUNCIL))
        assert 'id="tra-lai"' not in site.page(where, "an")
        assert 'id="tra-lai"' in site.page(where, "giang")
        assert "Thiếu lý do" in checked(site.refused(f"{where}/tra-lai", "giang", 422, reason=" "))
        site.refused(f"{where}/tra-lai", "an", 403, reason="Không phải việc của tôi")
        site.sent(f"{where}/tra-lai", "giang", reason="Còn vụ kiện")
        page = checked(site.page(where, "giang"))
        assert "trả lại lúc" in page
        assert "Còn vụ kiện" in page
        assert 'id="tra-lai"' not in site.page(where, "giang")
        assert "thủ trưởng đã trả lại" in checked(site.page("/huy", "an"))
        assert "Thủ trưởng trả lại danh mục hủy" in site.page(f"/ho-so/{dossier}", "an")
        told = site.get(f"/api/retention/disposal/{where.rpartition('/')[2]}", "an").json()
        assert told["sent_back"] is True
        assert "Đưa vào được" in checked(site.page("/huy/lap", "an"))
