from __future__ import annotations

from ocr.mend_layer import mend_layer
from records.page_text import Box, Line, PageText, Word


def line(text: str, top: float, *, left: float = 0, confidence: float = 1.0) -> Line:
    return Line(
        tuple(
            Word(word, Box(left + 50 * index, top, left + 50 * index + 40, top + 10), confidence)
            for index, word in enumerate(text.split())
        )
    )


def page(*lines: Line) -> PageText:
    return PageText(width=600, height=800, lines=lines)


def lost(left: float, top: float) -> Box:
    return Box(left, top + 1, left + 5, top + 9)


def read(*lines: tuple[str, float]) -> PageText:
    return page(*(line(text, top, confidence=0.9) for text, top in lines))


def test_a_line_that_lost_a_letter_is_taken_as_it_was_read_and_no_other() -> None:
    layer = page(line("KẾ O", 100), line("Căn cứ Luật", 120), line("ướng dẫn", 140))
    mended = mend_layer(
        layer, [lost(30, 100), lost(0, 140)], read(("KẾ HOẠCH", 100), ("Cãn cú Luật", 120), ("Hướng dẫn", 140))
    )
    assert mended.text == "KẾ HOẠCH\nCăn cứ Luật\nHướng dẫn"
    assert [word.confidence for word in mended.words] == [0.9, 0.9, 1, 1, 1, 0.9, 0.9]


def test_pieces_of_a_line_that_fell_apart_give_way_to_one() -> None:
    layer = page(line("K OA", 100), line("ÔNG", 100, left=150), line("Điều 1", 120))
    mended = mend_layer(
        layer, [lost(20, 100), lost(140, 100)], read(("KHOA CÔNG NGHỆ THÔNG TIN", 100), ("Điều 1", 120))
    )
    assert mended.text == "KHOA CÔNG NGHỆ THÔNG TIN\nĐiều 1"


def test_a_line_lost_altogether_comes_to_its_place() -> None:
    layer = page(line("Điều 1", 100), line("Điều 3", 140))
    assert mend_layer(layer, [lost(10, 120)], read(("Điều 2", 120))).text == "Điều 1\nĐiều 2\nĐiều 3"


def test_a_line_of_which_less_was_read_stays() -> None:
    layer = page(line("Hội đồn nhân dân", 100))
    assert mend_layer(layer, [lost(60, 100)], read(("Hội", 100))) == layer


def test_nothing_lost_changes_nothing() -> None:
    layer = page(line("Điều 1", 100))
    assert mend_layer(layer, [], read(("Điều 7", 100))) == layer
