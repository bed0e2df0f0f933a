"""Where the request came from that is being answered: kept beside each event (QCVN 12:2026/BCA, 2.2.9: from where)."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS: ContextVar[str] = ContextVar("vankho_asked_from", default="")
_LONGEST = 64
"""Signs; an IPv6 address with its zone has fewer."""


def asked_from() -> str:
    """Network address; empty for what no request asked for: workers, commands."""
    return _ADDRESS.get()


@contextmanager
def asking_from(address: str) -> Iterator[None]:
    """Whatever is done meanwhile, also in threads that carry the context on, was asked for from ``address``."""
    before = _ADDRESS.set(address[:_LONGEST])
    try:
        yield
    finally:
        _ADDRESS.reset(before)
