"""What is sent to Elasticsearch of a document, and that stopping half-way leaves nothing behind for good."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from adapters.search_index.elasticsearch_page import HELD, LONGEST_WORD, held_words, key_of, operations

Held = dict[str, dict[str, Any]]


def pages(count: int, version: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [{"version": version} for _ in range(count)]
    if made:
        made[0][HELD] = count
    return made


def do(held: Held, new: list[dict[str, Any]], *, stop_after: int | None = None) -> Held:
    """``held`` after the first ``stop_after`` operations that make ``new`` all there is."""
    held = dict(held)
    first = held.get(key_of("d", 0))
    every = list(operations("d", new, "index", held_before=first[HELD] if first else 0))
    for each in every[:stop_after]:
        assert (each["_index"], each["routing"], each["require_alias"]) == ("index", "d", True)
        if each["_op_type"] == "delete":
            held.pop(each["_id"], None)
        else:
            held[each["_id"]] = each["_source"]
    return held


@pytest.mark.parametrize(("before", "meant", "after"), list(product(range(4), range(5), range(5))))
def test_whenever_it_stops_the_next_put_leaves_nothing_stale(before: int, meant: int, after: int) -> None:
    old = do({}, pages(before, "old"))
    assert len(old) == before
    for stop_after in range(before + meant + 2):
        half = do(old, pages(meant, "meant"), stop_after=stop_after)
        # Pages that were there and still are to be are never missing.
        assert {key_of("d", position) for position in range(min(before, meant))} <= set(half)
        whole = do(half, pages(after, "after"))
        assert whole == {key_of("d", position): page for position, page in enumerate(pages(after, "after"))}


def test_words_too_long_for_the_engine_are_cut_alike_on_page_and_in_query() -> None:
    long = "x" * 300
    assert held_words(f"a {long} b") == f"a {'x' * LONGEST_WORD} b"
    assert held_words(f"a {long[:LONGEST_WORD]} b") == f"a {long[:LONGEST_WORD]} b"
