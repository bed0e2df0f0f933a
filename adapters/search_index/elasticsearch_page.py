"""What a page is in Elasticsearch: settings and mapping of an index, and the way in.

Words are cut and folded by us and split at blanks alone. The analyser named for searching ``body``
folds as well: it changes nothing for our queries, which hold folded words and name their own
analyser, and lets a person who looks at the index with other tools find *Quyết định* as typed.
It does not stand on the way in, because it folds signs that ours leaves alone.

``body`` and its like are searched and not kept: what a hit shows is in ``record``, and an index
is made anew from the archive, never from another index.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from adapters.search_index.held_page import SCHEMA_VERSION, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search_api.ports import IndexedPage

LONGEST_WORD = 120
"""Signs of a word that count. Lucene cuts words in two at 255 UTF-16 units; they are ruined scans anyway."""
HELD = "held"
"""On the first page of a document: how many pages of it the index holds."""

_TOO_LONG = re.compile(rf"(\S{{{LONGEST_WORD}}})\S+")
_CUT = ("body", "body_x", "title")


def settings(*, shards: int, replicas: int) -> dict[str, Any]:
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        # Pages are shown when they are committed, not a second later and not half of them before.
        "refresh_interval": "-1",
        "analysis": {
            "analyzer": {
                "words": {"type": "custom", "tokenizer": "whitespace", "filter": []},
                "words_as_typed": {
                    "type": "custom",
                    "tokenizer": "whitespace",
                    "filter": ["lowercase", "asciifolding"],
                },
            }
        },
    }


def mapping() -> dict[str, Any]:
    # A name longer than this cannot be a term: the page is taken in and the name is nobody's facet.
    name = {"type": "keyword", "ignore_above": 8191}
    key = {"type": "keyword", "doc_values": False, "ignore_above": 8191}
    return {
        "dynamic": "strict",
        "_meta": {"schema": SCHEMA_VERSION},
        "_source": {"excludes": ["body", "body_x", "title", "codes", "cited", "personal"]},
        "properties": {
            "document": name,
            "dossier": name,
            "level": name,
            "unit": name,
            "procedure": name,
            "state": name,
            "document_type": name,
            "agency": name,
            "page": {"type": "integer"},
            "year": {"type": "integer"},
            "issued": {"type": "integer"},
            "restricted": {"type": "integer"},
            "order": {"type": "long"},
            "oldest": {"type": "long"},
            "since": {"type": "long"},
            "body": {
                "type": "text",
                "analyzer": "words",
                "search_analyzer": "words_as_typed",
                # Neighbours are kept as terms too: most Vietnamese words are two syllables, and those are few.
                "index_phrases": True,
            },
            "body_x": {"type": "text", "analyzer": "words"},
            "title": {
                "type": "text",
                "analyzer": "words",
                "search_analyzer": "words_as_typed",
                "index_options": "freqs",
            },
            "codes": key,
            "cited": key,
            "personal": key,
            HELD: {"type": "integer", "index": False, "doc_values": False},
            "record": {"type": "object", "enabled": False},
        },
    }


def key_of(document: str, position: int) -> str:
    """Id of the page at ``position`` (from 0) of the document: putting it again replaces it."""
    return f"{document}:{position}"


def held_words(text: str) -> str:
    """``text`` with words that are too long cut off; for pages and queries alike."""
    return _TOO_LONG.sub(r"\1", text)


def values(pages: Sequence[IndexedPage]) -> list[dict[str, Any]]:
    """The pages of one document as they are put in."""
    made = [values_of(page) for page in pages]
    for each in made:
        each |= {name: held_words(each[name]) for name in _CUT}
    if made:
        made[0][HELD] = len(made)
    return made


def operations(
    document: str, pages: Sequence[Mapping[str, Any]], index: str, *, held_before: int
) -> Iterator[dict[str, Any]]:
    """What makes ``pages`` all that ``index`` holds of the document.

    The first page says how many are held, and all pages lie in one shard, where operations are
    done in order. It goes in first where the number grows and last where it shrinks: whenever
    this stops half-way, no page lies above the number that is read next time.
    """
    put: list[dict[str, Any]] = [
        {"_op_type": "index", "_id": key_of(document, position), "_source": values}
        for position, values in enumerate(pages)
    ]
    cut: list[dict[str, Any]] = [
        {"_op_type": "delete", "_id": key_of(document, position)}
        for position in range(held_before - 1, len(pages) - 1, -1)
    ]
    ordered = put + cut if len(pages) >= held_before else put[1:] + cut + put[:1]
    for each in ordered:
        yield {**each, "_index": index, "routing": document, "require_alias": True}
