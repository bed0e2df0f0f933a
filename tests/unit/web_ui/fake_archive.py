"""The acts on a dossier that the pages ask for, over the same invented world."""

# The ports name arguments that these desks have no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.ports import AccessDesk, PaperDesk, ReferenceDesk
from records.paper_file_code import paper_file_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.change_access import AccessChange, AccessRule, DocumentAccessChange, DocumentRule
    from archive.model import Reference
    from records.conditional_access import ConditionalQuery, ConditionalRecord
    from records.identifiers import DocumentId, DossierId
    from records.reader import Reader
    from tests.unit.web_ui.fake_desks import World


class Access(AccessDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def change(self, reader: Reader, dossier: DossierId, change: AccessChange) -> AccessRule:
        at = next(at for at, one in enumerate(self._world.dossiers) if one.dossier == dossier)
        rule = change.rule
        self._world.dossiers[at] = replace(
            self._world.dossiers[at], level=rule.level, restricted_until=rule.restricted_until
        )
        self._world.acts.append(("access", (reader.account, change)))
        return rule

    def change_document(self, reader: Reader, document: DocumentId, change: DocumentAccessChange) -> DocumentRule:
        self._world.acts.append(("document access", (document, change)))
        return change.rule

    def conditional(
        self, reader: Reader, query: ConditionalQuery
    ) -> tuple[Sequence[ConditionalRecord], tuple[str, str] | None]:
        self._world.acts.append(("conditional", query))
        return self._world.conditional, None


class Papers(PaperDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def record(self, reader: Reader, dossier: DossierId, code: str) -> str:
        said = paper_file_code(code)
        at = next(at for at, one in enumerate(self._world.dossiers) if one.dossier == dossier)
        self._world.dossiers[at] = replace(self._world.dossiers[at], paper_file_code=said)
        self._world.acts.append(("paper", (reader.account, said)))
        return said


class References(ReferenceDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def references(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        return [one for one in self._world.references if one.dossier == dossier]

    def referred(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        return [one for one in self._world.references if one.home == dossier]

    def refer(self, reader: Reader, dossier: DossierId, document: DocumentId, why: str) -> None:
        self._world.acts.append(("refer", (dossier, document, why)))

    def withdraw(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        self._world.acts.append(("withdraw", (dossier, document)))

    def rehome(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        self._world.acts.append(("rehome", (dossier, document)))
