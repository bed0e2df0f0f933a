from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ocr.clean_page import even_background, reading_channel, without_rules


def test_a_red_seal_vanishes_in_the_reading_channel() -> None:
    page = np.full((50, 50, 3), 255, np.uint8)
    page[10:20, 10:20] = (230, 30, 40)
    page[30:40, 30:40] = (20, 20, 30)
    gray = reading_channel(page)
    assert gray[15, 15] > 200
    assert gray[35, 35] < 50


def test_shadow_and_yellow_paper_become_white_and_ink_stays(drawn_gray: np.ndarray) -> None:
    shade = np.linspace(0.45, 0.95, drawn_gray.shape[1])
    evened = even_background((drawn_gray * shade).astype(np.uint8))
    assert np.mean(evened[drawn_gray == 255] > 235) > 0.99
    assert np.mean(evened[drawn_gray < 40] < 140) > 0.95


def test_ruling_lines_and_leaders_go_and_letters_stay(drawn_page: Image.Image, drawn_gray: np.ndarray) -> None:
    ruled = drawn_page.convert("L")
    pen = ImageDraw.Draw(ruled)
    pen.rectangle((120, 1300, 1500, 1900), outline=0, width=3)
    pen.line((120, 1600, 1500, 1600), fill=0, width=3)
    for x in range(300, 1200, 11):
        pen.ellipse((x, 2000, x + 4, 2004), fill=0)
    cleaned = without_rules(np.array(ruled), 200)
    assert np.count_nonzero(cleaned[1250:2100] < 128) == 0
    letters = drawn_gray < 128
    assert np.mean(cleaned[letters] < 128) > 0.99


def test_the_lines_between_columns_go_where_those_between_rows_cross_them() -> None:
    table = Image.new("L", (1654, 800), 255)
    pen = ImageDraw.Draw(table)
    # Rows of 7 mm: no piece of an upright line between two of them is as long as a rule.
    for y in range(100, 700, 56):
        pen.line((100, y, 1500, y), fill=0, width=3)
    for x in (100, 400, 1500):
        pen.line((x, 100, x, 660), fill=0, width=2)
    assert np.count_nonzero(without_rules(np.array(table), 200) < 128) == 0
