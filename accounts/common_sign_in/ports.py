"""What signing in by a body's own system needs, and what its pages call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.common_sign_in.model import AskedProvider, CommonBegun
    from accounts.model import NewSession


class IdentityProvider(Protocol):
    """Knows people whom the body's own system signed in."""

    @property
    @abstractmethod
    def title(self) -> str:
        """How people call it."""

    @abstractmethod
    def ask(self, redirect_uri: str) -> tuple[str, AskedProvider]:
        """Where a browser is sent to be known, and what its answer is checked by.

        Raises:
            Unavailable (oidc.unreachable): It does not answer, or not as the standard says.
        """

    @abstractmethod
    def answer(self, code: str, asked: AskedProvider, redirect_uri: str) -> str:
        """The name of the account, by the claim that the settings name, after everything about it was checked.

        Raises:
            Forbidden (oidc.refused): It is not the answer to what was asked, was not signed by the provider, is too
                old, is for another program, or names nobody.
            Unavailable (oidc.unreachable): It does not answer.
        """


class CommonSignInDesk(Protocol):
    """Signs in whom the body's own system knows; no account is ever made by it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """How people call that system."""

    @abstractmethod
    def begin(self, back: str, redirect_uri: str) -> CommonBegun:
        """Send a browser there; ``back`` is the page it goes on with.

        Raises:
            Unavailable (oidc.unreachable): It does not answer.
        """

    @abstractmethod
    def finish(self, kept: str, state: str, code: str, redirect_uri: str) -> tuple[NewSession, str]:
        """A session, and the page to go on with. Where the account has a second factor the session ``waits``.

        Raises:
            Forbidden (sign_in.waited_too_long): The browser brings nothing back, or too late.
            Forbidden (oidc.refused): The answer is not to be believed.
            Forbidden (oidc.no_account): No account has that name, or it is disabled.
            Unavailable (oidc.unreachable): It does not answer.
        """
