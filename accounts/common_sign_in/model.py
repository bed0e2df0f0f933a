"""Values of signing in by the provider of identities that a body has already (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedProvider:
    """What one browser was sent to the provider with; nobody else knows it."""

    state: str
    """Comes back as it went: the answer is to this browser's question (RFC 6749, 10.12)."""
    nonce: str
    """Stands in the identity token: it was made for this question (OpenID Connect Core, 3.1.3.7)."""
    verifier: str
    """Shown when the code is exchanged: the code is of no use to who caught it (RFC 7636)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonBegun:
    """Where a browser is sent, and what it keeps meanwhile."""

    address: str
    kept: str
    """Sealed; the browser brings it back."""
