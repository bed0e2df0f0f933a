"""What every search index promises of rights, of writing, and of other processes."""

from __future__ import annotations

import signal
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel, Capability, Reader
from search_api.query_language import Filters, parse
from tests.contracts.search_desk import INDICES, OPERATOR, PUT, TODAY, Desk, a_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=INDICES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with Desk(INDICES[request.param], tmp_path) as desk:
        yield desk


# -- rights -----------------------------------------------------------------------------------


def a_reader(*units: str, levels: frozenset[AccessLevel] = frozenset(AccessLevel), decides: bool = False) -> Reader:
    capabilities = frozenset({Capability.DECIDE}) if decides else frozenset[Capability]()
    return Reader(account="minh", units=frozenset(units), levels=levels, capabilities=capabilities)


def test_a_default_reader_is_told_of_nothing(desk: Desk) -> None:
    desk.put("thu hồi đất", document_type="Quyết định", agency="Bộ Nội vụ", issued_on=date(2020, 1, 1))
    for text in ("", "đất", "thu*", "-x"):
        answer = desk.ask(text, Reader(account="ai"))
        assert answer.total == 0
        assert answer.hits == ()
        assert all(not values for values in answer.facets.values())


def test_other_units_leave_no_trace_in_count_facets_or_hits(desk: Desk) -> None:
    own = desk.put("thu hồi đất", agency="Sở Xây dựng", unit="H15.50")
    desk.put("thu hồi đất", agency="Công an", unit="H15.99", number_and_sign="7/QĐ-CA")
    nobodys = desk.put("thu hồi đất", agency="Không rõ", unit="")
    reader = a_reader("H15.50")
    answer = desk.ask("đất", reader)
    assert [hit.document for hit in answer.hits] == [own]
    assert answer.total == 1
    assert tuple(answer.facets["agency"]) == (("Sở Xây dựng", 1),)
    assert tuple(answer.facets["unit"]) == (("H15.50", 1),)
    assert desk.ask("7/QĐ-CA", reader).total == 0
    assert desk.ask("đất", reader, filters=Filters(unit="H15.99")).total == 0
    assert nobodys in desk.found("đất", a_reader("*"))


def test_hidden_dossiers_leave_no_trace_in_count_facets_or_hits(desk: Desk) -> None:
    kept = desk.put("thu hồi đất", agency="Sở Xây dựng")
    gone = [desk.put("thu hồi đất", agency="Công an") for _ in range(2)]
    hidden = {hit.dossier for hit in desk.ask("đất").hits if hit.document in gone}
    assert len(hidden) == 2
    for text in ("đất", "", "-xyz", "đất -xyz"):
        answer = desk.index.search(parse(text, today=TODAY), OPERATOR, today=TODAY, hidden=hidden)
        assert (answer.total, [hit.document for hit in answer.hits]) == (1, [kept])
        assert tuple(answer.facets["agency"]) == (("Sở Xây dựng", 1),)


def test_levels(desk: Desk) -> None:
    public = desk.put("đất")
    desk.put("đất", level=AccessLevel.CONDITIONAL)
    assert desk.found("đất", a_reader("*", levels=frozenset({AccessLevel.PUBLIC}))) == [public]
    assert len(desk.found("đất", a_reader("*"))) == 2
    assert desk.found("đất", a_reader("*", levels=frozenset())) == []


def test_restricted_pages_are_seen_from_the_day_on_or_by_those_who_decide(desk: Desk) -> None:
    page = desk.put("đất", restricted_until=date(2030, 1, 1))
    assert desk.found("đất", a_reader("*"), today=date(2029, 12, 31)) == []
    assert desk.found("đất", a_reader("*"), today=date(2030, 1, 1)) == [page]
    assert desk.found("đất", a_reader("*", decides=True), today=date(2029, 12, 31)) == [page]


def test_excluding_a_word_shows_nothing_that_may_not_be_seen(desk: Desk) -> None:
    desk.put("mật", unit="H15.99")
    assert desk.ask("-xyz", a_reader("H15.50")).total == 0


# -- writing ----------------------------------------------------------------------------------


def test_replacing_a_document_leaves_nothing_of_what_it_was(desk: Desk) -> None:
    other = desk.put("hộ tịch")
    document = desk.put("đất một", "đất hai", "đất ba")
    desk.put("nước một", document=document)
    assert desk.found("đất") == []
    assert desk.found("nước") == [document]
    desk.put("nước một", document=document)
    assert desk.found("nước") == [document]
    assert desk.found("hộ tịch") == [other]


def test_pages_that_stay_are_found_throughout(desk: Desk) -> None:
    document = desk.put("đất", "đất", "đất")
    desk.index.close()
    writer = desk.elsewhere(
        f"""
    from tests.contracts.search_desk import a_page
    from records.identifiers import DocumentId, DossierId
    document = DocumentId("{document.value}")
    print("writing", flush=True)
    for time in range(20):
        page = a_page(document, DossierId.new(), f"đất {{time}}")
        index.replace_document(document, [page] * (3 + time % 2))
        index.commit()
    """
    )
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == "writing"
    seen = set()
    while writer.poll() is None:
        seen.add(desk.ask("đất").total)
    writer.communicate()
    assert writer.returncode == 0
    assert seen == {3, 4}


def test_removing_a_document(desk: Desk) -> None:
    document, other = desk.put("đất", "đất"), desk.put("đất")
    for _ in range(2):
        desk.index.remove_document(document)
        desk.index.commit()
        assert desk.found("đất") == [other]


def test_written_and_replaced_before_one_commit(desk: Desk) -> None:
    document, dossier = DocumentId.new(), DossierId.new()
    desk.index.replace_document(document, [a_page(document, dossier, "bản một")])
    desk.index.replace_document(document, [a_page(document, dossier, "bản hai")])
    desk.index.commit()
    assert desk.found("bản") == [document]
    assert desk.found("một") == []


def test_pages_of_another_document_are_not_taken(desk: Desk) -> None:
    with pytest.raises(ValueError, match="another document"):
        desk.index.replace_document(DocumentId.new(), [a_page(DocumentId.new(), DossierId.new(), "đất")])


def test_clear(desk: Desk) -> None:
    desk.put("đất")
    other = desk.adapter.open(desk.place)
    query = parse("đất", today=TODAY)
    assert other.search(query, OPERATOR, today=TODAY).total == 1
    desk.index.clear()
    assert desk.found("đất") == []
    assert other.search(query, OPERATOR, today=TODAY).total == 0
    page = desk.put("đất")
    assert desk.found("đất") == [page]
    assert other.search(query, OPERATOR, today=TODAY).total == 1


def test_a_commit_outlives_the_handle(desk: Desk) -> None:
    document = desk.put("đất")
    desk.index.close()
    desk.index.close()
    again = desk.adapter.open(desk.place)
    assert [hit.document for hit in again.search(parse("đất", today=TODAY), OPERATOR, today=TODAY).hits] == [document]
    again.remove_document(document)
    again.commit()
    again.close()
    assert desk.found("đất") == []


# -- other processes --------------------------------------------------------------------------


def test_another_process_sees_each_commit(desk: Desk) -> None:
    desk.put("đất")
    assert desk.ask("đất").total == 1
    desk.index.close()
    writer = desk.elsewhere(
        PUT + "    put('đất ở'); index.commit(); put('đất trống'); print('ready'); index.commit(); index.close()"
    )
    out, _ = writer.communicate(timeout=60)
    assert (out.strip(), writer.returncode) == ("ready", 0)
    assert desk.ask("đất").total == 3


def test_killed_while_writing_keeps_every_commit_and_stays_usable(desk: Desk) -> None:
    program = (
        PUT
        + """
    while True:
        for _ in range(20):
            put('đất ' + 'chữ ' * 300)
        index.commit()
        print('committed', flush=True)
    """
    )
    promised = 0
    for pause in (0.0, 0.03, 0.11):
        writer = desk.elsewhere(program)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        promised += 20 * (1 + rest.count("committed"))
        # What was committed but not yet said to be is there as well, whole commits at a time.
        there = desk.ask("đất").total
        assert there >= promised
        assert there % 20 == 0
        promised = there
        desk.put("nước")
        desk.index.close()
    assert desk.ask("nước").total == 3
