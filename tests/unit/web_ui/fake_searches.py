"""A desk of searches over invented data."""

# The port names arguments that this desk has no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from search_api.ports import SavedSearch, SearchDesk
from tests.unit.web_ui.invented import NOW, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.identifiers import DocumentId
    from records.reader import Reader
    from search_api.ports import ResultsExport, Unanswered
    from search_api.query_language import Query
    from search_api.question import Question
    from search_api.related import Related
    from tests.unit.web_ui.fake_desks import World


class Searches(SearchDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def save(self, reader: Reader, name: str, question: Question) -> SavedSearch:
        made = SavedSearch(id=str(uuid4()), name=name, question=question, looked_at=NOW, new=0, more=False)
        self._world.saved.append(made)
        return made

    def saved(self, reader: Reader) -> Sequence[SavedSearch]:
        return self._world.saved

    def looked(self, reader: Reader, saved: str) -> SavedSearch:
        for at, one in enumerate(self._world.saved):
            if one.id == saved:
                self._world.saved[at] = replace(one, new=0)
                return one
        raise not_found("search.not_found")

    def forget(self, reader: Reader, saved: str) -> None:
        self._world.saved = [one for one in self._world.saved if one.id != saved]

    def related(self, reader: Reader, document: DocumentId, number_and_sign: str, text: str) -> Related:
        return self._world.related

    def asked_in_vain(self, query: Query) -> None:
        self._world.acts.append(("in vain", query.text))

    def unanswered(self, *, limit: int = 100) -> Sequence[Unanswered]:
        return self._world.unanswered[:limit]

    def exported(self, reader: Reader, export: ResultsExport) -> None:
        self._world.acts.append(("exported", (reader.account, export)))
