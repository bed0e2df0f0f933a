"""How commands speak: tables for people, JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from records.identifiers import Digest, ObjectKey, PageNumber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from records.errors import VankhoError

NEEDS_A_PERSON = 3
"""Exit status where everything was done, but something was refused, quarantined or failed."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)


def plain(value: Any) -> Any:
    """Values of JSON for values of ours: identifiers as strings, dates in ISO 8601."""
    if isinstance(value, Digest | ObjectKey):
        return str(value)
    if isinstance(value, PageNumber):
        return value.value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value)]
        if names == ["value"]:
            return value.value  # type: ignore[attr-defined]  # every identifier has it
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    table = Table(*columns, title=title or None, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(table, markup=False)


def print_error(error: VankhoError, language: str, *, as_json: bool) -> None:
    """On the error stream: what is wrong, what to do, the stable code."""
    if as_json:
        body: Mapping[str, Any] = {
            "error": {
                "code": error.code,
                "message": {"vi": error.says.vi, "en": error.says.en},
                "hint": {"vi": error.hint.vi, "en": error.hint.en},
            }
        }
        sys.stderr.write(json.dumps(body, ensure_ascii=False) + "\n")
        return
    err.print(f"{error.says.in_language(language)} [{error.code}]", style="red", markup=False)
    err.print(error.hint.in_language(language), markup=False)
