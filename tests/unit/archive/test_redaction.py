"""What is masked, proposed and said of a redacted copy, before anything is drawn."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime

import pytest

from archive.propose_boxes import Asked, ProposalKind, personal_boxes, phrase_boxes, proposed, word_boxes
from archive.redaction import (
    MOST_BOXES,
    CopyAccess,
    Ground,
    Mask,
    Redaction,
    RedactionState,
    SaidMask,
    copy_access,
    mask_of,
    record_of,
    require_some,
    silent_title,
)
from records.errors import VankhoError
from records.identifiers import Digest, DocumentId, DossierId, PageNumber, RedactionId
from records.page_text import Box, Line, PageText, Word
from records.reader import AccessLevel
from records.redaction import covers, words_hidden, words_outside

SIZES = {1: (595.0, 842.0), 2: (842.0, 595.0)}
TODAY = date(2026, 3, 4)


def page(*lines: str) -> PageText:
    """Each line 20 points below the one before, each letter 6 wide."""
    placed = []
    for row, line in enumerate(lines):
        words, left = [], 50.0
        for word in line.split():
            words.append(Word(word, Box(left, 50.0 + 20 * row, left + 6 * len(word), 62.0 + 20 * row), 0.9))
            left += 6 * len(word) + 6
        placed.append(Line(tuple(words)))
    return PageText(width=595, height=842, lines=tuple(placed))


def hidden_by(text: PageText, boxes: tuple[Box, ...]) -> str:
    return " ".join(word.text for word in words_hidden(text, boxes))


def code_of(act: object, *said: object, **named: object) -> str:
    with pytest.raises(VankhoError) as caught:
        act(*said, **named)  # type: ignore[operator]  # a function
    assert caught.value.says.vi
    assert caught.value.says.en
    assert caught.value.hint.vi != caught.value.hint.en
    return caught.value.code


# -- words and boxes ---------------------------------------------------------------------------


def test_a_word_that_touches_a_box_goes_and_so_does_a_line_without_words() -> None:
    text = page("một hai ba", "bốn")
    left = words_outside(text, [Box(70, 40, 76, 64), Box(0, 65, 595, 90)])
    assert left.text == "một ba"
    assert words_outside(text, []) == text
    # At its very edge, and no further.
    edge = text.words[0].box.x1
    assert words_outside(page("một hai"), [Box(edge, 50, edge + 1, 62)]).text == "hai"
    assert words_outside(page("một hai"), [Box(edge + 2, 50, edge + 3, 62)]).text == "một hai"


def test_a_box_covers_what_lies_in_it_but_for_a_margin() -> None:
    box = Box(10, 10, 50, 20)
    assert covers(box, box)
    assert covers(box, Box(9.5, 9.5, 50.5, 20.5))
    for half in (Box(5, 10, 50, 20), Box(10, 10, 60, 20), Box(10, 5, 50, 20), Box(10, 10, 50, 25)):
        assert not covers(box, half)


def test_numbers_of_people_are_found_also_torn_apart_and_joined_a_line() -> None:
    text = page("Ông A, CCCD 001 085 012 389, điện thoại", "0912345678 và thư a.b@gmail.com", "ngày 01/02/2021")
    boxes = personal_boxes(text)
    assert hidden_by(text, boxes) == "001 085 012 389, 0912345678 a.b@gmail.com"
    assert len(boxes) == 3
    assert personal_boxes(page("không có gì")) == ()


def test_words_are_found_wherever_they_follow_one_another() -> None:
    text = page("Ông Nguyễn Văn An và NGUYEN VAN", "AN, nguyễn văn anh", "Văn An Nguyễn")
    boxes = phrase_boxes(text, " nguyễn  văn an ")
    assert hidden_by(text, boxes) == "Nguyễn Văn An NGUYEN VAN AN,"
    assert phrase_boxes(text, "…") == ()
    assert phrase_boxes(text, "không có") == ()


def test_chosen_words_that_stand_together_share_a_box() -> None:
    text = page("một hai ba", "bốn năm")
    boxes = word_boxes(text, [1, 2, 3, 99, -1])
    assert len(boxes) == 2
    assert hidden_by(text, boxes) == "hai ba bốn"
    whole = proposed(text, Asked(kind=ProposalKind.WHOLE_PAGE, page=1))
    assert whole == (Box(0, 0, 595, 842),)
    assert hidden_by(text, proposed(text, Asked(kind=ProposalKind.WORDS, page=1, words=(0,)))) == "một"


# -- what is refused ---------------------------------------------------------------------------


def test_a_mask_is_taken_as_it_was_said_and_kept_within_its_page() -> None:
    made = mask_of(SaidMask(2, (-0.5, 10, 842.4, 20), "private_life"), SIZES, act=3)
    assert made == Mask(page=PageNumber(2), box=Box(0, 10, 842, 20), ground=Ground.PRIVATE_LIFE, act=3)
    assert Mask.from_plain(json.loads(json.dumps(made.to_plain()))) == made


@pytest.mark.parametrize(
    ("page_number", "box", "ground", "code"),
    [
        (3, (10, 10, 20, 20), "personal_data", "redaction.no_such_page"),
        (0, (10, 10, 20, 20), "personal_data", "redaction.no_such_page"),
        (1, (10, 10, 20, 20), "", "redaction.ground_unknown"),
        (1, (10, 10, 20, 20), "curiosity", "redaction.ground_unknown"),
        (1, (600, 10, 700, 20), "personal_data", "redaction.box_outside"),
        (1, (-50, 10, 20, 20), "personal_data", "redaction.box_outside"),
        (1, (10, 10, 20, 900), "personal_data", "redaction.box_outside"),
        (1, (20, 10, 10, 20), "personal_data", "redaction.box_outside"),
        (1, (10, 10, 10.2, 20), "personal_data", "redaction.box_outside"),
        (1, (10, 10, math.nan, 20), "personal_data", "redaction.box_outside"),
        (1, (10, 10, math.inf, 20), "personal_data", "redaction.box_outside"),
        (1, (10, 10, 20), "personal_data", "redaction.box_outside"),
    ],
)
def test_a_mask_that_hides_nothing_is_refused(page_number: int, box: tuple[float, ...], ground: str, code: str) -> None:
    assert code_of(mask_of, SaidMask(page_number, box, ground), SIZES) == code


def test_none_and_too_many_are_refused() -> None:
    one = mask_of(SaidMask(1, (10, 10, 20, 20), "personal_data"), SIZES)
    require_some([one] * MOST_BOXES)
    assert code_of(require_some, []) == "redaction.no_boxes"
    assert code_of(require_some, [one] * (MOST_BOXES + 1)) == "redaction.too_many_boxes"


def test_a_level_of_its_own_stands_by_a_decision() -> None:
    assert copy_access("", "", None, today=TODAY) == CopyAccess()
    assert copy_access("", "12/QĐ", TODAY, today=TODAY) == CopyAccess()
    own = copy_access("01", " 12/QĐ-UBND ", TODAY, today=TODAY)
    assert own == CopyAccess(level=AccessLevel.PUBLIC, decision_number="12/QĐ-UBND", decided_on=TODAY)
    for level in ("01", "02"):
        assert code_of(copy_access, level, "", TODAY, today=TODAY) == "redaction.no_decision"
        assert code_of(copy_access, level, "1/QĐ", None, today=TODAY) == "redaction.no_decision"
    assert code_of(copy_access, "03", "1/QĐ", TODAY, today=TODAY) == "redaction.level_not_admitted"
    assert code_of(copy_access, "01", "1/QĐ", date(2026, 3, 5), today=TODAY) == "redaction.decided_ahead"


def test_a_title_tells_no_name_and_no_number_that_is_masked() -> None:
    hidden = ("Nguyễn", "Văn", "An,", "số", "129/QĐ-BNV")
    assert silent_title("  Quyết định số  5 về đất đai ", hidden) == "Quyết định số 5 về đất đai"
    assert silent_title("", hidden) == ""
    for told in ("Đơn của ông An", "don cua ong nguyen", "Quyết định 129/QĐ-BNV", "Thẻ 001085012389"):
        assert code_of(silent_title, told, hidden) == "redaction.title_tells"


def test_what_lies_beside_the_copy_relates_both_ways_and_tells_nothing_of_what_was_masked() -> None:
    redaction, document = RedactionId.new(), DocumentId.new()
    found = Redaction(
        id=redaction,
        document=document,
        dossier=DossierId.new(),
        state=RedactionState.MAKING,
        title="",
        masks=(mask_of(SaidMask(1, (10, 10, 20, 20), "personal_data"), SIZES),),
        access=CopyAccess(),
        seen_at_level=AccessLevel.CONDITIONAL,
        begun_by="lan",
        ordered_at=datetime(2026, 3, 4, tzinfo=UTC),
        made_at=None,
        digest=None,
        size=0,
        page_count=2,
        code="",
        withdrawn_by="",
        withdrawn_why="",
        pdfa_digest=Digest.of(b"a"),
        words_digest=Digest.of(b"b"),
    )
    said = record_of(found, digest=Digest.of(b"c"), size=5)
    assert json.loads(json.dumps(said)) == said
    relations = {(one["object"], one["sub_type"], one["related"]) for one in said["relationships"]}
    copy, master = f"urn:uuid:{redaction}", f"urn:uuid:{document}"
    assert relations == {(copy, "has source", master), (master, "is source of", copy)}
    assert {one["type"] for one in said["relationships"]} == {"derivation"}
    assert said["event"]["type"] == "redaction"
    assert said["masks"] == [{"page": 1, "box": [10, 10, 20, 20], "ground": "personal_data"}]
    assert list(said["grounds"]) == ["personal_data"]
