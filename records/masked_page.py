"""A page's words with numbers and addresses of people masked; boxes stay where they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from records.personal_data import mask

if TYPE_CHECKING:
    from records.page_text import PageText


def mask_page(page: PageText) -> PageText:
    """The page with numbers masked, also those read as several words; the page itself where none is on it."""
    text = page.text
    hidden = mask(text)
    if hidden == text:
        return page
    lines, at = [], 0
    for line in page.lines:
        words = []
        for word in line.words:
            words.append(replace(word, text=hidden[at : at + len(word.text)]))
            at += len(word.text) + 1  # a blank or the end of the line
        lines.append(replace(line, words=tuple(words)))
    return replace(page, lines=tuple(lines))
