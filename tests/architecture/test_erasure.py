"""One work alone may erase for good, and it knows every table."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from adapters.catalogue.all_tables import metadata
from adapters.catalogue.destroyed import referring_to
from adapters.catalogue.schema import document
from tests.architecture.repository import files, shown

if TYPE_CHECKING:
    from pathlib import Path

MAY_ERASE = {"app/erase_everywhere.py"}
"""Who calls what erases for good."""
MAKES_IT = {"app/wiring.py", "app/desk_profile.py", "app/server_profile.py"}
LETS_GO = {"app/steps/destroy.py"}
"""Who calls ``erase_everywhere``."""
FORGETS = {"app/steps/destroy.py", "app/operations/stays_destroyed.py"}
"""Who takes the content of a dossier out of the catalogue: a restore does it before anybody sees what it brought."""

KEPT = {
    "batch",
    "custody",
    "disposal_item",
    "disposal_list",
    "disposal_vote",
    "dossier_hold",
    "event",
    "hand_over_item",
    "hold",
    "retention_assignment",
    "retention_trigger",
    "tombstone",
    "transfer_item",
}
"""Tables that outlive a dossier: that it was there, and why it went. None holds anything of its content; what was
listed when it was handed over or transferred is a record of its own, with the title it had then."""
BLANKED = {"dossier", "dossier_link", "file", "keep_back", "period_decision", "use_request"}
"""Tables whose rows stay, without what they say of people."""
EMPTIED = {"dossier_fixity", "dossier_lock", "hand_over_clock", "step"}
"""Tables without a foreign key to a document from which its rows go."""


def _uses(path: Path, attribute: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Attribute) and node.attr == attribute for node in ast.walk(tree))


def test_one_module_calls_what_erases_for_good() -> None:
    callers = {shown(path) for path in files(".py", under=("app",)) if _uses(path, "erasure")}
    assert callers - MAKES_IT == MAY_ERASE
    importers = {
        shown(path) for path in files(".py") if "app.erase_everywhere import" in path.read_text(encoding="utf-8")
    }
    assert importers == LETS_GO


def test_two_works_take_a_dossier_out_of_the_catalogue() -> None:
    callers = {
        shown(path)
        for path in files(".py", under=("app", "adapters"))
        if "destroyed.forget(" in path.read_text(encoding="utf-8")
    }
    assert callers == FORGETS


def test_every_table_about_a_dossier_is_emptied_blanked_or_kept_for_a_reason() -> None:
    about = {
        table.name
        for table in metadata.sorted_tables
        if {"dossier_id", "document_id"} & set(table.c.keys())
        or any(key.column.table.name in {"dossier", "document"} for key in table.foreign_keys)
    }
    emptied = {table.name for table in referring_to(document)} | {"document"} | EMPTIED
    assert {table.name for table in metadata.sorted_tables} >= KEPT | BLANKED | EMPTIED
    assert not about - emptied - BLANKED - KEPT
    assert not emptied & KEPT
