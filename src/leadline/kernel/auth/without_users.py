"""The check of requests where no users are kept: development tokens alone are known."""

from collections.abc import Collection

from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.claims import ExternalClaims, SessionClaims
from leadline.kernel.auth.cookies import Csrf
from leadline.kernel.auth.ports import Identity, Use
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.auth.version import AuthVersion
from leadline.kernel.errors import NotAuthenticated


class NoIdentities:
    """Nobody."""

    async def of_session(self, claims: SessionClaims) -> Identity:  # noqa: ARG002  # the port's own shape
        """NotAuthenticated."""
        raise NotAuthenticated

    async def of_external(self, claims: ExternalClaims) -> Identity:  # noqa: ARG002  # the port's own shape
        """NotAuthenticated."""
        raise NotAuthenticated

    async def of_api_token(self, token_hash: bytes) -> Identity:  # noqa: ARG002  # the port's own shape
        """NotAuthenticated."""
        raise NotAuthenticated

    async def note_uses(self, uses: Collection[Use]) -> None:
        """Nothing to write down."""

    async def sweep(self) -> None:
        """Nothing to delete."""


def without_users(secret: str, *, development: bool = True) -> Authenticator:
    """An authenticator for the development tokens signed with `secret`."""
    return Authenticator(Tokens(secret), NoIdentities(), AuthVersion(_always), Csrf(secret), development=development)


async def _always() -> int:
    return 0
