"""What the pages are made of: the desks they ask, given by the one who joins the parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.ports import ReadingRoom
    from ingest.ports import IntakeDesk
    from records.ports.clock import Clock
    from retention_rules.ports import RetentionDesk
    from search_api.find_pages import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """The use cases behind the pages."""

    intake: IntakeDesk
    room: ReadingRoom
    retention: RetentionDesk
    find: Callable[..., Found]
    """``find_pages`` with the index already given: (text, filters, reader, *, today, limit, offset)."""
    clock: Clock
    profile: str
    """desk or server; shown at the foot."""
    version: str
