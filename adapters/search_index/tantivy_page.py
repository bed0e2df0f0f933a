"""What a page is in tantivy: the schema, and the way in and out.

The engine splits at blanks alone, so no tokenizer of ours has to be registered at every opening.

``pairs`` holds every two neighbours of ``body``. Most Vietnamese words are two syllables, and the syllables are
few: where *thu hồi* stands is known at once, and not by comparing the places of two words of half the pages.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import tantivy

from adapters.search_index import held_page
from adapters.search_index.held_page import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search_api.ports import Hit
    from search_api.query_language import Query

__all__ = ["SCHEMA_VERSION", "pairs_of", "schema", "to_document", "to_hit"]


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # A raw text id: deleting by an unsigned number deletes nothing and says nothing.
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("level", tokenizer_name="raw", index_option="basic")
    for name in ("dossier", "unit", "procedure", "document_type", "agency", "state"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("page", "year", "issued", "restricted", "order", "oldest", "since"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("body", "body_x"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    for name in ("codes", "cited", "personal"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def to_document(values: Mapping[str, Any], its_schema: Any) -> Any:
    """The values of a page (``held_page.values_of``) as tantivy keeps them."""
    record = json.dumps(values["record"], ensure_ascii=False, separators=(",", ":")).encode()
    pairs = " ".join(set(pairs_of(values["body"].split(" "))))
    return tantivy.Document.from_dict({**values, "pairs": pairs, "record": record}, its_schema)


def pairs_of(words: Sequence[str]) -> list[str]:
    """Each of ``words`` with the next, as one word: words are letters and digits, so nothing else is written so."""
    return [f"{one}_{other}" for one, other in pairwise(words)]


def to_hit(document: Any, score: float, query: Query) -> Hit:
    """A hit from what was stored of its page."""
    return held_page.to_hit(json.loads(bytes(document.get_first("record"))), score, query)
