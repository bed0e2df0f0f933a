"""One page and what is done with it: found words over all pages, two at once, print, and the versions compared."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.model import PageVersion
from records.reader import local_operator
from search_api.query_language import parse
from search_api.related import Named, Related
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import MemoryIndex
from tests.unit.web_ui.invented import NOW
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked
from web_ui.compare_readings import compared


def place(number: int = 1) -> str:
    document = WORLD.dossiers[0].documents[1]
    return f"/ho-so/{WORLD.dossiers[0].dossier}/{document.document}/{number}"


WORLD = full_world()


def test_the_page_says_on_which_pages_of_the_document_the_words_stand() -> None:
    html = ask(application(WORLD), place() + "?q=thu+hoi").text
    count = WORLD.dossiers[0].documents[1].page_count
    (pages,) = re.findall(r'data-hit-pages="([\d,]*)"', html)
    assert pages == ",".join(str(number) for number in range(1, count + 1))
    assert "data-hit-after" in html
    plain = ask(application(WORLD), place()).text
    assert 'data-hit-pages=""' in plain
    assert "data-hit-after" not in plain


def test_two_pages_side_by_side_and_on_by_two() -> None:
    html = ask(application(WORLD), place(2) + "?doi=1&q=thu").text
    assert html.count("data-page>") == 2
    assert "pages/2/picture" in html
    assert "pages/3/picture" in html
    (next_one,) = re.findall(r'rel="next" href="([^"]*)"', html)
    assert next_one == place(4) + "?q=thu&amp;doi=1"
    assert f'href="{place(2)}?q=thu"' in html
    last = WORLD.dossiers[0].documents[1].page_count
    alone = ask(application(WORLD), place(last) + "?doi=1").text
    assert alone.count("data-page>") == 1
    assert 'rel="next"' not in alone


def test_a_number_typed_leads_to_its_page_or_the_nearest() -> None:
    base, last = place().rpartition("/")[0], WORLD.dossiers[0].documents[1].page_count
    site = application(WORLD)
    for typed, number in (("2", 2), ("999999", last), ("0", 1), ("x", 1), ("", 1)):
        answer = ask(site, f"{base}/trang?so={typed}&q=a&doi=1")
        assert answer.headers["location"] == f"{base}/{number}?q=a&doi=1", typed


def test_each_printed_page_says_who_when_and_from_where_and_is_recorded() -> None:
    world = full_world()
    dossier = world.dossiers[0]
    document = dossier.documents[1]
    base = f"/ho-so/{dossier.dossier}/{document.document}"
    html = ask(application(world), f"{base}/in?tu=2&den=3").text
    words = checked(html)
    assert html.count('class="print-page"') == 2
    for number in (2, 3):
        assert "nhung in lúc" in words
        assert f"trang {number}/{document.page_count}" in words
    assert dossier.code in words
    assert world.acts == [("printed", ("nhung", 2, 3))]
    turned = ask(application(world), f"{base}/in?tu=3&den=2").text
    assert turned.count('class="print-page"') == 2
    assert "Trang đầu đã ghi sau trang cuối: in từ trang 2 đến trang 3." in turned
    assert "Trang đầu đã ghi sau trang cuối" not in html
    many = replace(document, page_count=300)
    world.dossiers[0] = replace(dossier, documents=(many,))
    assert ask(application(world), f"{base}/in?tu=100").text.count('class="print-page"') == 50
    assert ask(application(world), f"{base}/in?tu=100&den=290").text.count('class="print-page"') == 50


def test_readings_of_two_versions_are_compared_word_by_word() -> None:
    world = full_world()
    world.versions = [
        PageVersion(version=1, at=NOW, lines=("Quyet dinh thu hoi",), confidence=0.5),
        PageVersion(version=3, at=NOW, lines=("Quyết định", "thu hồi đất"), confidence=0.9),
        PageVersion(version=4, at=NOW, lines=None, confidence=None),
    ]
    dossier = world.dossiers[0]
    html = ask(application(world), f"/ho-so/{dossier.dossier}/{dossier.documents[0].document}/1/ban").text
    assert "<del>Quyet dinh</del>" in html
    assert "<ins>Quyết định</ins>" in html
    assert "bản này không có chữ của trang" in checked(html)
    assert compared(["a b", "c"], ["a", "c d"]) == [("same", "a"), ("gone", "b"), ("same", "c"), ("new", "d")]


def test_a_page_leads_to_the_documents_it_names_and_those_that_name_it() -> None:
    world = full_world()
    site, dossier = application(world), world.dossiers[0]
    here = f"/ho-so/{dossier.dossier}/{dossier.documents[1].document}/1"
    assert f'href="{here}/lien-quan"' in ask(site, here).text
    words = checked(ask(site, f"{here}/lien-quan").text)
    assert "Trong kho không có văn bản nào mà trang này nhắc đến" in words
    today = NOW.date()
    (hit, *_) = MemoryIndex(world).search(parse("thu hồi", today=today), local_operator("nhung"), today=today).hits
    other = replace(hit, number_and_sign="30/BC-UBND")
    named = Named(as_printed="129 / QĐ-BNV", documents=(replace(hit, number_and_sign="129/QĐ-BNV"),))
    world.related = Related(named=(named,), naming=(other,), number="12/QĐ-UBND")
    html = ask(site, f"{here}/lien-quan").text
    words = checked(html)
    for said in ("Trang này nhắc đến", "129/QĐ-BNV", "Nhắc đến 12/QĐ-UBND", "30/BC-UBND"):
        assert said in words
    # From what names this document one comes to the place where its number stands.
    assert f"/ho-so/{hit.dossier}/{hit.document}/{hit.page}?q=12/Q%C4%90-UBND" in html
