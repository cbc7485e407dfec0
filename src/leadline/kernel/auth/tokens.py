"""Bearer tokens: JWTs signed with HS256 and JWT_SECRET_KEY, ours or the ERP's. Made and checked here, nowhere else."""

import math
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry

from leadline.kernel.auth.permissions import ROLES, VIEW_ALL, permissions_of
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.errors import NotAuthenticated, TokenExpired

ALGORITHM = "HS256"
LEEWAY_SECONDS = 60
LONGEST_TOKEN = 8192
LONGEST_HEADER = 512
LONGEST_NAME = 100  # the audit log and the runs keep who it was in columns of this length
MOST_AGENTS = 1000
LAST_SECOND = 253_402_300_799  # the end of the year 9999: datetimes end there
CACHED_TOKENS = 4096


class Tokens:
    """Makes and checks tokens with one secret.

    A token that was verified is remembered until it expires (the `CACHED_TOKENS` used last), so that checking it again
    is a look-up of about a microsecond. What was refused is not remembered: garbage cannot push out what is good.
    """

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)
        self._registry = JWSRegistry(algorithms=[ALGORITHM])
        self._verified: OrderedDict[bytes, tuple[Principal, float]] = OrderedDict()

    def mint(  # each is a claim
        self,
        user_id: int | str,
        username: str,
        role: str,
        *,
        lifetime: timedelta = timedelta(hours=24),
        agent_ids: Iterable[str] | None = None,
        jti: str | None = None,
    ) -> str:
        """A token for this user; ValueError for a role that does not exist."""
        if role not in ROLES:
            raise ValueError(f"no such role: {role!r} (there are {', '.join(ROLES)})")
        issued = int(time.time())
        claims: dict[str, object] = {"user_id": user_id, "username": username, "role": role, "iat": issued}
        claims["exp"] = issued + int(lifetime.total_seconds())
        if agent_ids is not None:
            claims["agent_ids"] = sorted(agent_ids)
        if jti is not None:
            claims["jti"] = jti
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, registry=self._registry)

    def principal_of(self, authorization: bytes | None) -> Principal:
        """The caller named by an `Authorization` header's bytes; NotAuthenticated or TokenExpired otherwise."""
        if authorization is None or authorization[:7].lower() != b"bearer ":
            raise NotAuthenticated
        return self.verify(authorization[7:].strip())

    def verify(self, token: bytes) -> Principal:
        """The caller that `token` names; NotAuthenticated or TokenExpired when it is not to be trusted."""
        known = self._verified.get(token)
        if known is None:
            return self._verify_anew(token)
        if known[1] <= time.time():
            del self._verified[token]
            raise TokenExpired
        self._verified.move_to_end(token)
        return known[0]

    def _verify_anew(self, token: bytes) -> Principal:
        if len(token) > LONGEST_TOKEN or token.find(b".") > LONGEST_HEADER:
            raise NotAuthenticated
        try:
            claims: Mapping[str, object] = jwt.decode(token, self._key, registry=self._registry).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            # RecursionError: a payload of nothing but brackets; the rest is whatever a forger writes into the parts
            raise NotAuthenticated from error
        expires = _check_times(claims, time.time())
        principal = _principal(claims)
        self._verified[token] = (principal, expires)
        if len(self._verified) > CACHED_TOKENS:
            self._verified.popitem(last=False)
        return principal


def _check_times(claims: Mapping[str, object], now: float) -> float:
    expires = _seconds(claims.get("exp"))
    for name in ("nbf", "iat"):
        if name in claims and _seconds(claims[name]) > now + LEEWAY_SECONDS:
            raise NotAuthenticated
    if expires <= now:
        raise TokenExpired
    return expires


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise NotAuthenticated
    if not math.isfinite(value) or not 0 <= value <= LAST_SECOND:
        raise NotAuthenticated
    return float(value)


def _principal(claims: Mapping[str, object]) -> Principal:
    user_id, username, role = claims.get("user_id"), claims.get("username"), claims.get("role")
    if isinstance(user_id, bool) or not isinstance(user_id, (int, str)) or not _storable(str(user_id)):
        raise NotAuthenticated
    if not _storable(username):
        raise NotAuthenticated
    if not isinstance(role, str) or role not in ROLES:
        raise NotAuthenticated
    permissions = permissions_of(role)
    own = _agent_ids(claims.get("agent_ids"))
    scope = DataScope(all=True) if VIEW_ALL in permissions else DataScope.of_agents(*own)
    return Principal(user_id, username, role, permissions, scope)


def _agent_ids(value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or len(value) > MOST_AGENTS:
        raise NotAuthenticated
    if not all(_storable(one) for one in value):
        raise NotAuthenticated
    return frozenset(value)


def _storable(name: object) -> TypeGuard[str]:
    """Whether every database takes it: not too long, no NUL, no half of a surrogate pair."""
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        return False
    return "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)
