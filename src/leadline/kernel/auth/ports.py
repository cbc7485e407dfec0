"""What the check of a request needs of the context that keeps the users. Wiring binds it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from leadline.kernel.auth.claims import ExternalClaims, SessionClaims
from leadline.kernel.auth.principal import Principal


class Identity(NamedTuple):
    """Who somebody is, and how long that may be believed without asking again (seconds since 1970)."""

    principal: Principal
    expires: float


class Use(NamedTuple):
    """That a session or a personal token was used: one of the two is given."""

    at: datetime
    session_id: str = ""
    token_id: int = 0


class Identities(Protocol):
    """The users, sessions and personal tokens. Each raises NotAuthenticated for what is not, or no longer, good."""

    async def of_session(self, claims: SessionClaims) -> Identity:
        """Who signed in by that session."""

    async def of_external(self, claims: ExternalClaims) -> Identity:
        """The user that another issuer vouches for; made when seen for the first time."""

    async def of_api_token(self, token_hash: bytes) -> Identity:
        """Whose personal token has that SHA-256."""

    async def note_uses(self, uses: Collection[Use]) -> None:
        """Writes down when they were used last."""

    async def sweep(self) -> None:
        """Deletes what ended long ago."""
