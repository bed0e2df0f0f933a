"""The body whose name printed forms carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.forms.model import Body

if TYPE_CHECKING:
    from app.settings import Settings


def body_of(settings: Settings) -> Body:
    """The body of this installation, as its settings name it."""
    return Body(name=settings.body, above=settings.body_above, place=settings.place)
