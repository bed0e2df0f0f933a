"""The list of batches and the page of a batch say the same of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.model import BatchState, DocumentState, FileState
from records.errors import Sentence
from records.findings import warning
from records.scan_profile import ScanDecision, ScanProfile
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import NOW, a_batch, a_file
from tests.unit.web_ui.site import application
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from ingest.model import BatchView


def shown(batch: BatchView, *states: FileState, pages_failed: int = 0) -> tuple[str, str]:
    """The words of the list and of the batch."""
    world = World()
    world.batches = [batch]
    world.files[batch.batch] = [a_file(f"{at}.pdf", state, None) for at, state in enumerate(states)]
    if pages_failed:
        world.files[batch.batch].append(a_file("trang.pdf", pages_failed=pages_failed))
    site = application(world)
    return checked(ask(site, "/tiep-nhan").text), checked(ask(site, f"/tiep-nhan/{batch.batch}").text)


def test_refused_files_of_a_closed_batch_are_counted_alike() -> None:
    one, all_of_it = shown(a_batch(files=3, accepted=2, refused=1, pages=4, pages_done=4), FileState.REFUSED)
    assert "Các lô đã xử lý xong, 1 tệp bị từ chối" in one
    assert "Đã đóng, 1 tệp bị từ chối" in one
    assert "1 tệp bị từ chối, phần còn lại đã xong" in all_of_it
    assert "0 việc" not in all_of_it


def test_a_quarantined_file_needs_a_person_on_both_pages() -> None:
    batch = a_batch(files=3, accepted=2, quarantined=1, state=BatchState.WAITING, pages=4, pages_done=4)
    one, all_of_it = shown(batch, FileState.QUARANTINED)
    assert "1 lô cần người xem" in one
    assert "Từ chối, cách ly" in one
    assert "1 tệp cần người xem, phần còn lại đã xong" in all_of_it


@pytest.mark.law("R15")
@pytest.mark.parametrize(
    ("decision", "state", "told"),
    [
        (ScanDecision.WAITING, BatchState.WAITING, "Bản quét chưa đạt, chờ quyết định"),
        (ScanDecision.AGAIN, BatchState.CLOSED, "Đã đóng, 1 văn bản cần quét lại"),
    ],
)
def test_a_scan_that_falls_short_is_shown_and_decided_on(decision: ScanDecision, state: BatchState, told: str) -> None:
    world = World()
    waiting = decision is ScanDecision.WAITING
    batch = a_batch(files=2, documents=2, pages=2, pages_done=2, state=state, profile=ScanProfile.MAPS)
    batch = replace(batch, held_back=int(waiting), scan_again=int(not waiting))
    why = warning("document.scan_falls_short", "Bản quét chưa đạt.", "It falls short.", Sentence("Xem.", "Look."))
    short = a_file("bản đồ.tif", document_state=DocumentState.MADE, scan=decision, findings=(why,))
    world.batches, world.files[batch.batch] = [batch], [a_file("a.pdf"), short]
    site = application(world)
    html = ask(site, f"/tiep-nhan/{batch.batch}").text
    one, all_of_it = checked(ask(site, "/tiep-nhan").text), checked(html)
    assert told in one + all_of_it
    assert "bản đồ, bản vẽ" in all_of_it
    assert "1 tệp cần người xem, phần còn lại đã xong" in all_of_it
    assert "document.scan_falls_short" in all_of_it
    assert ('value="again"' in html) is waiting
    form = {"decision": "accepted", "reason": "giấy không còn"}
    where = f"/tiep-nhan/{batch.batch}/tep/{short.file}/ban-quet"
    assert f'action="{where}"' in html
    assert ask(site, where, method="POST", form=form).status_code == 303
    assert world.acts == [("scan", (short.file, ScanDecision.ACCEPTED, "giấy không còn"))]


@pytest.mark.law("R34")
def test_what_must_not_be_digitised_is_listed_and_confirmed_once() -> None:
    world = World()
    asked, done = a_batch(files=1), replace(a_batch(files=1), checklist_at=NOW, checklist_by="nhung")
    world.batches = [asked, done]
    site = application(world)
    page = checked(ask(site, f"/tiep-nhan/{asked.batch}").text)
    assert "bản sao của giấy tờ đã số hóa" in page
    assert "Lô này không có các loại trên" in page
    assert ask(site, f"/tiep-nhan/{asked.batch}/khong-so-hoa", method="POST").status_code == 303
    assert world.acts == [("checklist", asked.batch)]
    page = checked(ask(site, f"/tiep-nhan/{done.batch}").text)
    assert "nhung đã xác nhận lô không có" in page
    assert "Lô này không có các loại trên" not in page


@pytest.mark.law("R34")
def test_a_batch_that_waits_to_be_confirmed_says_so_everywhere() -> None:
    world = World()
    batch = a_batch(files=2, documents=2, pages=2, pages_done=2, state=BatchState.WAITING)
    batch = replace(batch, checklist_waits=True, unconfirmed=2, documents_done=0)
    made = a_file("a.pdf", document_state=DocumentState.MADE, awaits_checklist=True)
    world.batches, world.files[batch.batch] = [batch], [made]
    site = application(world)
    one, all_of_it = checked(ask(site, "/tiep-nhan").text), checked(ask(site, f"/tiep-nhan/{batch.batch}").text)
    assert "Chờ xác nhận lô" in one
    assert "1 lô cần người xem" in one
    assert "2 văn bản chưa vào kho" in all_of_it
    assert "Chờ xác nhận lô, chưa nộp vào kho" in all_of_it
    assert "chỉ được nộp vào kho khi đã có người xác nhận" in all_of_it
    assert "Không có tệp nào cần người xem" in all_of_it


@pytest.mark.law("R34")
def test_a_standing_instruction_is_named() -> None:
    world = World()
    done = replace(a_batch(files=1), checklist_at=NOW, checklist_by="nhung", checklist_instruction="CV 12/UBND-VP")
    world.batches = [done]
    page = checked(ask(application(world), f"/tiep-nhan/{done.batch}").text)
    assert "theo chỉ thị chung: CV 12/UBND-VP" in page


@pytest.mark.law("R34")
@pytest.mark.parametrize("ticked", ["true", "false"])
def test_the_batch_is_confirmed_where_it_is_opened(ticked: str) -> None:
    world = World()
    form = {"name": "lô", "checked": ticked}
    site = application(world)
    assert "data-checked" in ask(site, "/tiep-nhan").text
    assert ask(site, "/tiep-nhan", method="POST", form=form).status_code == 303
    assert [act for act, _ in world.acts] == (["open", "checklist"] if ticked == "true" else ["open"])


def test_unreadable_pages_are_told_on_both_pages() -> None:
    one, all_of_it = shown(a_batch(files=1, pages=4, pages_done=4, pages_failed=2, documents=1), pages_failed=2)
    assert "Đã đóng, 2 trang không đọc được" in one
    assert "1 tệp cần người xem, phần còn lại đã xong" in all_of_it


@pytest.mark.parametrize("steps", [0, 2])
def test_stopped_steps_are_told_where_there_are_some(steps: int) -> None:
    state = BatchState.WAITING if steps else BatchState.CLOSED
    _, words = shown(a_batch(files=1, documents=1, pages=1, pages_done=1, steps_failed=steps, state=state))
    assert (f"{steps} việc đang dừng" in words) is bool(steps)
