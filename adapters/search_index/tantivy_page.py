"""What a page is in tantivy: the schema, and the way in and out.

``body`` holds folded words and ``body_x`` the same words as spelled, one for one; ``codes`` and
``cited`` hold keys as they are. Words are cut by ``search_api.words`` and joined by blanks, so
the engine splits at blanks alone and no tokenizer of ours has to be registered at every opening.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import tantivy

from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from search_api.codes import keys_cited, keys_of_dossier, keys_of_number
from search_api.highlight import snippet
from search_api.ports import Hit, IndexedPage
from search_api.words import folded_words, spelled_words

if TYPE_CHECKING:
    from search_api.query_language import Query

SCHEMA_VERSION = 1
"""Raised whenever the schema, or what is put into it, changes: the index must then be rebuilt."""

_BORDER = " | "
"""Never a word: no phrase reaches from the page into its title."""
_MOST_PAGES = 1 << 14


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # A raw text id: deleting by an unsigned number deletes nothing and says nothing.
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("dossier", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("level", tokenizer_name="raw", index_option="basic")
    for name in ("unit", "document_type", "agency"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("page", "year", "issued", "restricted", "order"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("body", "body_x"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    for name in ("codes", "cited"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def to_document(page: IndexedPage, its_schema: Any) -> Any:
    """A page as tantivy keeps it. What is said of the document as a whole is found on its first page."""
    page = _without_half_signs(page)
    body = normalise(page.body)
    texts = [body]
    if page.page.value == 1:
        said = (page.title, page.number_and_sign, page.dossier_code, page.agency, page.file_name)
        texts += [normalise(text) for text in said]
    values: dict[str, Any] = {
        "document": page.document.value,
        "dossier": page.dossier.value,
        "level": page.level.value,
        "page": page.page.value,
        "restricted": page.restricted_until.toordinal() if page.restricted_until else 0,
        "order": _order(page),
        "body": _BORDER.join([folded_words(text) for text in texts]),
        "body_x": _BORDER.join([spelled_words(text) for text in texts]),
        "title": folded_words(texts[1]) if page.page.value == 1 else "",
        "codes": sorted(keys_of_number(page.number_and_sign) | keys_of_dossier(page.dossier_code)),
        "cited": sorted(keys_cited(body)),
        "record": _record(page, body),
    }
    # A value that is not known is left out, so that it is nobody's facet and nobody's unit.
    for name in ("unit", "document_type", "agency"):
        if value := getattr(page, name):
            values[name] = value
    if page.issued_on:
        values |= {"issued": page.issued_on.toordinal(), "year": page.issued_on.year}
    return tantivy.Document.from_dict(values, its_schema)


def to_hit(document: Any, score: float, query: Query) -> Hit:
    """A hit from what was stored of its page."""
    plain = json.loads(bytes(document.get_first("record")))
    return Hit(
        document=DocumentId(plain["document"]),
        dossier=DossierId(plain["dossier"]),
        page=PageNumber(plain["page"]),
        page_count=plain["page_count"],
        score=score,
        title=plain["title"],
        file_name=plain["file_name"],
        dossier_code=plain["dossier_code"],
        number_and_sign=plain["number_and_sign"],
        document_type=plain["document_type"],
        agency=plain["agency"],
        issued_on=date.fromisoformat(plain["issued_on"]) if plain["issued_on"] else None,
        unit=plain["unit"],
        snippet=snippet(plain["body"], query),
    )


def _without_half_signs(page: IndexedPage) -> IndexedPage:
    """The page without surrogates, which names of files may hold and the engine refuses."""

    def whole(text: str) -> str:
        return text.encode(errors="replace").decode()

    return replace(
        page,
        body=whole(page.body),
        title=whole(page.title),
        file_name=whole(page.file_name),
        dossier_code=whole(page.dossier_code),
        number_and_sign=whole(page.number_and_sign),
        document_type=whole(page.document_type),
        agency=whole(page.agency),
        unit=whole(page.unit),
    )


def _order(page: IndexedPage) -> int:
    """Grows with the date of issue; of one date, the first page is the greatest."""
    day = page.issued_on.toordinal() if page.issued_on else 0
    return day * _MOST_PAGES + _MOST_PAGES - min(page.page.value, _MOST_PAGES)


def _record(page: IndexedPage, body: str) -> bytes:
    plain = {
        "document": page.document.value,
        "dossier": page.dossier.value,
        "page": page.page.value,
        "page_count": page.page_count,
        "title": page.title,
        "file_name": page.file_name,
        "dossier_code": page.dossier_code,
        "number_and_sign": page.number_and_sign,
        "document_type": page.document_type,
        "agency": page.agency,
        "issued_on": page.issued_on.isoformat() if page.issued_on else "",
        "unit": page.unit,
        "body": body,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
