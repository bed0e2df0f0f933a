"""What a page leads to: the documents it names by number and sign, and those that name its own.

Decisions stand on others ("Căn cứ Quyết định số 129/QĐ-BNV"), answers name what they answer; who reads one asks for
the other next. Every number is looked up under the reader's rights: of what one may not see nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from records.folding import normalise
from search_api.codes import keys_of_number, numbers_in
from search_api.query_language import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from records.identifiers import DocumentId
    from records.reader import Reader
    from search_api.ports import Hit, SearchIndex

MOST_NAMED = 20
"""Numbers of a page that are looked up, a search each; what a page names beyond them is left out."""
MOST_NAMING = 10
"""Documents told of that name this one."""
_LOOKED_AT = 50
"""Pages looked at for them: a document may name a number on many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A number and sign as the page prints it, and the documents here that bear it, by the page that shows it best."""

    as_printed: str
    documents: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """What a page leads to, as far as the reader may know."""

    named: tuple[Named, ...] = ()
    """In the order of the page; numbers that no document here bears are left out."""
    naming: tuple[Hit, ...] = ()
    """Pages of other documents that name the number of this one, a page a document."""
    number: str = ""
    """Number and sign of this document; empty where none was read."""

    @property
    def shown(self) -> tuple[Hit, ...]:
        """Every page told of."""
        return (*(hit for named in self.named for hit in named.documents), *self.naming)


def find_related(
    index: SearchIndex, document: DocumentId, number_and_sign: str, text: str, reader: Reader, *, today: date
) -> Related:
    """What a page of ``document`` with these words leads to; ``number_and_sign`` is the document's own.

    Raises:
        Damaged (index.damaged), Misconfigured (index.schema_changed): The index must be rebuilt.
    """
    own = _whole_key(number_and_sign)
    named = []
    for as_printed, key in islice(_numbers_of(text, without=own), MOST_NAMED):
        pages = _pages(index, as_printed, document, reader, today)
        if found := _a_page_each(hit for hit in pages if key == _whole_key(hit.number_and_sign)):
            named.append(Named(as_printed=as_printed, documents=found))
    naming: tuple[Hit, ...] = ()
    if own:
        others = (
            hit
            for hit in _pages(index, number_and_sign, document, reader, today)
            if own not in keys_of_number(hit.number_and_sign)
        )
        naming = _a_page_each(others)[:MOST_NAMING]
    return Related(named=tuple(named), naming=naming, number=number_and_sign if own else "")


def _whole_key(number_and_sign: str) -> str:
    """The key of the whole number and sign; empty where it is none, or has no number."""
    found = numbers_in(normalise(number_and_sign))
    return found[0].key if len(found) == 1 else ""


def _numbers_of(text: str, *, without: str) -> Iterator[tuple[str, str]]:
    """Numbers and signs of a page as printed, each once, with its key; not the one of the key ``without``."""
    text, seen = normalise(text), {without}
    for code in numbers_in(text):
        if code.key not in seen:
            seen.add(code.key)
            yield " ".join(text[code.start : code.end].split()), code.key


def _pages(
    index: SearchIndex, number_and_sign: str, without: DocumentId, reader: Reader, today: date
) -> tuple[Hit, ...]:
    """Of other documents; all pages of ``without`` bear its number and would come before those that name it."""
    query = parse(number_and_sign, today=today)
    return index.search(query, reader, today=today, limit=_LOOKED_AT, hidden=(without,), facets=()).hits


def _a_page_each(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    best: dict[DocumentId, Hit] = {}
    for hit in hits:
        best.setdefault(hit.document, hit)
    return tuple(best.values())
