"""Opening an installation whose catalogue is away for a while: programs of a server start in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.wiring import open_parts
from records.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings
    from app.wiring import Parts

BETWEEN_TRIES = 2.0
log = structlog.get_logger()


def open_when_there(settings: Settings, wait: Callable[[float], bool]) -> Parts | None:
    """``open_parts``, again and again while the catalogue of a server does not answer.

    ``wait`` sleeps for some seconds and tells whether to give up; None where it did. A desk has
    nothing to wait for, and is told at once.

    Raises:
        Misconfigured: As ``open_parts``; waiting would not help.
    """
    told = False
    while True:
        try:
            return open_parts(settings)
        except Unavailable as error:
            if settings.profile == "desk":
                raise
            if not told:
                log.warning("the start waits for the catalogue", code=error.code)
            told = True
        if wait(BETWEEN_TRIES):
            return None
