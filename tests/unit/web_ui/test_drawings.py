"""Geometry and standings that the pages draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import DocumentState, FileState
from tests.unit.web_ui.invented import a_file
from web_ui import formats
from web_ui.file_state import standing_of_file
from web_ui.life_line import life_line
from web_ui.year_plot import year_plot


@given(st.dictionaries(st.integers(1990, 2110), st.integers(1, 100_000), max_size=90))
def test_the_plot_counts_every_dossier_once_and_stays_in_its_frame(counts: dict[int, int]) -> None:
    plot = year_plot(sorted(counts.items()), 2026)
    if plot is None:
        assert not counts
        return
    assert sum(bar.count for bar in plot.bars) == sum(counts.values())
    assert len(plot.bars) <= 14
    for bar in plot.bars:
        assert plot.left <= bar.x < bar.x + bar.width <= plot.right + 0.1
        assert 25.9 <= bar.y <= plot.base
        assert bar.y + bar.height == pytest.approx(plot.base, abs=0.11)
    assert all(b.x > a.x + a.width for a, b in zip(plot.bars, plot.bars[1:], strict=False))


def test_the_line_of_life_needs_both_ends_and_keeps_today_on_it() -> None:
    start, end = date(2010, 7, 12), date(2030, 12, 31)
    assert life_line(None, end, date(2026, 1, 1)) is None
    assert life_line(start, None, date(2026, 1, 1)) is None
    past = life_line(start, end, date(2040, 1, 1))
    assert past is not None
    assert past.today_at == 100
    assert past.over
    early = life_line(start, end, date(2001, 1, 1))
    assert early is not None
    assert early.today_at == 0


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("document_state", [*DocumentState, None])
@pytest.mark.parametrize("failed", [0, 1])
def test_every_state_has_a_sign_a_word_and_six_marks(
    state: FileState, document_state: DocumentState | None, failed: int
) -> None:
    standing = standing_of_file(a_file("a.pdf", state, document_state, pages_failed=failed, doubts=failed))
    assert standing.sign
    assert standing.words
    assert len(standing.steps) == 6


def test_unreadable_pages_weigh_more_than_doubtful_fields() -> None:
    file = a_file("a.pdf", doubts=3, pages_failed=2)
    assert standing_of_file(file).words == "file.done_pages_failed"
    assert standing_of_file(replace(file, pages_failed=0)).words == "file.done_doubts"


def test_figures_are_written_the_way_of_the_language() -> None:
    assert formats.number(1_117, "vi") == "1.117"
    assert formats.number(1_117.25, "en", 1) == "1,117.2"
    assert formats.size(38_400_000, "vi") == "38,4 MB"
    assert formats.size(999, "en") == "999 B"
    assert formats.day(date(2030, 12, 31), "vi") == "31/12/2030"
    assert formats.day(date(2030, 12, 31), "en") == "31 Dec 2030"
    assert formats.percent(0.997, "vi") == "99%"
    assert formats.percent(1.0, "vi") == "100%"
