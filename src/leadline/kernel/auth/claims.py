"""What a verified token claims: whose it is, until when, and of which kind."""

import math
from collections.abc import Mapping
from typing import NamedTuple, TypeGuard

from leadline.kernel.auth.permissions import ROLES
from leadline.kernel.errors import NotAuthenticated, TokenExpired

OURS = "leadline"
ERP = "erp"
LEEWAY_SECONDS = 60
LONGEST_NAME = 100  # the audit log and the runs keep who it was in columns of this length
LONGEST_ISSUER = 200
MOST_AGENTS = 1000
LAST_SECOND = 253_402_300_799  # the end of the year 9999: datetimes end there


class SessionClaims(NamedTuple):
    """Ours: good while the session that it names lives."""

    session_id: str
    expires: float


class DevelopmentClaims(NamedTuple):
    """Ours, for development: a role without a user."""

    user_id: int | str
    username: str
    role: str
    agent_ids: frozenset[str]
    everything: bool
    expires: float


class ExternalClaims(NamedTuple):
    """Another issuer's user, with the role that it says they have."""

    issuer: str
    user_id: str
    username: str
    role: str
    issued: float | None
    expires: float


Claims = SessionClaims | DevelopmentClaims | ExternalClaims


def read_claims(claims: Mapping[str, object], now: float, *, shared_secret: bool) -> Claims:
    """The claims of a token whose signature is good; NotAuthenticated or TokenExpired when they are not to be trusted.

    `shared_secret`: it was signed with JWT_SECRET_KEY, so it may be ours.
    """
    expires = _check_times(claims, now)
    issuer = claims.get("iss")
    if issuer == OURS:
        if not shared_secret:
            raise NotAuthenticated
        return _of_ours(claims, expires)
    if issuer is None and shared_secret:
        issuer = ERP
    if not storable(issuer, LONGEST_ISSUER) or (issuer == ERP and not shared_secret):
        raise NotAuthenticated  # a provider that names nobody, or the ERP: its users would be taken for the ERP's
    user_id, username, role = _person(claims)
    issued = _seconds(claims["iat"]) if "iat" in claims else None
    return ExternalClaims(issuer, str(user_id), username, role, issued, expires)


def storable(name: object, longest: int = LONGEST_NAME) -> TypeGuard[str]:
    """Whether every database takes it: not too long, no NUL, no half of a surrogate pair."""
    if not isinstance(name, str) or not 1 <= len(name) <= longest:
        return False
    return "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)


def _of_ours(claims: Mapping[str, object], expires: float) -> SessionClaims | DevelopmentClaims:
    if claims.get("dev") is not True:
        session_id = claims.get("sid")
        if not storable(session_id, 32):
            raise NotAuthenticated
        return SessionClaims(session_id, expires)
    user_id, username, role = _person(claims)
    if role not in ROLES:
        raise NotAuthenticated
    everything = claims.get("data_scope") == "all"
    return DevelopmentClaims(user_id, username, role, _agent_ids(claims.get("agent_ids")), everything, expires)


def _person(claims: Mapping[str, object]) -> tuple[int | str, str, str]:
    user_id, username, role = claims.get("user_id"), claims.get("username"), claims.get("role")
    if isinstance(user_id, bool) or not isinstance(user_id, (int, str)) or not storable(str(user_id)):
        raise NotAuthenticated
    if not storable(username) or not storable(role, 50):
        raise NotAuthenticated
    return user_id, username, role


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


def _agent_ids(value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or len(value) > MOST_AGENTS:
        raise NotAuthenticated
    if not all(storable(one) for one in value):
        raise NotAuthenticated
    return frozenset(value)
