"""Who a good credential stands for, as the database says it now: the kernel asks here (port `Identities`)."""

import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import SessionEnded
from leadline.employees.repository.api_tokens import find_api_token, note_used
from leadline.employees.repository.attempts import forget_attempts
from leadline.employees.repository.links import forget_links
from leadline.employees.repository.sessions import forget_sessions, note_seen, read_session
from leadline.employees.service.external import user_of
from leadline.employees.service.scopes import Standing, standing_of
from leadline.kernel.auth.claims import ExternalClaims, SessionClaims
from leadline.kernel.auth.permissions import VIEW_ALL
from leadline.kernel.auth.ports import Identity, Use
from leadline.kernel.auth.principal import Principal, Via
from leadline.kernel.auth.version import AUTH
from leadline.kernel.clock import now
from leadline.kernel.db.counters import read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotAuthenticated

KEPT_SESSIONS = timedelta(days=30)
KEPT_TRACES = timedelta(days=1)


class StoredIdentities:
    """The users, sessions and personal tokens of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def version(self) -> int:
        """The counter that every change of rights bumps."""
        async with self._database.reading() as connection:
            return await read_counter(connection, AUTH)

    async def of_session(self, claims: SessionClaims) -> Identity:
        """Who signed in by that session; SessionEnded when it was ended or its user disabled."""
        async with self._database.reading() as connection:
            session = await read_session(connection, claims.session_id, now())
            standing = None if session is None else await _standing(connection, session.user_id)
        if session is None or standing is None:
            raise SessionEnded
        expires = min(claims.expires, session.expires_at.timestamp())
        return Identity(_principal(standing, "session", session_id=session.id), expires)

    async def of_external(self, claims: ExternalClaims) -> Identity:
        """The user that another issuer vouches for; made when seen for the first time."""
        user_id = await user_of(self._database, claims)
        async with self._database.reading() as connection:
            standing = await _standing(connection, user_id)
        if standing is None:
            raise NotAuthenticated
        return Identity(_principal(standing, "external"), claims.expires)

    async def of_api_token(self, token_hash: bytes) -> Identity:
        """Whose personal token has that hash: what it was made for, as far as its user still holds it."""
        async with self._database.reading() as connection:
            token = await find_api_token(connection, token_hash, now())
            standing = None if token is None else await _standing(connection, token.user_id)
        if token is None or standing is None:
            raise NotAuthenticated
        held = standing.permissions & ({*token.permissions} | {VIEW_ALL})
        principal = _principal(standing._replace(permissions=held), "api_token", token_id=token.id)
        return Identity(principal, token.expires_at.timestamp())

    async def note_uses(self, uses: Collection[Use]) -> None:
        """Writes down when they were used last."""
        seen = {use.session_id: use.at for use in uses if use.session_id}
        used = {use.token_id: use.at for use in uses if use.token_id}
        async with self._database.transaction() as connection:
            if seen:
                await note_seen(connection, [*seen.items()])
            if used:
                await note_used(connection, [*used.items()])

    async def sweep(self) -> None:
        """Deletes what ended long ago: sessions, links, counts of failures."""
        at = datetime.fromtimestamp(time.time(), UTC)
        async with self._database.transaction() as connection:
            await forget_sessions(connection, at - KEPT_SESSIONS)
            await forget_links(connection, at - KEPT_TRACES)
            await forget_attempts(connection, at - KEPT_TRACES)


async def _standing(connection: AsyncConnection, user_id: int) -> Standing | None:
    standing = await standing_of(connection, user_id)
    return None if standing is None or standing.seat.disabled_at is not None else standing


def _principal(standing: Standing, via: Via, *, session_id: str = "", token_id: int = 0) -> Principal:
    seat = standing.seat
    return Principal(
        user_id=seat.user_id,
        username=seat.username,
        role=seat.role,
        permissions=standing.permissions,
        scope=standing.scope,
        reach=seat.data_scope,
        via=via,
        session_id=session_id,
        token_id=token_id,
        employee_id=seat.employee_id,
        must_change_password=seat.must_change_password,
    )
