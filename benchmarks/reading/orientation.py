"""Which way is up: the 64 synthetic pages in each of four turns, by the line finder that installations use.

python -m benchmarks.reading.orientation
"""

from __future__ import annotations

import numpy as np

from benchmarks.reading.corpus import synthetic_pages
from benchmarks.reading.score import cpu, line_finder
from benchmarks.record import Figure, record
from ocr.clean_page import reading_channel
from ocr.source import SourceDocument
from ocr.straighten import find_straightening
from records.identifiers import PageNumber


def main() -> None:
    finder = line_finder("trueocr")
    wrong: list[str] = []
    leaning: list[float] = []
    tried, began = 0, cpu()
    for page in synthetic_pages():
        with SourceDocument.open(page.path, page.media_type) as source:
            gray = reading_channel(source.page_image(PageNumber(1), ()).pixels)
        upright = find_straightening(gray, finder).quarter_turns
        if upright != page.quarter_turns:
            wrong.append(f"{page.name} as it is")
        for turns in range(4):
            tried += 1
            found = find_straightening(np.ascontiguousarray(np.rot90(gray, -turns)), finder)
            if found.quarter_turns != (page.quarter_turns + turns) % 4:
                wrong.append(f"{page.name} turned {turns}")
            leaning.append(abs(found.angle + page.skew))
    print("\n".join(wrong))
    record(
        "reading_orientation",
        "python -m benchmarks.reading.orientation",
        [
            Figure(
                what=f"orientation right, {tried} pictures", value=round(100 * (1 - len(wrong) / tried), 2), unit="%",
                promise=">= 100",
            ),
            Figure(what="skew: mean error", value=round(float(np.mean(leaning)), 3), unit="degrees", promise=""),
            Figure(what="skew: most error", value=round(float(np.max(leaning)), 2), unit="degrees", promise=""),
            Figure(what="CPU a picture", value=round((cpu() - began) / tried, 3), unit="s", promise=""),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
