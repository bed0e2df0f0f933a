"""What every command begins with: settings and parts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import cyclopts
import structlog

from app.logs import configure_logs
from app.settings import Settings
from app.wiring import open_parts
from web_ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts

log = structlog.get_logger()
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

    def words(self, key: str) -> str:
        """What the pages call it too."""
        return say(self.settings.language, key).striptags()


@cache
def session() -> Session:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    current = Session(settings)
    for name, nearest in Settings.not_known().items():
        log.warning(
            current.say(
                f"Không có thiết lập {name}, bỏ qua" + (f"; có phải {nearest}?" if nearest else ""),
                f"There is no setting {name}; it is ignored" + (f"; is {nearest} meant?" if nearest else ""),
            )
        )
    return current
