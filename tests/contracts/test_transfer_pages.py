"""Pages of transfers to the historical archive over real desks: registered, answered, received by another person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import custody, dossiers
from app.desks.transfer import CatalogueTransferDesk
from records.identifiers import Digest, TransferId
from retention_rules.hand_over.model import Custody
from retention_rules.hand_over.transfer import digests_text
from retention_rules.hand_over.transfer_clock import earliest_transfer
from tests.contracts.disposal_site import COUNCIL, DisposalSite
from tests.contracts.offices import opened
from tests.contracts.retention_desk import OPERATOR, REGISTER
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DossierId

pytestmark = pytest.mark.law("R07")
ARCHIVE = "Lưu trữ lịch sử tỉnh"
PACKAGE = Digest.of(b"a package")


@pytest.fixture
def site(parts: Parts) -> DisposalSite:
    return DisposalSite(opened(parts, historical_archive=ARCHIVE))


def permanent(site: DisposalSite, name: str) -> DossierId:
    """Kept permanently by a confirmed rule, and with the current archive since today."""
    made = site.office.dossier(name, REGISTER)
    site.office.desk.set_work_ended(OPERATOR, made, site.desks.clock.today() - timedelta(days=30))
    assigned = site.office.desk.assignment(OPERATOR, made)
    assert assigned is not None
    if not assigned.rule.confirmed:
        site.office.schedules.confirm(OPERATOR, [assigned.rule.id], source="Công báo")
        site.office.reassessed()
    now = site.desks.clock.now()
    with site.desks.parts.catalogue.begin() as connection:
        on = site.desks.clock.today()
        custody.take_over(connection, made, Custody.CURRENT_ARCHIVE, on=on, receipt="1/BB", by="thu", now=now)
    return made


def state(site: DisposalSite, dossier: DossierId) -> str:
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        return str(dossiers.row(connection, dossier).state)


def test_a_transfer_goes_its_way_on_pages_and_only_the_receipt_of_another_changes_the_state(site: DisposalSite) -> None:
    assert "Chưa có hồ sơ nào phải nộp" in checked(site.page("/nop-lich-su", "an"))
    one, two = permanent(site, "S-1"), permanent(site, "S-2")
    html = site.page("/nop-lich-su", "an")
    page = checked(html)
    assert "2 hồ sơ vĩnh viễn sẽ nộp" in page
    assert ARCHIVE in page
    assert "2026 + 5 = 2031" in page
    planned = earliest_transfer(site.desks.clock.today()).isoformat()
    assert f'min="{planned}"' in html
    chosen = [one.value, two.value]
    soon = site.desks.clock.today().isoformat()
    refused = site.refused("/nop-lich-su", "an", 422, name="Nộp 2027", dossiers=chosen, planned_on=soon)
    assert refused.count(" checked") == 2
    address = site.sent("/nop-lich-su", "an", name="Nộp 2027", dossiers=chosen, planned_on=planned)
    assert "Lưu trữ lịch sử trả lời chậm nhất" in checked(site.page(address, "an"))
    papers = f"/api/retention/transfers/{address.rpartition('/')[2]}/forms/"
    assert f'href="{papers}bien-ban-giao-nhan?format=docx"' in site.page(address, "an")
    listed = site.get(f"{papers}muc-luc-nop-luu?format=csv", "an").text
    assert "S-1" in listed
    assert "S-2" in listed
    site.refused(f"{address}/tra-loi", "an", 422, number="5/LTLS", on="", agreed="true")
    site.sent(f"{address}/tra-loi", "an", number="5/LTLS", on=soon, agreed="true")
    page = checked(site.page(address, "an"))
    assert "vankho transfer package" in page
    assert "Ghi biên nhận" not in page
    which = TransferId(address.rpartition("/")[2])
    packages = {one: PACKAGE, two: PACKAGE}
    CatalogueTransferDesk(site.desks.parts).packaged(site.desks.reader("an"), which, packages)
    assert site.get(f"{address}/ma-bam", "an").text == digests_text(packages)
    assert "biên nhận do một lưu trữ viên khác ghi" in checked(site.page(address, "an"))
    told = {"number": "9/BN", "on": soon, "digests": digests_text({one: PACKAGE})}
    # The page offers it to nobody who registered the list, and the desk refuses it.
    site.refused(f"{address}/bien-nhan", "an", 403, **told)
    wrong = {**told, "digests": digests_text({one: Digest.of(b"other")})}
    html = site.refused(f"{address}/bien-nhan", "khanh", 409, **wrong)
    assert str(Digest.of(b"other")) in html
    assert state(site, one) == "kept"
    site.sent(f"{address}/bien-nhan", "khanh", **told)
    assert (state(site, one), state(site, two)) == ("transferred", "kept")
    page = checked(site.page(address, "an"))
    assert "Biên nhận 9/BN" in page
    assert "Thôi đợt nộp này" not in page
    assert "1 hồ sơ vĩnh viễn sẽ nộp" in checked(site.page("/nop-lich-su", "an"))


def test_a_transfer_is_declined_or_given_up_with_its_reason(site: DisposalSite) -> None:
    one = permanent(site, "S-1")
    day, planned = site.desks.clock.today(), earliest_transfer(site.desks.clock.today()).isoformat()
    form = {"dossiers": [one.value], "planned_on": planned}
    address = site.sent("/nop-lich-su", "an", name="Đợt A", **form)
    site.sent(f"{address}/tra-loi", "an", number="5/LTLS", on=day.isoformat(), agreed="false")
    assert "không nhận" in checked(site.page(address, "an"))
    address = site.sent("/nop-lich-su", "an", name="Đợt B", **form)
    site.refused(f"{address}/thoi", "an", 422, why=" ")
    site.sent(f"{address}/thoi", "an", why="Lập lại danh mục")
    assert "Đã thôi: Lập lại danh mục" in checked(site.page(address, "an"))


def test_a_body_that_is_no_source_is_told_how_it_becomes_one(parts: Parts) -> None:
    site = DisposalSite(opened(parts))
    page = checked(site.page("/nop-lich-su", "an"))
    assert "không thuộc nguồn nộp lưu" in page
    assert "VANKHO_HISTORICAL_ARCHIVE" in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_are_whole_in_both_languages_and_closed_to_others(site: DisposalSite, language: str) -> None:
    one = permanent(site, "S-1")
    planned = earliest_transfer(site.desks.clock.today()).isoformat()
    address = site.sent("/nop-lich-su", "an", name="Đợt A", dossiers=[one.value], planned_on=planned)
    for path in ("/nop-lich-su", address):
        checked(site.page(f"{path}?lang={language}", "an"))
        for who in ("lan", "binh", "hoa"):
            assert site.get(path, who).status_code == 403
    assert 'href="/nop-lich-su"' in site.page("/ban-giao", "an")
    assert 'href="/nop-lich-su"' not in site.page("/ban-giao", "lan")


@pytest.mark.law("R30")
def test_a_source_is_offered_the_request_for_an_appraisal(site: DisposalSite) -> None:
    chosen = [site.office.due("Thư đến hạn").value]
    address = site.sent("/huy/lap", "an", name="Đợt 1", dossiers=chosen, council=list(COUNCIL))
    papers = f"/api/retention/disposal/{address.rpartition('/')[2]}/forms/"
    page = site.page(address, "an")
    for form in ("quyet-dinh-hoi-dong", "de-nghi-tham-dinh"):
        assert f'href="{papers}{form}?format=docx"' in page
        assert site.get(f"{papers}{form}?format=pdf", "an").content[:4] == b"%PDF"
