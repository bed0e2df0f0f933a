"""Does a word's confidence mean what it says? Expected calibration error, and docs/pictures/reliability.svg.

    python -m benchmarks.reading.confidence

Words of the 64 synthetic pages and of the real pages with ground truth, none of which calibration was fitted
on. Words are put into twenty bins of equal width by their confidence; the error is the mean distance between
what a bin says and what share of it is right, weighted by words. A word is right when it stands in its line of
the truth, letter by letter.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reading.corpus import REPOSITORY, synthetic_pages
from benchmarks.reading.score import read, tools_of
from benchmarks.record import Figure, record
from records.folding import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.page_text import Line, Word

BINS = 20
PLOT = REPOSITORY / "docs" / "pictures" / "reliability.svg"
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Bin:
    words: int
    said: float
    right: float


def judged(line: Line, truth: Sequence[list[str]]) -> list[tuple[Word, bool]]:
    """Each word of ``line`` with whether it stands in a line of ``truth`` that is half the same."""
    words = [word.text for word in line.words]
    right = [False] * len(words)
    for true_words in truth:
        blocks = SequenceMatcher(None, words, true_words, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        # A row of a table is several lines of the truth, a line of the truth may be read in pieces.
        if same >= _HALF * min(len(words), len(true_words)):
            for block in blocks:
                right[block.a : block.a + block.size] = [True] * block.size
    return list(zip(line.words, right, strict=True))


def binned(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    found = []
    for at in range(BINS):
        inside = [pair for pair in pairs if min(BINS - 1, int(pair[0] * BINS)) == at]
        if inside:
            count = len(inside)
            found.append(Bin(count, sum(said for said, _ in inside) / count, sum(ok for _, ok in inside) / count))
    return found


def expected_error(bins: Sequence[Bin]) -> float:
    words = sum(one.words for one in bins)
    return sum(one.words * abs(one.said - one.right) for one in bins) / words


def plot(bins: Sequence[Bin], error: float) -> str:
    """An SVG of what was said against what was right; the size of a dot tells how many words."""
    side, margin = 420, 50

    def at(x: float, y: float) -> tuple[float, float]:
        return margin + x * side, margin + (1 - y) * side

    dots = []
    most = max(one.words for one in bins)
    for one in bins:
        x, y = at(one.said, one.right)
        dots.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 9 * (one.words / most) ** 0.25:.1f}" fill="#0f5e9c" '
            f'fill-opacity="0.7"><title>{one.words} words: said {one.said:.2f}, right {one.right:.2f}</title></circle>'
        )
    ticks = "".join(
        f'<text x="{at(v, 0)[0]:.0f}" y="{margin + side + 20}" text-anchor="middle">{v:.1f}</text>'
        f'<text x="{margin - 8}" y="{at(0, v)[1] + 4:.0f}" text-anchor="end">{v:.1f}</text>'
        for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    size = side + 2 * margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size + 10}" font-family="sans-serif" '
        f'font-size="13"><rect width="{size}" height="{size + 10}" fill="#fff"/>'
        f'<rect x="{margin}" y="{margin}" width="{side}" height="{side}" fill="none" stroke="#888"/>'
        f'<path d="M{margin} {margin + side}L{margin + side} {margin}" stroke="#888" stroke-dasharray="4"/>{ticks}'
        f'<text x="{margin + side / 2}" y="{size}" text-anchor="middle">confidence said</text>'
        f'<text x="14" y="{margin + side / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {margin + side / 2})">share of words right</text>'
        f'<text x="{margin}" y="30">expected calibration error {error:.3f}</text>{"".join(dots)}</svg>\n'
    )


def main() -> None:
    pairs: list[tuple[float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_of(Path(folder))
        for page in synthetic_pages():
            truth = [normalise(line).split() for line in page.lines]
            reading, _ = read(page.path, page.media_type, 1, tools)
            for line in reading.text.lines:
                pairs += [(word.confidence, right) for word, right in judged(line, truth)]
    bins = binned(pairs)
    error = expected_error(bins)
    PLOT.write_text(plot(bins, error), "utf-8")
    for one in bins:
        print(f"{one.words:6d} words: said {one.said:.3f}, right {one.right:.3f}")
    doubted = [ok for said, ok in pairs if said < _HALF]
    figures = [
        Figure(
            what="confidence of words: expected calibration error", value=round(error, 4), unit="", promise="<= 0.05"
        ),
        Figure(
            what="words right of those said to be surer than 0.99",
            value=round(100 * sum(ok for said, ok in pairs if said > 0.99) / sum(said > 0.99 for said, _ in pairs), 2),
            unit="%",
            promise="",
        ),
        Figure(
            what="wrong words that are said to be doubtful (below one half)",
            value=round(100 * doubted.count(False) / max(1, sum(not ok for _, ok in pairs)), 1),
            unit="%",
            promise="",
        ),
    ]
    record(
        "reading_confidence",
        "python -m benchmarks.reading.confidence",
        figures,
        note=f"{len(pairs)} words; {tools.engine}",
    )


if __name__ == "__main__":
    main()
