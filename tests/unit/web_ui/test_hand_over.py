"""Pages of hand-over over invented lists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from records.identifiers import HandOverId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.hand_over.model import Check
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import TODAY
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def person(account: str, *can: Capability) -> Reader:
    return Reader(
        account=account,
        units=frozenset({"*"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ, *can}),
    )


UNIT, ARCHIVIST, READER = person("lan", Capability.HAND_OVER), person("thu", Capability.DECIDE), person("an")


def lists_in(page: str) -> list[str]:
    return re.findall(r'href="/ban-giao/([0-9a-f-]{36})"', page)


def test_a_dossier_without_a_code_is_reached_by_its_title() -> None:
    world = full_world()
    world.dossiers = [replace(one, code="") for one in world.dossiers]
    page = ask(application(world, ARCHIVIST), "/ban-giao").text
    first = world.dossiers[0]
    assert f'<a href="/ho-so/{first.dossier}#noi-giu">{first.title}</a>' in page
    assert not re.search(r"<a [^>]*>chưa có mã</a>", page)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", [UNIT, ARCHIVIST, READER, person("lan", Capability.DECIDE, Capability.HAND_OVER)])
def test_every_list_and_its_minutes_are_whole_for_everybody(who: Reader, language: str) -> None:
    site = application(full_world(), who)
    start = ask(site, "/ban-giao", language=language)
    checked(start.text)
    found = lists_in(start.text)
    assert len(found) == 4
    for each in found:
        for part in ("", "/bien-ban"):
            answer = ask(site, f"/ban-giao/{each}{part}", language=language)
            assert answer.status_code == 200
            checked(answer.text)


def test_a_reader_who_does_not_see_everything_is_not_told_that_nothing_is_owed() -> None:
    empty = World()
    told = checked(ask(application(empty, replace(READER, levels=frozenset({AccessLevel.PUBLIC}))), "/ban-giao").text)
    assert "Trong những hồ sơ bạn được xem, không hồ sơ nào quá hạn giao nộp" in told
    assert "không có hồ sơ nào phải giao nộp ở đây" not in told.casefold()
    assert "Không hồ sơ nào quá hạn giao nộp" in checked(ask(application(empty, ARCHIVIST), "/ban-giao").text)


def test_a_unit_lists_and_only_an_archivist_checks_and_keeps_back() -> None:
    world = full_world()
    unit = ask(application(world, UNIT), "/ban-giao").text
    archivist = ask(application(world, ARCHIVIST), "/ban-giao").text
    reader = ask(application(world, READER), "/ban-giao").text
    assert "Gửi danh mục giao nộp" in unit
    assert "Gửi danh mục giao nộp" not in archivist + reader
    assert 'formaction="/ban-giao/giu-lai"' in archivist
    assert 'formaction="/ban-giao/giu-lai"' not in unit + reader
    assert 'name="dossiers"' not in reader


def test_what_is_chosen_comes_to_the_desk_and_a_refusal_of_it_back_to_the_page() -> None:
    world = full_world()
    site = application(world, UNIT)
    chosen = world.dossiers[0].dossier.value
    sent = ask(site, "/ban-giao", method="POST", form={"name": "Đợt 1", "dossiers": chosen})
    assert sent.status_code == 303
    assert world.acts[-1] == ("submit", ("Đợt 1", (world.dossiers[0].dossier,)))
    wrong = ask(site, "/ban-giao", method="POST", form={"name": "Đợt hai"})
    assert wrong.status_code == 409
    assert "Chưa chọn hồ sơ nào." in checked(wrong.text)
    assert 'value="Đợt hai"' in wrong.text


def test_an_archivist_checks_receives_and_keeps_back() -> None:
    world = full_world()
    site = application(world, ARCHIVIST)
    which = lists_in(ask(site, "/ban-giao").text)[0]
    one = world.dossiers[0].dossier
    form = {"dossiers": one.value, "said": "refused", "reason": "Thiếu trang"}
    assert ask(site, f"/ban-giao/{which}/kiem-tra", method="POST", form=form).status_code == 303
    assert world.acts[-1] == ("check", ((one,), Check.REFUSED, "Thiếu trang"))
    minutes = {"number": "8/BB", "received_on": TODAY.isoformat()}
    assert ask(site, f"/ban-giao/{which}/nhan", method="POST", form=minutes).status_code == 303
    assert world.acts[-1] == ("receive", ("8/BB", TODAY))
    kept = {
        "dossiers": one.value,
        "until": "2028-01-01",
        "number": "3/CV",
        "consented_on": "2026-11-01",
        "consented_by": "Chủ tịch",
        "reason": "Đối chiếu",
    }
    assert ask(site, "/ban-giao/giu-lai", method="POST", form=kept).status_code == 303
    assert world.acts[-1][0] == "keep_back"
    for lacking in ("consented_on", "number", "dossiers"):
        form = {name: value for name, value in kept.items() if name != lacking}
        wrong = ask(site, "/ban-giao/giu-lai", method="POST", form=form)
        assert wrong.status_code == 422
        assert "Chủ tịch" in wrong.text


def test_what_is_not_there_is_not_found_and_a_hidden_line_names_nothing() -> None:
    world = full_world()
    site = application(world, ARCHIVIST)
    assert ask(site, f"/ban-giao/{HandOverId.new()}").status_code == 404
    assert ask(site, f"/ban-giao/{HandOverId.new()}/bien-ban").status_code == 404
    assert ask(site, "/ban-giao/abc").status_code == 404
    page = ask(site, f"/ban-giao/{lists_in(ask(site, '/ban-giao').text)[0]}").text
    assert "hồ sơ bạn không được xem" in page
    # Who checks ticks what he looked at; nothing is ticked for him.
    assert 'data-tick-all="dossiers"' in page
    assert " checked" not in page
    # Pages count by the names of the checks.
    assert "44 = 14 nhận + 14 từ chối + 16 chờ" in checked(page)


def test_who_submitted_a_list_does_not_check_it() -> None:
    both = person("lan", Capability.DECIDE, Capability.HAND_OVER)
    world = full_world()
    site = application(world, both)
    page = ask(site, f"/ban-giao/{lists_in(ask(site, '/ban-giao').text)[0]}").text
    assert "người khác phải kiểm tra và nhận" in page
    assert "kiem-tra" not in re.sub(r'<form method="post" action="[^"]*kiem-tra">', "", page)
    other = application(world, replace(both, account="thu"))
    assert 'name="said"' in ask(other, f"/ban-giao/{lists_in(ask(other, '/ban-giao').text)[0]}").text
