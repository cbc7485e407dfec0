"""What a token must be to be believed, and how forgers are met."""

import base64
import hmac
import json
import time
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey

from leadline.kernel.auth import authenticator as module
from leadline.kernel.auth.authenticator import Credentials
from leadline.kernel.auth.claims import ExternalClaims
from leadline.kernel.auth.principal import Principal
from leadline.kernel.auth.tokens import LONGEST_TOKEN, Tokens
from leadline.kernel.auth.without_users import without_users
from leadline.kernel.errors import NotAuthenticated, TokenExpired

SECRET = "a secret of more than thirty-two characters"
GOOD = {"user_id": 7, "username": "li", "role": "manager"}
DEVELOPMENT = {"iss": "leadline", "dev": True}


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET)


def signed(claims: dict[str, object], secret: str = SECRET, alg: str = "HS256") -> bytes:
    return jwt.encode({"alg": alg}, claims, OctKey.import_key(secret), algorithms=[alg]).encode()


def lasting(**claims: object) -> dict[str, object]:
    now = int(time.time())
    return {**GOOD, "iat": now, "exp": now + 600, **claims}


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def who(token: str) -> Principal:
    """Whom a development token stands for."""
    return (await without_users(SECRET).identity_of(token.encode())).principal


async def test_a_development_token_names_a_role_without_a_user(tokens: Tokens) -> None:
    principal = await who(tokens.mint(7, "li", "analyst"))
    assert (principal.user_id, principal.username, principal.role) == (7, "li", "analyst")
    assert (principal.scope.all, principal.reach, principal.account_id) == (True, "all", None)
    assert principal.may("stats:read")
    assert principal.may("data:view_all")


async def test_a_manager_without_agents_sees_nobody_unless_the_token_says_all(tokens: Tokens) -> None:
    narrow, wide = await who(tokens.mint(7, "li", "manager")), await who(tokens.mint(7, "li", "manager", scope="all"))
    assert (narrow.scope.all, narrow.scope.agent_ids, narrow.may("data:view_all")) == (False, frozenset(), False)
    assert (wide.scope.all, wide.may("data:view_all")) == (True, True)


async def test_an_employee_sees_the_agents_named_in_the_token(tokens: Tokens) -> None:
    principal = await who(tokens.mint(9, "wang", "employee", agent_ids=["a1", "a2"]))
    assert principal.scope.covers("a1", "guanke", date(2026, 1, 1))
    assert not principal.scope.covers("a3", "guanke", date(2026, 1, 1))


async def test_in_production_a_development_token_opens_nothing(tokens: Tokens) -> None:
    with pytest.raises(NotAuthenticated):
        await without_users(SECRET, development=False).identity_of(tokens.mint(7, "li", "admin").encode())


async def test_a_token_of_the_erp_needs_the_users_that_somebody_keeps(tokens: Tokens) -> None:
    with pytest.raises(NotAuthenticated):
        await without_users(SECRET).identity_of(signed(lasting()))


def test_a_token_of_the_erp_with_a_text_id_and_no_iat_is_read(tokens: Tokens) -> None:
    claims = lasting(user_id="EMP_001")
    del claims["iat"]
    read = tokens.read(signed(claims))
    assert isinstance(read, ExternalClaims)
    assert read[:5] == ("erp", "EMP_001", "li", "manager", None)


def test_another_issuer_is_told_apart(tokens: Tokens) -> None:
    read = tokens.read(signed(lasting(iss="https://sso.example")))
    assert isinstance(read, ExternalClaims)
    assert read.issuer == "https://sso.example"


def test_claims_in_our_name_without_a_session_or_the_mark_of_development_are_refused(tokens: Tokens) -> None:
    for claims in ({}, {"dev": "yes"}, {"dev": 1}, {"sid": ""}, {"sid": 5}, {"sid": "x" * 33}):
        with pytest.raises(NotAuthenticated):
            tokens.read(signed(lasting(iss="leadline", **claims)))


async def test_the_scheme_is_read_in_any_case(tokens: Tokens) -> None:
    credentials = Credentials(b"bEARER " + tokens.mint(7, "li", "admin").encode())
    assert (await without_users(SECRET).principal_of(credentials, write=False)).user_id == 7


@pytest.mark.parametrize(
    "header", [None, b"", b"Bearer", b"Bearer ", b"Basic dXNlcg==", b"Bearer\xff\xfe", b"Bearer a.b"]
)
async def test_no_token_is_not_authenticated(header: bytes | None) -> None:
    with pytest.raises(NotAuthenticated):
        await without_users(SECRET).principal_of(Credentials(header), write=False)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_alg_none_is_refused(tokens: Tokens, alg: str) -> None:
    body = f"{part({'alg': alg, 'typ': 'JWT'})}.{part(lasting())}"
    for forged in (f"{body}.", body, f"{body}.AAAA"):
        with pytest.raises(NotAuthenticated):
            tokens.read(forged.encode())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("alg", ["HS384", "HS512"])
def test_another_algorithm_with_the_right_secret_is_refused(tokens: Tokens, alg: str) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.read(signed(lasting(), alg=alg))


def test_a_token_signed_with_an_rsa_key_is_refused(tokens: Tokens) -> None:
    key = RSAKey.generate_key(2048)
    with pytest.raises(NotAuthenticated):
        tokens.read(jwt.encode({"alg": "RS256"}, lasting(), key).encode())


def test_a_public_key_used_as_the_hmac_secret_is_refused(tokens: Tokens) -> None:
    public = rsa.generate_private_key(65537, 2048).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    body = f"{part({'alg': 'HS256'})}.{part(lasting())}".encode()
    forged = body + b"." + base64.urlsafe_b64encode(hmac.digest(der, body, "sha256")).rstrip(b"=")
    with pytest.raises(NotAuthenticated):
        tokens.read(forged)


@pytest.mark.parametrize(
    "extra", [{"jwk": {"kty": "oct", "k": "QUFBQQ"}}, {"crit": ["b64"], "b64": False}, {"kid": "../x"}]
)
def test_keys_and_switches_in_the_header_change_nothing(tokens: Tokens, extra: dict[str, object]) -> None:
    header, claims = part({"alg": "HS256", **extra}), part(lasting())
    with pytest.raises(NotAuthenticated):
        tokens.read(f"{header}.{claims}.QUFBQQ".encode())


def test_altered_claims_are_refused(tokens: Tokens) -> None:
    header, _, signature = tokens.mint(9, "wang", "employee").split(".")
    with pytest.raises(NotAuthenticated):
        tokens.read(f"{header}.{part(lasting(role='admin'))}.{signature}".encode())


def test_another_secret_is_refused(tokens: Tokens) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.read(signed(lasting(), secret="quite another secret, as long as the first"))


def test_an_expired_token_says_so(tokens: Tokens) -> None:
    with pytest.raises(TokenExpired):
        tokens.read(tokens.mint(7, "li", "manager", lifetime=timedelta(seconds=-1)).encode())


async def test_a_remembered_token_expires_too(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    token, authenticator = tokens.mint(7, "li", "manager").encode(), without_users(SECRET)
    await authenticator.identity_of(token)
    later = time.time() + 25 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(TokenExpired):
        await authenticator.identity_of(token)


def test_a_clock_thirty_seconds_ahead_is_forgiven(tokens: Tokens) -> None:
    soon = int(time.time()) + 30
    assert tokens.read(signed(lasting(iat=soon, nbf=soon))).expires > soon


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": None},
        {"exp": "2099-01-01"},
        {"exp": True},
        {"exp": 1e300},
        {"exp": -1},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"iat": "now"},
        {"user_id": None},
        {"user_id": True},
        {"user_id": {"$gt": 0}},
        {"user_id": ""},
        {"user_id": "x" * 129},
        {"username": None},
        {"username": 5},
        {"username": ""},
        {"role": "r" * 51},
        {"role": None},
        {"role": ["admin"]},
        {"iss": 5},
        {"iss": ""},
        {"iss": "i" * 201},
        {**DEVELOPMENT, "role": "root"},
        {**DEVELOPMENT, "agent_ids": "a1"},
        {**DEVELOPMENT, "agent_ids": [1]},
        {**DEVELOPMENT, "agent_ids": [""]},
        {**DEVELOPMENT, "agent_ids": ["a"] * 1001},
    ],
)
def test_genuine_tokens_with_wrong_claims_are_refused(tokens: Tokens, wrong: dict[str, object]) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.read(signed(lasting(**wrong)))


def test_a_token_without_exp_is_refused(tokens: Tokens) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.read(signed(dict(GOOD)))


@pytest.mark.parametrize("payload", [b"[1]", b'"text"', b"null", b"{", b"[" * 3000, b'{"exp":1e999}'])
def test_signed_payloads_that_are_no_claims_are_refused(tokens: Tokens, payload: bytes) -> None:
    token = jws.serialize_compact({"alg": "HS256"}, payload, OctKey.import_key(SECRET))
    with pytest.raises(NotAuthenticated):
        tokens.read(token.encode())


def test_a_huge_token_is_refused_before_it_is_read(tokens: Tokens) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.read(signed(lasting(padding="x" * LONGEST_TOKEN)))


def test_a_header_of_nothing_but_brackets_is_refused(tokens: Tokens) -> None:
    deep = base64.urlsafe_b64encode(b"[" * 5000)
    with pytest.raises(NotAuthenticated):
        tokens.read(deep + b".e30.AAAA")


async def test_remembered_tokens_are_bounded(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KNOWN_CREDENTIALS", 3)
    authenticator = without_users(SECRET)
    for number in range(1, 10):
        await authenticator.identity_of(tokens.mint(number, "li", "manager").encode())
    assert len(authenticator._known) == 3


def test_a_role_that_does_not_exist_is_not_minted(tokens: Tokens) -> None:
    with pytest.raises(ValueError, match="no such role"):
        tokens.mint(1, "li", "root")
