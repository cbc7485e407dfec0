"""The check of every request: from its headers to the caller, in microseconds once a credential is known."""

import time
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

import orjson

from leadline.kernel.auth.claims import Claims, DevelopmentClaims, ExternalClaims, SessionClaims
from leadline.kernel.auth.cookies import CSRF_HEADER, Csrf, session_of
from leadline.kernel.auth.permissions import SEES_ALL, VIEW_ALL, permissions_of
from leadline.kernel.auth.ports import Identities, Identity, Use
from leadline.kernel.auth.principal import DataScope, Principal, Reach
from leadline.kernel.auth.remote_keys import ALGORITHMS, RemoteKeys
from leadline.kernel.auth.tokens import LONGEST_HEADER, LONGEST_TOKEN, Tokens
from leadline.kernel.auth.version import AuthVersion
from leadline.kernel.errors import NotAuthenticated, TokenExpired

KNOWN_CREDENTIALS = 4096
API_TOKEN = b"llp_"
BEARER = b"bearer "


class Credentials(NamedTuple):
    """The headers that tell who is asking. Of one that is repeated the first counts."""

    authorization: bytes | None = None
    cookie: bytes | None = None
    csrf: bytes | None = None


class _Known:
    """A credential that was checked. It is good for `version` and until `expires`."""

    __slots__ = ("expires", "principal", "used_at", "version")

    def __init__(self, identity: Identity, version: int, now: float) -> None:
        self.principal, self.expires = identity
        self.version = version
        self.used_at = now


class Authenticator:
    """Knows the callers of this process.

    A credential that was checked is remembered until it expires or anybody's rights change (`AuthVersion`); checking it
    again is a look-up. What was refused is not remembered: garbage cannot push out what is good.
    """

    def __init__(
        self,
        tokens: Tokens,
        identities: Identities,
        version: AuthVersion,
        csrf: Csrf,
        *,
        development: bool = False,
        remote_keys: RemoteKeys | None = None,
    ) -> None:
        self.tokens, self.version, self.csrf, self.remote_keys = tokens, version, csrf, remote_keys
        self._identities = identities
        self._development = development
        self._known: OrderedDict[bytes, _Known] = OrderedDict()

    async def principal_of(self, credentials: Credentials, *, write: bool) -> Principal:
        """The caller; NotAuthenticated or TokenExpired otherwise. A `write` by cookie needs its token: CsrfRefused."""
        token = bearer_of(credentials)
        if token is not None:
            return (await self._checked(token)).principal
        principal = (await self._of_cookie(credentials)).principal
        if write:
            self.csrf.check(principal.session_id, credentials.csrf)
        return principal

    async def identity_of_request(self, credentials: Credentials) -> Identity:
        """The caller, and until when; for a request that only reads."""
        token = bearer_of(credentials)
        known = await (self._of_cookie(credentials) if token is None else self._checked(token))
        return Identity(known.principal, known.expires)

    async def identity_of(self, token: bytes) -> Identity:
        """Whom a bearer token stands for, and until when."""
        known = await self._checked(token)
        return Identity(known.principal, known.expires)

    async def note_uses(self) -> None:
        """Writes down which sessions and personal tokens were used since they were last written down."""
        uses: list[Use] = []
        for known in self._known.values():
            if known.used_at:
                at = datetime.fromtimestamp(known.used_at, UTC)
                principal = known.principal
                if principal.session_id or principal.token_id:
                    uses.append(Use(at, principal.session_id, principal.token_id))
                known.used_at = 0.0
        if uses:
            await self._identities.note_uses(uses)

    async def sweep(self) -> None:
        """Lets the identities delete what ended long ago."""
        await self._identities.sweep()

    async def _of_cookie(self, credentials: Credentials) -> _Known:
        token = None if credentials.cookie is None else session_of(credentials.cookie)
        if token is None:
            raise NotAuthenticated
        known = await self._checked(token)
        if known.principal.via != "session":
            raise NotAuthenticated  # the cookie holds what a sign-in put there, and nothing else
        return known

    async def _checked(self, token: bytes) -> _Known:
        version = self.version.fresh
        if version is None:
            version = await self.version.current()
        known = self._known.get(token)
        now = time.time()
        if known is None or known.version != version:
            return await self._check_anew(token, version, now)
        if known.expires <= now:
            del self._known[token]
            raise TokenExpired
        known.used_at = now
        self._known.move_to_end(token)
        return known

    async def _check_anew(self, token: bytes, version: int, now: float) -> _Known:
        self._known.pop(token, None)
        if token.startswith(API_TOKEN):
            identity = await self._identities.of_api_token(sha256(token).digest())
        else:
            identity = await self._of_claims(await self._read(token))
        if identity.expires <= now:
            raise TokenExpired
        known = self._known[token] = _Known(identity, version, now)
        if len(self._known) > KNOWN_CREDENTIALS:
            self._known.popitem(last=False)
        return known

    async def _read(self, token: bytes) -> Claims:
        """The algorithm says which keys are asked, never how they are used: each kind of key knows its own."""
        if self.remote_keys is not None and _algorithm_of(token) in ALGORITHMS:
            return await self.remote_keys.read(token)
        return self.tokens.read(token)

    async def _of_claims(self, claims: Claims) -> Identity:
        if isinstance(claims, SessionClaims):
            return await self._identities.of_session(claims)
        if isinstance(claims, ExternalClaims):
            return await self._identities.of_external(claims)
        if not self._development:
            raise NotAuthenticated
        return Identity(development_principal(claims), claims.expires)


def bearer_of(credentials: Credentials) -> bytes | None:
    """The bearer token among the credentials: it wins over the cookie."""
    authorization = credentials.authorization
    if authorization is None or authorization[:7].lower() != BEARER:
        return None
    return authorization[7:].strip()


def credentials_of(headers: Iterable[tuple[bytes, bytes]]) -> Credentials:
    """The credentials among ASGI headers."""
    authorization = cookie = csrf = None
    for name, value in headers:
        if name == b"authorization" and authorization is None:
            authorization = value
        elif name == b"cookie" and cookie is None:
            cookie = value
        elif name == CSRF_HEADER and csrf is None:
            csrf = value
    return Credentials(authorization, cookie, csrf)


def development_principal(claims: DevelopmentClaims) -> Principal:
    """A role without a user."""
    everything = claims.everything or claims.role in SEES_ALL
    permissions = permissions_of(claims.role) - {VIEW_ALL}
    if everything:
        permissions |= {VIEW_ALL}
    scope = DataScope(all=True) if everything else DataScope.of_agents(*claims.agent_ids)
    reach: Reach = "all" if everything else "own"
    return Principal(claims.user_id, claims.username, claims.role, permissions, scope, reach)


def _algorithm_of(token: bytes) -> object:
    head, dot, _ = token[: LONGEST_HEADER + 1].partition(b".")
    if not dot or len(token) > LONGEST_TOKEN:
        raise NotAuthenticated
    try:
        header = orjson.loads(urlsafe_b64decode(head + b"=" * (-len(head) % 4)))
    except ValueError as error:
        raise NotAuthenticated from error
    return header.get("alg") if isinstance(header, dict) else None
