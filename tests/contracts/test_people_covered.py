"""Who is not cleared is shown no number of people: not in a file, not on a picture, not in a copy he makes himself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from accounts.model import Role
from accounts.roles import CAPABILITIES
from adapters.catalogue import documents, events
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import event as event_table
from adapters.catalogue.schema import file as file_table
from adapters.catalogue.schema import page as page_table
from records.identifiers import DocumentId
from records.reader import Capability
from tests.contracts import catalogues
from tests.contracts.redacting import NUMBER, PAGES, error_of, words_in
from tests.contracts.redacting import staffed as with_people
from tests.contracts.scanned_documents import HEIGHT, WIDTH, put_scanned, reading_of
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R24", "R35")

FILES = ("/api/documents/{document}/pdfa", "/api/documents/{document}/original")
CARD = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", f"Số / No.: {NUMBER}")
READERS = {role: f"chua-{role.value.replace('_', '-')}" for role in Role if Capability.READ in CAPABILITIES[role]}


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Beside the people of redacted copies one of unit B for each role that reads, not cleared for level 02."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        with_people(made)
        for role, name in READERS.items():
            made.desks.add(name, role, unit="B")
        yield made


@pytest.fixture(scope="module")
def thing(staffed: Site) -> Thing:
    """Of level 01, its pages with a number each, which is known."""
    made = put_scanned(staffed, *PAGES, unit="B")
    assert staffed.get(FILES[0].format(document=made.document), "can-bo").status_code == 200
    return made


@pytest.fixture(scope="module")
def plain(staffed: Site) -> Thing:
    """The same without any."""
    return put_scanned(staffed, ("Quyết định", "không có số nào"), unit="B")


def given(made: Site, thing: Thing) -> list[tuple[str, str, str]]:
    """Who looked at what of it, and on which page."""
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event_table)
            .where(event_table.c.type == events.VIEWED, event_table.c.dossier_id == thing.dossier)
            .order_by(event_table.c.id)
        )
        return [(row.agent, row.detail["what"], str(row.detail.get("page", ""))) for row in rows]


@pytest.mark.parametrize("role", READERS)
def test_no_role_is_given_the_file_without_being_cleared(staffed: Site, thing: Thing, plain: Thing, role: Role) -> None:
    who = READERS[role]
    for path in FILES:
        for ranged in ({}, {"Range": "bytes=0-99"}):
            refused = staffed.get(path.format(document=thing.document), who, headers=ranged)
            assert error_of(refused) == (403, "personal.not_whole"), (role, path)
        assert staffed.ask("HEAD", path.format(document=thing.document), who).status_code == 403
        assert staffed.get(path.format(document=plain.document), who).status_code == 200
    assert given(staffed, plain) == [], "nothing of people, level 01: nobody's business"


def test_who_is_cleared_is_given_it_and_that_is_an_event(staffed: Site) -> None:
    made = put_scanned(staffed, *PAGES, unit="B")
    for path in FILES:
        for _ in range(2):
            assert staffed.get(path.format(document=made.document), "can-bo").status_code == 200
        assert staffed.get(path.format(document=made.document), "ngoai").status_code == 404
    assert given(staffed, made) == [("can-bo", "pdfa", ""), ("can-bo", "original", "")]
    assert NUMBER in words_in(staffed.get(FILES[0].format(document=made.document), "can-bo").content)[0]


def test_the_pages_say_what_is_refused_and_where_else_to_go(staffed: Site, thing: Thing) -> None:
    for path in (f"/ho-so/{thing.dossier}", f"/ho-so/{thing.dossier}/{thing.document}/1"):
        for who, link in (("doc", False), ("can-bo", True)):
            text = staffed.get(path, who).text
            assert (f"/api/documents/{thing.document}/pdfa" in text) is link, (path, who)
            assert (f"/api/documents/{thing.document}/original" in text) is link, (path, who)
            assert link or f"/yeu-cau/moi?ho_so={thing.dossier}" in text
            assert NUMBER not in text
    refused = staffed.get(FILES[0].format(document=thing.document), "doc", headers={"Accept": "text/html"})
    assert refused.status_code == 403
    assert "Bản đã che" in refused.text
    assert "Số của người được che" in staffed.get(f"/ho-so/{thing.dossier}/{thing.document}/in", "can-bo").text
    for who in ("doc", "can-bo"):
        (told,) = staffed.get(f"/api/dossiers/{thing.dossier}", who).json()["documents"]
        assert told["personal"] is True


# -- pictures ---------------------------------------------------------------------------------


def seen(content: bytes, page: int, number: int) -> np.ndarray:
    """The pixels of the ``number``-th word of that page, but for its edge."""
    word = reading_of(page, PAGES[page - 1]).text.words[number]
    with Image.open(io.BytesIO(content)) as opened:
        image = np.asarray(opened.convert("L")).astype(int)
    across, down = image.shape[1] / WIDTH, image.shape[0] / HEIGHT
    inside = image[
        round(word.box.y0 * down) : round(word.box.y1 * down), round(word.box.x0 * across) : round(word.box.x1 * across)
    ]
    assert inside.size
    return inside


def place_of(page: int) -> int:
    return [word.text for word in reading_of(page, PAGES[page - 1]).text.words].index(NUMBER)


@pytest.mark.parametrize("how", ["", "small=true", "sharp=true"])
@pytest.mark.parametrize("page", [1, 2])
def test_a_number_is_covered_on_every_picture(staffed: Site, thing: Thing, page: int, how: str) -> None:
    path = f"/api/documents/{thing.document}/pages/{page}/picture?{how}"
    for who in ("doc", "can-bo"):
        shown = staffed.get(path, who).content
        assert np.ptp(seen(shown, page, place_of(page))) < 60, "one grey, as far as it is kept by what encodes it"
        assert np.ptp(seen(shown, page, 0)) > 60, "what is of nobody stays"
    assert error_of(staffed.get(f"{path}&personal=true", "doc")) == (403, "personal.not_allowed")
    bare = staffed.get(f"{path}&personal=true", "can-bo")
    assert bare.headers["cache-control"] == "no-store"
    assert np.ptp(seen(bare.content, page, place_of(page))) > 60
    assert ("can-bo", "personal", str(page)) in given(staffed, thing)
    assert "doc" not in {who for who, _, _ in given(staffed, thing)}


def test_while_it_is_read_anew_the_places_of_both_readings_are_covered(staffed: Site) -> None:
    made = put_scanned(staffed, ("Quyết định", "không có số", f"CCCD {NUMBER}"), unit="B")
    document = DocumentId(made.document)
    again = reading_of(1, ("dòng", f"CCCD {NUMBER}"))  # a line further up than before
    with staffed.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(document_table).where(document_table.c.id == made.document).values(rereads=1, state="read")
        )
        documents.page_settled(connection, document, again, "read")
    with Image.open(io.BytesIO(staffed.get(f"/api/documents/{document}/pages/1/picture", "doc").content)) as opened:
        image = np.asarray(opened.convert("L")).astype(int)
    across, down = image.shape[1] / WIDTH, image.shape[0] / HEIGHT
    for top in (50, 70):
        assert (
            np.ptp(image[round((top + 2) * down) : round((top + 9) * down), round(47 * across) : round(100 * across)])
            < 60
        )
    assert error_of(staffed.get(FILES[0].format(document=document), "doc")) == (403, "personal.not_whole")


# -- what is not known, and what only a name says ------------------------------------------------


def test_what_nobody_has_looked_at_is_looked_at_before_it_is_given(staffed: Site) -> None:
    made = put_scanned(staffed, ("Quyết định",), CARD, unit="B")

    def known() -> set[int | None]:
        with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
            rows = connection.execute(sa.select(page_table.c.personal).where(page_table.c.document_id == made.document))
            return set(rows.scalars())

    assert known() == {None}, "as an older version left it"
    picture = f"/api/documents/{made.document}/pages/2/picture"
    assert error_of(staffed.get(picture, "doc")) == (403, "personal.identity_card")
    assert error_of(staffed.get(f"{picture}?small=true", "doc")) == (403, "personal.identity_card")
    assert error_of(staffed.get(FILES[1].format(document=made.document), "doc")) == (403, "personal.not_whole")
    assert known() == {0, 1}


def test_what_is_not_read_yet_waits(staffed: Site) -> None:
    made = staffed.put(unit="B")
    with staffed.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(document_table).where(document_table.c.id == made.document).values(state="waiting")
        )
    assert error_of(staffed.get(FILES[1].format(document=made.document), "doc")) == (409, "personal.not_looked_yet")


def test_a_number_in_the_name_of_the_file_counts(staffed: Site) -> None:
    made = staffed.put(unit="B")
    with staffed.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(file_table).where(file_table.c.id == made.file).values(name=f"ho_so/don_{NUMBER}.pdf")
        )
    for path in FILES:
        answer = staffed.get(path.format(document=made.document), "doc")
        assert error_of(answer) == (403, "personal.not_whole")
        assert NUMBER not in str(answer.headers)


# -- copies -----------------------------------------------------------------------------------


def test_who_is_not_cleared_makes_no_copy_that_tells_more_than_he_sees(staffed: Site) -> None:
    made, who = put_scanned(staffed, *PAGES, CARD, unit="B"), READERS[Role.ARCHIVIST]
    path = f"/api/documents/{made.document}/redactions"
    found = staffed.get(f"{path}/proposals", who).json()
    boxes = [{**each, "ground": "personal_data"} for each in found]
    whole = {"page": 3, "box": [0, 0, WIDTH, HEIGHT], "ground": "personal_data"}
    for phrase, who_looks, found in ((NUMBER, who, []), (NUMBER, "luu-tru", [1, 2, 3]), ("Quyết định", who, [1])):
        answer = staffed.get(f"{path}/proposals", who_looks, params={"phrase": phrase})
        assert [each["page"] for each in answer.json()] == found, "nobody is told by a guess what is masked"
    for masks in (boxes[:1], boxes, [*boxes[1:], whole]):
        assert error_of(staffed.ask("POST", path, who, json={"masks": masks})) == (403, "redaction.leaves_people")
    assert staffed.ask("POST", path, who, json={"masks": [*boxes, whole]}).status_code == 202
    assert staffed.ask("POST", path, "luu-tru", json={"masks": boxes[:1]}).status_code == 202, "cleared: he decides"
