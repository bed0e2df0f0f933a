"""What every search index promises of being made anew while it is used."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from records.identifiers import DocumentId, DossierId
from search_api.query_language import parse
from tests.contracts.search_desk import INDICES, OPERATOR, PUT, TODAY, Desk, a_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search_api.ports import NewIndex


@pytest.fixture(params=INDICES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with Desk(INDICES[request.param], tmp_path) as desk:
        yield desk


def put(index: NewIndex, *bodies: str, document: DocumentId | None = None) -> DocumentId:
    document, dossier = document or DocumentId.new(), DossierId.new()
    index.replace_document(document, [a_page(document, dossier, body) for body in bodies])
    return document


def test_the_old_index_answers_until_the_new_one_takes_its_place_at_once(desk: Desk) -> None:
    old = desk.put("đất cũ")
    desk.index.close()
    other = desk.adapter.open(desk.place)
    query = parse("đất", today=TODAY)

    def seen() -> list[list[DocumentId]]:
        return [
            [hit.document for hit in index.search(query, OPERATOR, today=TODAY).hits] for index in (desk.index, other)
        ]

    with desk.index.rebuilding() as new:
        assert seen() == [[old], [old]]
        first = put(new, "đất mới")
        new.commit()
        second = put(new, "đất mới, mới")
        assert seen() == [[old], [old]]
    assert [set(documents) for documents in seen()] == [{first, second}] * 2
    other.close()


def test_whoever_asks_all_the_while_never_finds_less(desk: Desk) -> None:
    desk.put("đất")
    desk.index.close()
    reader = desk.elsewhere(
        """
    from tests.contracts.search_desk import OPERATOR, TODAY
    from search_api.query_language import parse
    query = parse("đất", today=TODAY)
    print("asking", flush=True)
    seen, asked = [1], 0
    while seen[-1] < 13:
        total = index.search(query, OPERATOR, today=TODAY).total
        asked += 1
        if total != seen[-1]:
            seen.append(total)
    print(asked, *seen)
    """
    )
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "asking"
    for count in range(2, 14):
        with desk.index.rebuilding() as new:
            for _ in range(count):
                put(new, "đất")
    out, _ = reader.communicate(timeout=60)
    asked, *seen = map(int, out.split())
    assert asked > 13
    assert seen == sorted(seen)
    assert reader.returncode == 0


def test_an_error_leaves_the_old_index_and_another_rebuild_may_follow(desk: Desk) -> None:
    old = desk.put("đất cũ")

    def fail() -> None:
        with desk.index.rebuilding() as new:
            put(new, "đất mới")
            new.commit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert desk.found("đất") == [old]
    with desk.index.rebuilding() as new:
        again = put(new, "đất mới")
    assert desk.found("đất") == [again]


def test_a_rebuild_of_nothing_empties_and_one_of_no_index_makes_one(desk: Desk) -> None:
    with desk.index.rebuilding() as new:
        page = put(new, "đất")
    assert desk.found("đất") == [page]
    with desk.index.rebuilding():
        pass
    assert desk.found("đất") == []
    page = desk.put("đất")
    assert desk.found("đất") == [page]


def test_what_others_commit_meanwhile_is_in_both(desk: Desk) -> None:
    kept, changed, removed = desk.put("đất một"), desk.put("đất hai"), desk.put("đất ba")
    desk.index.close()
    with desk.index.rebuilding() as new:
        for document, body in ((kept, "đất một"), (changed, "đất hai"), (removed, "đất ba")):
            put(new, body, document=document)
            new.commit()
        writer = desk.elsewhere(
            PUT
            + f"""
    print(put('đất bốn').value)
    put('nước hai', DocumentId('{changed.value}'))
    index.commit()
    index.remove_document(DocumentId('{removed.value}'))
    index.commit()
    put('đất năm')
    index.close()
    """
        )
        out, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        added = DocumentId(out.strip())
        assert set(desk.found("đất")) == {kept, added}
        own = desk.put("đất của mình")
        desk.index.close()
    assert set(desk.found("đất")) == {kept, added, own}
    assert desk.found("nước") == [changed]
    assert desk.found("ba") == []


def test_the_index_is_written_to_as_before_after_a_rebuild(desk: Desk) -> None:
    other = desk.adapter.open(desk.place)
    desk.put("đất")
    desk.index.close()
    with desk.index.rebuilding() as new:
        first = put(new, "đất")
    document = DocumentId.new()
    other.replace_document(document, [a_page(document, DossierId.new(), "đất")])
    other.commit()
    other.close()
    assert set(desk.found("đất")) == {first, document}


def test_a_rebuild_that_was_killed_changes_nothing_and_the_next_one_succeeds(desk: Desk) -> None:
    old = desk.put("đất cũ")
    desk.index.close()
    program = """
    from tests.contracts.search_desk import a_page
    from records.identifiers import DocumentId, DossierId
    with index.rebuilding() as new:
        document = DocumentId.new()
        new.replace_document(document, [a_page(document, DossierId.new(), "đất mới")])
        new.commit()
        print("half", flush=True)
        import time; time.sleep(60)
    """
    maker = desk.elsewhere(program)
    assert maker.stdout is not None
    assert maker.stdout.readline().strip() == "half"
    maker.send_signal(signal.SIGKILL)
    maker.communicate()
    assert desk.found("đất") == [old]
    later = desk.put("đất sau")
    desk.index.close()
    assert set(desk.found("đất")) == {old, later}
    with desk.index.rebuilding() as new:
        page = put(new, "đất")
    assert desk.found("đất") == [page]
