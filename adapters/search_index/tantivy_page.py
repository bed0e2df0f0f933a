"""What a page is in tantivy: the schema, and the way in and out.

The engine splits at blanks alone, so no tokenizer of ours has to be registered at every opening.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import tantivy

from adapters.search_index import held_page
from adapters.search_index.held_page import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search_api.ports import Hit
    from search_api.query_language import Query

__all__ = ["SCHEMA_VERSION", "schema", "to_document", "to_hit"]


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
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    for name in ("codes", "cited", "personal"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def to_document(values: Mapping[str, Any], its_schema: Any) -> Any:
    """The values of a page (``held_page.values_of``) as tantivy keeps them."""
    record = json.dumps(values["record"], ensure_ascii=False, separators=(",", ":")).encode()
    return tantivy.Document.from_dict({**values, "record": record}, its_schema)


def to_hit(document: Any, score: float, query: Query) -> Hit:
    """A hit from what was stored of its page."""
    return held_page.to_hit(json.loads(bytes(document.get_first("record"))), score, query)
