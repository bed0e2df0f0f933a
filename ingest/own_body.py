"""Which documents the body itself issued: by every name that it is known under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.code_lists.entries import squashed
from records.folding import fold, normalise

if TYPE_CHECKING:
    from ingest.match_agency import AgencyCatalogue

_WRITTEN_OUT = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("tp", "thanh pho"))
"""Abbreviations of Decree 30/2020, Annex III, that stand in names of bodies; folded."""


class OwnBody:
    """The body of this installation; immutable."""

    def __init__(self, name: str, agencies: AgencyCatalogue) -> None:
        """``name`` as the settings have it; empty: none is its own. The list of agencies may know more names of it."""
        self._keys = frozenset(map(_key, (name, *agencies.names_like(name)))) - {""}

    @property
    def known(self) -> bool:
        """Whether anything can be told to be its own."""
        return bool(self._keys)

    def issued(self, agency: str) -> bool:
        """Whether ``agency``, as read from a document, is this body."""
        return _key(agency) in self._keys


def _key(name: str) -> str:
    folded = fold(normalise(name))
    for short, whole in _WRITTEN_OUT:
        folded = re.sub(rf"\b{short}\b", whole, folded)
    return squashed(folded)
