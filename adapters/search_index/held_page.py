"""What an index holds of a page, whatever the engine, and the way back to a hit.

``body`` holds folded words and ``body_x`` the same words as spelled, one for one; ``codes`` and
``cited`` hold keys as they are. Numbers and addresses of people are in no word and no shown text, only
in ``personal``, under keys that are not to be read back. Words are cut by ``search_api.words`` and joined by blanks, so
the engines split at blanks alone and their own ideas of a word never meet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.personal_data import find_personal, mask, masked, taken_out
from search_api.codes import keys_cited, keys_of_dossier, keys_of_number
from search_api.highlight import snippet
from search_api.ports import Hit, IndexedPage
from search_api.words import folded_words, spelled_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search_api.query_language import Query

SCHEMA_VERSION = 5
"""Raised whenever a schema, or what is put into it, changes: the index must then be rebuilt."""
FURTHEST = 100_000
"""How deep an answer can be leafed through."""

_BORDER = " | "
"""Never a word: no phrase reaches from the page into its title."""
_MOST_PAGES = 1 << 14
_LAST_DAY = 4_000_000


def values_of(page: IndexedPage) -> dict[str, Any]:
    """Field and value. What is said of the document as a whole is found on its first page.

    A unit, type, agency or date that is not known is left out, so that it is nobody's facet and
    nobody's unit. ``record`` is what ``to_hit`` needs.
    """
    page = _without_half_signs(page)
    body = normalise(page.body)
    found = find_personal(body)
    texts = [taken_out(body, found)]
    if page.page.value == 1:
        said = (page.title, page.number_and_sign, page.dossier_code, page.agency, page.file_name)
        texts += [_nobodys(normalise(text)) for text in said]
    values: dict[str, Any] = {
        "document": page.document.value,
        "dossier": page.dossier.value,
        "level": page.level.value,
        "page": page.page.value,
        "restricted": page.restricted_until.toordinal() if page.restricted_until else 0,
        "order": _order(page, page.issued_on.toordinal() if page.issued_on else 0),
        "oldest": _order(page, _LAST_DAY - page.issued_on.toordinal() if page.issued_on else 0),
        "state": sorted(page.states),
        "since": int(page.found_since.timestamp()) if page.found_since else 0,
        "body": _BORDER.join([folded_words(text) for text in texts]),
        "body_x": _BORDER.join([spelled_words(text) for text in texts]),
        "title": folded_words(texts[1]) if page.page.value == 1 else "",
        "codes": sorted(keys_of_number(page.number_and_sign) | keys_of_dossier(page.dossier_code)),
        "cited": sorted(keys_cited(texts[0])),
        "personal": sorted(page.personal),
        "record": _record(page, masked(body, found)),
    }
    for name in ("unit", "procedure", "document_type", "agency"):
        if value := getattr(page, name):
            values[name] = value
    if page.issued_on:
        values |= {"issued": page.issued_on.toordinal(), "year": page.issued_on.year}
    return values


def to_hit(record: Mapping[str, Any], score: float, query: Query) -> Hit:
    """A hit from the ``record`` of its page."""
    return Hit(
        document=DocumentId(record["document"]),
        dossier=DossierId(record["dossier"]),
        page=PageNumber(record["page"]),
        page_count=record["page_count"],
        score=score,
        title=record["title"],
        file_name=record["file_name"],
        dossier_code=record["dossier_code"],
        number_and_sign=record["number_and_sign"],
        document_type=record["document_type"],
        agency=record["agency"],
        issued_on=date.fromisoformat(record["issued_on"]) if record["issued_on"] else None,
        unit=record["unit"],
        procedure=record["procedure"],
        states=tuple(record["states"]),
        doubtful=tuple(record["doubtful"]),
        snippet=snippet(record["body"], query),
    )


def _without_half_signs(page: IndexedPage) -> IndexedPage:
    """The page without surrogates, which names of files may hold and no engine takes."""

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
        # Also counted, and asked for by its value: masked from the start.
        procedure=mask(normalise(whole(page.procedure))),
    )


def _nobodys(text: str) -> str:
    """``text`` without numbers of people, so that no word of the index begins like one."""
    return taken_out(text, find_personal(text))


def _order(page: IndexedPage, day: int) -> int:
    """Grows with ``day``; of one day, the first page is the greatest."""
    return day * _MOST_PAGES + _MOST_PAGES - min(page.page.value, _MOST_PAGES)


def _record(page: IndexedPage, body: str) -> dict[str, Any]:
    return {
        "document": page.document.value,
        "dossier": page.dossier.value,
        "page": page.page.value,
        "page_count": page.page_count,
        "title": mask(normalise(page.title)),
        "file_name": mask(normalise(page.file_name)),
        "dossier_code": page.dossier_code,
        "number_and_sign": page.number_and_sign,
        "document_type": page.document_type,
        "agency": page.agency,
        "issued_on": page.issued_on.isoformat() if page.issued_on else "",
        "unit": page.unit,
        "procedure": page.procedure,
        "states": sorted(page.states),
        "doubtful": list(page.doubtful),
        "body": body,
    }
