"""What every command begins with: settings and parts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.logs import configure_logs
from app.settings import Settings
from app.wiring import open_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts

Json = Annotated[bool, cyclopts.Parameter(name="--json", negative="", help="Print JSON for programs.")]


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command."""

    settings: Settings

    @contextmanager
    def parts(self) -> Iterator[Parts]:
        parts = open_parts(self.settings)
        try:
            yield parts
        finally:
            parts.close()

    def say(self, vi: str, en: str) -> str:
        return en if self.settings.language == "en" else vi


@cache
def session() -> Session:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    return Session(settings)
