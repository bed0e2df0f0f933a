"""Boxes of what was searched for, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_api.highlight import matching_words
from search_api.query_language import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.page_text import Box, PageText
    from search_api.query_language import Filters


def boxes_on(page: PageText, text: str, *, today: date, filters: Filters | None = None) -> Sequence[Box]:
    """Boxes of the words of ``page`` that the query ``text`` means; none for an empty query."""
    return matching_words(page, parse(text, today=today, filters=filters)) if text.strip() else ()
