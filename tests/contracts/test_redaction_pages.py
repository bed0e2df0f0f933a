"""Boxes over the pages of a document, by whoever makes its redacted copy."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from accounts.model import Role
from adapters.catalogue.schema import page as page_table
from adapters.catalogue.schema_redaction import redaction as redaction_table
from tests.contracts import catalogues
from tests.contracts.redacting import NUMBER, PAGES, error_of, work
from tests.contracts.redacting import staffed as with_people
from tests.contracts.scanned_documents import put_scanned
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R35")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        yield with_people(made)


class Drawing:
    """One archivist at one document."""

    def __init__(self, made: Site, thing: Thing) -> None:
        self._site, self._thing = made, thing
        self.base = f"/ho-so/{thing.dossier}/{thing.document}"
        self.editor = f"{self.base}/1/che"

    def act(self, what: str, **said: Any) -> int:
        told = {"act": what, "ground": "private_life", **said}
        return self._site.ask("POST", self.editor, "luu-tru", data=told).status_code

    def boxes(self) -> list[tuple[int, str]]:
        """Page and ground of each box of the draft."""
        with self._site.desks.parts.catalogue.begin(readonly=True) as connection:
            masks = connection.execute(
                sa.select(redaction_table.c.masks).where(
                    redaction_table.c.document_id == self._thing.document, redaction_table.c.state == "draft"
                )
            ).scalar_one_or_none()
        return [(mask["page"], mask["ground"]) for mask in masks or []]


def test_boxes_are_drawn_proposed_and_undone(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    drawing = Drawing(staffed, thing)
    act, boxes, editor, base = drawing.act, drawing.boxes, drawing.editor, drawing.base
    assert editor in staffed.get(f"{base}/1", "luu-tru").text
    assert editor not in staffed.get(f"{base}/1", "can-bo").text
    assert staffed.get(editor, "can-bo").status_code == 403
    page = staffed.get(editor, "luu-tru")
    assert page.status_code == 200
    assert NUMBER not in page.text, "masked here too: nobody needs it to mask it"

    assert act("numbers", everywhere="1", ground="personal_data") == 303
    assert boxes() == [(1, "personal_data"), (2, "personal_data")]
    assert act("numbers", everywhere="1") == 303, "the same boxes again are no more boxes"
    assert len(boxes()) == 2
    assert act("phrase", phrase="nguyen van") == 303
    assert act("words", words=["0", "1"]) == 303
    assert act("box", left="10", top="100", width="20,5", height="8") == 303
    assert act("page") == 303
    assert len(boxes()) == 6
    assert act("undo") == 303
    assert act("drop", at="2") == 303
    kept = [(1, "personal_data"), (2, "personal_data"), (1, "private_life"), (1, "private_life")]
    assert boxes() == kept
    for wrong, said in (
        ("phrase", {"phrase": "khongcotunay"}),
        ("words", {}),
        ("box", {"left": "10", "top": "x", "width": "5", "height": "5"}),
        ("box", {"left": "1000", "top": "1", "width": "5", "height": "5"}),
        ("box", {"left": "nan", "top": "1", "width": "5", "height": "5"}),
        ("page", {"ground": "x"}),
    ):
        assert act(wrong, **said) == 422, wrong
    assert act("drop", at="99") == act("drop", at="²") == act("", at="") == 303
    assert boxes() == kept
    assert staffed.get(f"{base}/3/che", "luu-tru").status_code == 404
    whole = {"act": "page", "ground": "private_life"}
    assert staffed.ask("POST", f"{base}/3/che", "luu-tru", data=whole).status_code == 404


def test_a_page_is_seen_as_it_will_be(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    drawing = Drawing(staffed, thing)
    assert (
        drawing.act("words", words=["0", "1"]) == drawing.act("box", left="5", top="60", width="90", height="60") == 303
    )
    shown = staffed.get(f"/api/documents/{thing.document}/redactions/pages/1/preview", "luu-tru")
    assert (shown.headers["content-type"], shown.headers["cache-control"]) == ("image/webp", "no-store")
    plain = staffed.get(f"/api/documents/{thing.document}/pages/1/picture", "luu-tru")
    after, before = (np.asarray(Image.open(io.BytesIO(each.content)).convert("L")).mean() for each in (shown, plain))
    assert after < before - 10
    seen = staffed.get(f"{drawing.editor}?xem=1", "luu-tru").text
    assert "/redactions/pages/1/preview" in seen
    words = seen.partition('class="words"')[2]
    assert "cấp giấy phép" in words
    assert "Quyết" not in words


def test_what_was_drawn_is_looked_over_and_ordered(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    drawing = Drawing(staffed, thing)
    act, summary = drawing.act, f"{drawing.base}/che/lam"
    assert act("numbers", everywhere="1") == 303
    assert "chưa che" not in staffed.get(summary, "luu-tru").text
    assert act("drop", at="1") == 303
    assert "trang 2: 1" in staffed.get(summary, "luu-tru").text, "what was left is told before it is made"
    refused = staffed.ask("POST", summary, "luu-tru", data={"level": "01", "title": "Giấy phép"})
    assert refused.status_code == 422
    assert 'value="Giấy phép"' in refused.text
    done = staffed.ask("POST", summary, "luu-tru", data={"title": "Giấy phép"})
    assert done.status_code == 303
    where = done.headers["location"]
    assert "data-making" in staffed.get(where, "luu-tru").text
    assert staffed.get(where, "can-bo").status_code == 404, "not before it is made"
    work(staffed)
    assert "data-making" not in staffed.get(where, "can-bo").text
    assert where in staffed.get("/ban-che", "can-bo").text
    assert drawing.boxes() == []
    assert staffed.ask("POST", summary, "luu-tru", data={}).status_code == 422, "nothing is drawn"
    assert act("page") == act("discard") == 303
    assert drawing.boxes() == []


def test_a_draft_is_of_who_draws_it(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    staffed.desks.add(other := f"luu-tru-{uuid4().hex[:6]}", Role.ARCHIVIST, unit="B", conditional=True)
    editor = f"/ho-so/{thing.dossier}/{thing.document}/1/che"
    staffed.ask("POST", editor, "luu-tru", data={"act": "page", "ground": "personal_data"})
    assert 'class="masked"' in staffed.get(editor, "luu-tru").text
    assert 'class="masked"' not in staffed.get(editor, other).text
    staffed.ask("POST", editor, other, data={"act": "discard"})
    assert 'class="masked"' in staffed.get(editor, "luu-tru").text


def test_a_page_that_shows_an_identity_card_is_shown_to_be_masked_by_right_alone(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    with staffed.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(page_table).where(page_table.c.document_id == thing.document).values(identity_card=True)
        )
    editor = f"/ho-so/{thing.dossier}/{thing.document}/1/che"
    assert "/picture" not in staffed.get(editor, "luu-tru").text
    shown = staffed.ask("POST", f"{editor}/hien", "luu-tru")
    assert shown.headers["cache-control"] == "no-store"
    assert "/picture?personal=true" in shown.text
    preview = f"/api/documents/{thing.document}/redactions/pages/1/preview"
    assert error_of(staffed.get(preview, "luu-tru")) == (403, "personal.identity_card")
    assert staffed.get(f"{preview}?personal=true", "luu-tru").status_code == 200
