"""Numbers of people over the whole site, on both catalogues and engines: masked, found whole, shown by right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue import documents, events
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event as event_table
from adapters.catalogue.schema import field_proposal, page
from adapters.catalogue.schema import file as file_table
from app.files_on_disk import pictures_key
from app.operations.rebuild_index import rebuild_index
from app.steps.index import pages_of
from ocr.page_pictures import write_page_pictures
from records.identifiers import Digest, DocumentId
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R24", "R35")

NUMBER, PHONE, MAIL = "001085012389", "0912345678", "nva1985@gmail.com"
SAID = (f"Ông Nguyễn Văn A, CCCD {NUMBER}, điện thoại {PHONE}", f"thư {MAIL} cấp ngày 01/02/2021")
CARD = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", f"Số / No.: {NUMBER}")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``doc`` reads in unit B and is not cleared for level 02; ``can-bo`` is; ``ngoai`` is, of unit A."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("doc", Role.UNIT_READER, unit="B")
        desks.add("can-bo", Role.ARCHIVIST, unit="B", conditional=True)
        desks.add("ngoai", Role.UNIT_READER, unit="A", conditional=True)
        yield made


@pytest.fixture(scope="module")
def thing(staffed: Site) -> Thing:
    """A dossier of level 01 whose page, title, file and described field say numbers of people."""
    made = staffed.put(*SAID, unit="B")
    with staffed.desks.parts.catalogue.begin() as connection:
        put = connection.execute
        put(sa.update(dossier_table).where(dossier_table.c.id == made.dossier).values(title=f"Ông A {NUMBER}"))
        put(sa.update(document_table).where(document_table.c.id == made.document).values(title=f"Đơn của {NUMBER}"))
        put(sa.update(file_table).where(file_table.c.id == made.file).values(name=f"ho_so/don_{NUMBER}.pdf"))
        told = {"value": f"Đơn của {NUMBER}", "evidence": f"Đơn của {NUMBER}", "confidence": 0.9, "doubtful": False}
        put(sa.insert(field_proposal).values(document_id=made.document, field="subject", **told))
    document, parts = DocumentId(made.document), staffed.desks.parts
    parts.index.replace_document(document, pages_of(parts, document))
    parts.index.commit()
    return made


def found(made: Site, who: str, typed: str, **how: Any) -> dict[str, Any]:
    answer: dict[str, Any] = made.get("/api/search", who, params={"q": typed, **how}).json()
    return answer


def shown(made: Site, thing: Thing) -> list[tuple[str, str]]:
    """Who was shown what of people."""
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event_table)
            .where(event_table.c.type == events.VIEWED, event_table.c.dossier_id == thing.dossier)
            .order_by(event_table.c.id)
        )
        return [(row.agent, row.detail["what"]) for row in rows if row.detail["what"] in {"personal", "identity_card"}]


@pytest.mark.parametrize(
    "typed", [NUMBER, "001 085 012 389", f"CCCD {NUMBER}", f"số định danh: {NUMBER}", PHONE, "0912 345 678", MAIL]
)
def test_who_types_the_whole_finds_the_dossier_and_is_shown_masks(staffed: Site, thing: Thing, typed: str) -> None:
    answer = found(staffed, "doc", typed)
    assert {hit["dossier"] for hit in answer["hits"]} == {thing.dossier}, answer["understood"]
    for secret in (NUMBER, PHONE, MAIL, NUMBER[4:]):
        assert secret not in json.dumps(answer["hits"])
    assert found(staffed, "ngoai", typed)["total"] == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("0010*", "00108501238*", "00108501238", "01085012389"),
        *("0912*", "091234567*", "0912", "nva19*", "nva1985", "gmail"),
    ],
)
def test_nobody_finds_by_a_beginning_or_a_piece(staffed: Site, thing: Thing, typed: str) -> None:
    for exact in ("false", "true"):
        answer = found(staffed, "can-bo", typed, dossier=thing.dossier, exact=exact)
        assert answer["total"] == 0
        assert answer["suggestion"] is None


def test_no_list_page_or_answer_says_a_number_that_nobody_asked_to_be_shown(staffed: Site, thing: Thing) -> None:
    ids = {"dossier": thing.dossier, "document": thing.document}
    paths = (
        "/api/dossiers",
        "/api/dossiers/{dossier}",
        "/api/dossiers/{dossier}/events",
        "/api/documents/{document}/pages",
        "/api/documents/{document}/pages/1/words",
        "/api/search?q=giấy phép",
        "/api/retention/report",
        "/api/retention/missing-triggers",
        "/ho-so",
        "/ho-so/{dossier}",
        "/ho-so/{dossier}/{document}/1",
        "/tra-cuu?q=giấy phép",
        "/tra-cuu/trang?document={document}&number=1&q=ông",
        "/thoi-han",
    )
    for who in ("doc", "can-bo"):
        for path in paths:
            answer = staffed.get(path.format(**ids), who)
            if answer.status_code != 403:
                assert answer.status_code == 200, path
                assert not [each for each in (NUMBER, PHONE, MAIL) if each in answer.text], path
    assert "0010••••••89" in staffed.get(f"/ho-so/{thing.dossier}", "doc").text


def test_it_is_shown_by_right_and_each_showing_is_an_event(staffed: Site, thing: Thing) -> None:
    words = f"/api/documents/{thing.document}/pages/1/words"
    refused = staffed.get(f"{words}?personal=true", "doc")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "personal.not_allowed")
    assert staffed.get(f"{words}?personal=true", "ngoai").status_code == 404
    assert shown(staffed, thing) == []
    assert NUMBER in staffed.get(f"{words}?personal=true", "can-bo").text
    assert shown(staffed, thing) == [("can-bo", "personal")]
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(minute=7)
        page_of = f"/ho-so/{thing.dossier}/{thing.document}/1"
        answer = staffed.ask("POST", f"{page_of}/hien", "can-bo")
        assert NUMBER in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert shown(staffed, thing) == [("can-bo", "personal")] * 2
        assert staffed.ask("POST", f"{page_of}/hien", "doc").status_code == 403
    finally:
        staffed.desks.clock.at = at


def test_a_picture_of_an_identity_card_has_to_be_asked_for(staffed: Site, tmp_path: Path) -> None:
    parts, card = staffed.desks.parts, staffed.put(*CARD, unit="B")
    document, pdf, pictures = DocumentId(card.document), tmp_path / "a.pdf", tmp_path / "pictures.zip"
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.save(pdf)
    write_page_pictures(pdf, pictures)
    digest = Digest.of(pictures.read_bytes())
    with pictures.open("rb") as content:
        parts.store.put(pictures_key(document), content, digest)
    with parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(document_table)
            .where(document_table.c.id == document.value)
            .values(pictures_digest=digest.hex, pdfa_level="2u")
        )
    path = f"/api/documents/{document}/pages/1/picture"
    assert staffed.get(path, "doc").status_code == 403  # read before anybody looked: looked at now
    rebuild_index(parts)
    for small in ("", "&small=true"):
        for who, asked, status, code in (
            ("can-bo", "false", 403, "personal.identity_card"),
            ("doc", "false", 403, "personal.identity_card"),
            ("doc", "true", 403, "personal.not_allowed"),
            ("ngoai", "true", 404, "document.not_found"),
        ):
            answer = staffed.get(f"{path}?personal={asked}{small}", who)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert shown(staffed, card) == []
    viewer = staffed.get(f"/ho-so/{card.dossier}/{card.document}/1", "can-bo").text
    assert f"{path}" not in viewer.replace(f"{path}?small", "")
    assert "/1/hien" in viewer
    assert "/1/hien" not in staffed.get(f"/ho-so/{card.dossier}/{card.document}/1", "doc").text
    assert (
        f"{path}?personal=true" in staffed.ask("POST", f"/ho-so/{card.dossier}/{card.document}/1/hien", "can-bo").text
    )
    assert staffed.get(f"{path}?personal=true", "can-bo").status_code == 200
    assert ("can-bo", "identity_card") in shown(staffed, card)


def test_what_a_page_is_known_to_show_follows_its_newest_reading(staffed: Site) -> None:
    from benchmarks.backup.dossiers import _reading

    parts, card = staffed.desks.parts, staffed.put(*CARD, unit="B")
    document = DocumentId(card.document)

    def known() -> tuple[int | None, bool]:
        with parts.catalogue.begin(readonly=True) as connection:
            row = connection.execute(sa.select(page).where(page.c.document_id == document.value)).one()
            return row.personal, row.identity_card

    def read(*says: str) -> None:
        with parts.catalogue.begin() as connection:
            connection.execute(sa.update(page).where(page.c.document_id == document.value).values(state="waiting"))
            documents.page_settled(connection, document, _reading(1, *says), "read")

    assert known() == (None, False)
    rebuild_index(parts)
    assert known() == (1, True)
    read("không có gì")
    assert known() == (0, False)
    read(*SAID)
    assert known() == (3, False)
    rebuild_index(parts)  # what a reading said is not overwritten by what the package says
    assert known() == (3, False)
