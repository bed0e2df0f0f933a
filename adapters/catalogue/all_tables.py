"""Every table, in whichever file it stands: who needs them all takes ``metadata`` from here."""

from __future__ import annotations

from adapters.catalogue import (
    schema_backups,
    schema_code_lists,
    schema_finding,
    schema_fixity,
    schema_hand_over,
    schema_locks,
    schema_people,
    schema_redaction,
    schema_references,
    schema_retention,
    schema_seals,
    schema_second_factor,
    schema_use,
)
from adapters.catalogue.schema import metadata

FILES = (
    schema_backups,
    schema_code_lists,
    schema_finding,
    schema_fixity,
    schema_hand_over,
    schema_locks,
    schema_people,
    schema_redaction,
    schema_references,
    schema_retention,
    schema_seals,
    schema_second_factor,
    schema_use,
)
"""What stands beside ``schema``; importing it is what puts its tables into ``metadata``."""

__all__ = ["FILES", "metadata"]
