"""The trail as a table for a spreadsheet, or as JSON lines for a program."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.audit import TrailEvent

COLUMNS = (
    "id",
    "at",
    "type",
    "act",
    "agent",
    "address",
    "outcome",
    "batch",
    "dossier",
    "dossier_code",
    "subjects",
    "detail",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
"""By which spreadsheets know UTF-8."""


def as_csv(events: Iterable[TrailEvent]) -> Iterator[str]:
    """A head, then a line an event (RFC 4180); no cell is a formula (OWASP, CSV Injection)."""
    yield BOM + _line(COLUMNS)
    for event in events:
        plain = _plain(event)
        yield _line([_harmless(_cell(plain[name])) for name in COLUMNS])


def as_json_lines(events: Iterable[TrailEvent]) -> Iterator[str]:
    """A line an event."""
    for event in events:
        yield json.dumps(_plain(event), ensure_ascii=False) + "\n"


def _plain(event: TrailEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "type": event.type,
        "act": event.detail.get("act", ""),
        "agent": event.agent,
        "address": event.address,
        "outcome": event.outcome,
        "batch": event.batch,
        "dossier": event.dossier,
        "dossier_code": event.dossier_code,
        "subjects": list(event.subjects),
        "detail": dict(event.detail),
    }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
