"""Tokens signed with HS256 and JWT_SECRET_KEY: ours are made here, ours and the ERP's are checked here."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry

from leadline.kernel.auth.claims import OURS, Claims, read_claims
from leadline.kernel.auth.permissions import ROLES
from leadline.kernel.errors import NotAuthenticated

ALGORITHM = "HS256"
LONGEST_TOKEN = 8192
LONGEST_HEADER = 512


class Tokens:
    """Makes and checks tokens with one secret. Who a good token stands for is the `Authenticator`'s to say."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)
        self._registry = JWSRegistry(algorithms=[ALGORITHM])

    def mint(  # each is a claim
        self,
        user_id: int | str,
        username: str,
        role: str,
        *,
        lifetime: timedelta = timedelta(hours=24),
        agent_ids: Iterable[str] | None = None,
        scope: Literal["all"] | None = None,
        jti: str | None = None,
    ) -> str:
        """A development token: a role without a user, refused in production; ValueError for a role that is none.

        Administrator, analyst and trainer see everything; a manager or an employee the calls of `agent_ids`, which are
        nobody's when none are given, or with `scope` everything.
        """
        if role not in ROLES:
            raise ValueError(f"no such role: {role!r} (there are {', '.join(ROLES)})")
        claims: dict[str, object] = {"dev": True, "user_id": user_id, "username": username, "role": role}
        if agent_ids is not None:
            claims["agent_ids"] = sorted(agent_ids)
        if scope is not None:
            claims["data_scope"] = scope
        if jti is not None:
            claims["jti"] = jti
        return self._sign(claims, int(time.time()) + int(lifetime.total_seconds()))

    def mint_session(self, session_id: str, jti: str, person: tuple[int, str, str], expires_at: datetime) -> str:
        """The token of a session; `person` is user id, username and role, for those who read tokens."""
        user_id, username, role = person
        claims = {"sid": session_id, "jti": jti, "user_id": user_id, "username": username, "role": role}
        return self._sign(claims, int(expires_at.timestamp()))

    def read(self, token: bytes) -> Claims:
        """The claims of `token`; NotAuthenticated or TokenExpired when it is not to be trusted."""
        if len(token) > LONGEST_TOKEN or token.find(b".") > LONGEST_HEADER:
            raise NotAuthenticated
        try:
            claims: Mapping[str, object] = jwt.decode(token, self._key, registry=self._registry).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            # RecursionError: a payload of nothing but brackets; the rest is whatever a forger writes into the parts
            raise NotAuthenticated from error
        return read_claims(claims, time.time(), shared_secret=True)

    def _sign(self, claims: Mapping[str, object], expires: int) -> str:
        whole = {"iss": OURS, **claims, "iat": int(time.time()), "exp": expires}
        return jwt.encode({"alg": ALGORITHM}, whole, self._key, registry=self._registry)
