"""Searches an account keeps, words nobody finds, results that leave the house: on both profiles' engines."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from accounts.model import Role
from adapters.catalogue import documents, events, searches
from adapters.catalogue.schema import event
from app.desks.searches import MOST_SAVED, CatalogueSearchDesk
from app.desks.view_record import RecordedIndex, ViewRecord
from app.steps.index import index
from app.steps.outcome import turn_of
from ingest.model import DocumentState
from records.errors import InvalidInput, NotFound
from records.identifiers import BatchId, DocumentId
from search_api.question import Question
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R25")

ASKED = Question(text="giấy phép")


@pytest.fixture(params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site(request.param, tmp_path) as there:
        desks = there.desks.staffed()
        desks.units.put(desks.operator, "B", "Phòng B", None)
        desks.add("minh", Role.UNIT_READER, unit="B")
        desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
        yield there


def desk_of(made: Site) -> CatalogueSearchDesk:
    record = ViewRecord(made.desks.parts, made.desks.sign_in)
    return CatalogueSearchDesk(made.desks.parts, RecordedIndex(made.desks.parts.index, record), record)


def taken_in(made: Site, unit: str = "A", level: str = "01") -> Thing:
    """Found first now, by the step that does it."""
    thing, parts = made.put(unit=unit, level=level), made.desks.parts
    document = DocumentId(thing.document)
    with parts.catalogue.begin() as connection:
        documents.set_state(connection, document, DocumentState.DEPOSITED)
    index_again(made, thing)
    return thing


def index_again(made: Site, thing: Thing) -> None:
    write = index(made.desks.parts, thing.document)
    with turn_of(made.desks.parts, BatchId(thing.batch)) as turn:
        write(turn)


def test_what_is_new_is_counted_for_each_account_by_its_rights(made: Site) -> None:
    desk, lan, minh = desk_of(made), made.desks.reader("lan"), made.desks.reader("minh")
    before = taken_in(made)
    kept = desk.save(lan, "  Giấy   phép ", ASKED)
    assert (kept.name, kept.new) == ("Giấy phép", 0)
    desk.save(minh, "Của Minh", ASKED)
    made.desks.clock.forward(timedelta(hours=5))
    assert [each.new for each in desk.saved(lan)] == [0]

    taken_in(made)
    taken_in(made, unit="B")
    taken_in(made, level="02")
    assert [(each.name, each.new) for each in desk.saved(lan)] == [("Giấy phép", 1)]
    assert [(each.name, each.new) for each in desk.saved(minh)] == [("Của Minh", 1)]
    assert desk.looked(lan, kept.id).new == 1
    assert [each.new for each in desk.saved(lan)] == [0]
    assert [each.new for each in desk.saved(minh)] == [1]

    # What is indexed again, for its rights or a better reading, is not new.
    made.desks.clock.forward(timedelta(hours=5))
    index_again(made, before)
    assert [each.new for each in desk.saved(lan)] == [0]


def test_what_carries_a_time_before_the_look_and_was_found_after_it_is_new(made: Site) -> None:
    desk, lan = desk_of(made), made.desks.reader("lan")
    taken_in(made)
    kept = desk.save(lan, "Giấy phép", ASKED)
    made.desks.clock.forward(timedelta(minutes=-30))
    taken_in(made)
    made.desks.clock.forward(timedelta(minutes=40))
    assert [each.new for each in desk.saved(lan)] == [1]
    desk.looked(lan, kept.id)
    assert [each.new for each in desk.saved(lan)] == [0]


def test_saved_searches_are_each_accounts_own(made: Site) -> None:
    desk, lan, minh = desk_of(made), made.desks.reader("lan"), made.desks.reader("minh")
    kept = desk.save(lan, "Giấy phép", ASKED)
    assert desk.saved(minh) == []
    with pytest.raises(NotFound) as absent:
        desk.looked(minh, kept.id)
    assert absent.value.code == "search.not_found"
    desk.forget(minh, kept.id)
    assert len(desk.saved(lan)) == 1
    for _ in range(2):
        desk.forget(lan, kept.id)
    assert desk.saved(lan) == []


def test_a_search_without_a_name_or_a_question_is_not_kept_nor_too_many(made: Site) -> None:
    desk, lan = desk_of(made), made.desks.reader("lan")
    for name, question in (("  ", ASKED), ("Tất cả", Question(text=" "))):
        with pytest.raises(InvalidInput) as wrong:
            desk.save(lan, name, question)
        assert wrong.value.code == "search.no_name"
    for number in range(MOST_SAVED):
        desk.save(lan, f"{number}", ASKED)
    with pytest.raises(InvalidInput) as wrong:
        desk.save(lan, "thêm", ASKED)
    assert wrong.value.code == "search.too_many_saved"


def test_words_that_nobody_finds_are_counted_without_who_asked(made: Site) -> None:
    made.put(unit="A")
    for typed in ("Đất  Hiếm", "đất hiếm", "129/QĐ-BNV", "số thẻ 012345678901"):
        made.get("/api/search", "lan", params={"q": typed})
    made.get("/api/search", "lan", params={"q": "giấy phép"})
    made.get("/api/search", "lan", params={"q": "giấy phép", "unit": "B"})
    made.get("/api/search", "lan", params={"q": ""})
    assert made.get("/api/search/unanswered", "lan").status_code == 403
    found = made.get("/api/search/unanswered", "luu-tru").json()
    assert {each["words"]: each["count"] for each in found} == {
        "đất hiếm": 2,
        "129/qd-bnv": 1,
        "số thẻ •••": 1,
    }
    assert found[0]["words"] == "đất hiếm"
    made.desks.clock.forward(timedelta(days=366))
    assert made.get("/api/search/unanswered", "luu-tru").json() == []
    made.get("/api/search", "lan", params={"q": "khác"})
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        kept = searches.unanswered(connection, since=made.desks.clock.now() - timedelta(days=9999), limit=9)
    assert [each.words for each in kept] == ["khác"]


def test_results_taken_away_keep_to_rights_and_are_recorded_before(made: Site) -> None:
    own = [made.put(unit="A"), made.put(unit="A")]
    made.put(unit="B")
    made.put(unit="A", level="02")
    answer = made.get("/api/search/export", "lan", params={"q": "giấy phép", "lang": "en"})
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "No.")
    assert {row[1] for row in rows[head + 1 :]} == {each.code for each in own}
    assert "2 of 2 matching pages" in str(rows[1][0])
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        recorded = connection.execute(sa.select(event).where(event.c.type == events.VIEWED)).all()
    (export,) = [each for each in recorded if each.detail.get("act") == "results_exported"]
    assert export.agent == "lan"
    assert (export.detail["form"], export.detail["pages"], export.detail["matching"]) == ("xlsx", 2, 2)
    assert export.subjects[0] in str(rows[0][0])
    assert "giấy" not in str(export.detail)

    # Of what is open on conditions each dossier is recorded too.
    made.get("/api/search/export", "luu-tru", params={"q": "giấy phép"})
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        looks = connection.execute(sa.select(event.c.detail).where(event.c.dossier_id.is_not(None))).scalars()
        assert "export" in {each.get("what") for each in looks}
