"""What a caller must be allowed before a route, page or command lets him in: declared beside each, default deny."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., object]")
_MARK = "__vankho_needs__"


class Anybody(StrEnum):
    """Routes that need no capability."""

    PUBLIC = "public"
    """Also who is not signed in: health, style sheets, the sign-in page itself."""
    SIGNED_IN = "signed_in"
    """Every account."""
    IN_PERSON = "in_person"
    """Every account, but none of its tokens: a program makes itself no other token and no password."""


Need = Capability | Anybody


def needs(need: Need) -> Callable[[_Function], _Function]:
    """Declare what the decorated function needs; stands below the decorator that makes a route of it.

    A route without it is answered to nobody (``search_api.door``).
    """

    def mark(function: _Function) -> _Function:
        setattr(function, _MARK, need)
        return function

    return mark


def need_of(function: object) -> Need | None:
    """What was declared; None: nothing was, so nobody may."""
    return getattr(function, _MARK, None)
