"""The parts of an installation in this process, to lay out what a test begins with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring import open_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from tests.installation import Installation


@contextmanager
def parts_of(installation: Installation, **settings: str) -> Iterator[Parts]:
    """As its commands have them, with other ``settings`` where the test says so; closed at the end."""
    said = {
        name.removeprefix("VANKHO_").lower(): value
        for name, value in installation.environment.items()
        if name.startswith("VANKHO_")
    }
    parts = open_parts(Settings(**{**said, **settings}, _env_file=None))  # type: ignore[arg-type]  # read as variables
    try:
        yield parts
    finally:
        parts.close()
