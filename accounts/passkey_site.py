"""The site that passkeys are of. Apart from what speaks WebAuthn, whose libraries few need: they take nine MiB."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit


class PasskeyRefusedError(Exception):
    """The answer is none, is of another site or challenge, or was not signed by that key."""


@dataclass(frozen=True, slots=True)
class PasskeySite:
    """The site as the browser names it; a passkey of one is of no use to another."""

    origin: str
    """Scheme, name and port: ``https://vankho.xa.gov.vn``."""

    @property
    def name(self) -> str:
        return urlsplit(self.origin).hostname or ""

    @property
    def has_passkeys(self) -> bool:
        """Whether browsers make any for it: it needs a name, not a number (WebAuthn level 2, 5.1.3)."""
        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return bool(self.name)
        return False
