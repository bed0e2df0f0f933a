"""Who asks over HTTP. A desk on loopback has one operator; accounts come with the server profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.reader import Reader, local_operator

if TYPE_CHECKING:
    from collections.abc import Callable


def local_reader(account: str) -> Callable[..., Reader]:
    """A dependency that names every caller ``account``, the one operator of a desk installation."""
    operator = local_operator(account)

    def reader() -> Reader:
        return operator

    return reader
