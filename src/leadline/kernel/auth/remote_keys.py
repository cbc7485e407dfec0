"""The public keys of an identity provider (JWKS): RS256 and ES256 tokens are checked with them alone."""

import asyncio
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Final

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from leadline.kernel.auth.claims import Claims, read_claims
from leadline.kernel.errors import LeadlineError, NotAuthenticated
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.text import Text

log = get_logger(__name__)
ALGORITHMS: Final = ("RS256", "ES256")
REFRESH_SECONDS: Final = 600.0
SOONEST_AGAIN: Final = 10.0  # a made-up key id must not make us ask at every request
LONGEST_ANSWER: Final = 256 * 1024
TIMEOUT_SECONDS: Final = 5.0
WEAKEST_RSA_BITS: Final = 2048
Key = RSAKey | ECKey


class KeysUnavailable(LeadlineError):
    """The provider's keys have never been read."""

    status = 503
    code = "keys_unavailable"
    message = Text(
        "暂时无法读取身份提供方的公钥（JWT_JWKS_URL），请稍后重试。",
        "The identity provider's keys (JWT_JWKS_URL) cannot be read at the moment. Try again later.",
    )
    retry_after = 10


class RemoteKeys:
    """The keys at `url`, read in the background and, for a key id that is new, on the spot.

    While the provider cannot be reached, the keys that were read last stay good.
    """

    def __init__(
        self, url: str, *, issuer: str = "", audience: str = "", transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._url, self._issuer, self._audience, self._transport = url, issuer, audience, transport
        self._keys: list[tuple[str | None, str, Key]] = []
        self._read_ever = False
        self._asked_at = float("-inf")
        self._turn = asyncio.Lock()
        self._registry = JWSRegistry(algorithms=list(ALGORITHMS))

    async def read(self, token: bytes) -> Claims:
        """The claims of `token`; NotAuthenticated or TokenExpired when it is not to be trusted."""
        algorithm, key_id = _header_of(token)
        claims: Mapping[str, object]
        for key in await self._keys_for(algorithm, key_id):
            try:
                claims = jwt.decode(token, key, registry=self._registry).claims
            except (JoseError, ValueError, TypeError, RecursionError):
                continue
            return self._trusted(claims)
        raise NotAuthenticated

    async def refresh(self) -> None:
        """Reads the keys anew."""
        async with self._turn:
            await self._ask()

    async def keep_fresh(self) -> None:
        """Reads the keys every ten minutes, until it is cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(REFRESH_SECONDS if self._read_ever else SOONEST_AGAIN)

    def _trusted(self, claims: Mapping[str, object]) -> Claims:
        if self._issuer and claims.get("iss") != self._issuer:
            raise NotAuthenticated
        if self._audience:
            named = claims.get("aud")
            if self._audience not in (named if isinstance(named, list) else [named]):
                raise NotAuthenticated
        return read_claims(claims, time.time(), shared_secret=False)

    async def _keys_for(self, algorithm: str, key_id: str | None) -> list[Key]:
        found = self._matching(algorithm, key_id)
        if not found:
            async with self._turn:
                found = self._matching(algorithm, key_id)  # whoever was first has asked for all
                if not found and time.monotonic() - self._asked_at >= SOONEST_AGAIN:
                    await self._ask()
                    found = self._matching(algorithm, key_id)
        if not found and not self._read_ever:
            raise KeysUnavailable
        return found

    def _matching(self, algorithm: str, key_id: str | None) -> list[Key]:
        return [key for kid, alg, key in self._keys if alg == algorithm and (key_id is None or kid in (key_id, None))]

    async def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            self._keys = _keys_in(await self._document())
            self._read_ever = True
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.warning("The identity provider's keys cannot be read", reason=str(error)[:200])

    async def _document(self) -> bytes:
        body = bytearray()
        async with (
            httpx.AsyncClient(timeout=TIMEOUT_SECONDS, transport=self._transport) as client,
            client.stream("GET", self._url) as answer,
        ):
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > LONGEST_ANSWER:
                    raise ValueError("the answer is too long")
        return bytes(body)


def _keys_in(body: bytes) -> list[tuple[str | None, str, Key]]:
    """The keys for signatures among them. Shared secrets (`oct`) have no business there."""
    document = orjson.loads(body)
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise ValueError("no list of keys")  # noqa: TRY004  # the answer is malformed, whatever its type
    found: list[tuple[str | None, str, Key]] = []
    for entry in listed:
        if isinstance(entry, dict) and entry.get("use", "sig") == "sig" and (read := _key_in(entry)):
            kid = entry.get("kid")
            found.append((kid if isinstance(kid, str) else None, *read))
    return found


def _key_in(entry: dict[str, object]) -> tuple[str, Key] | None:
    public = {str(name): value for name, value in entry.items() if name != "d"}
    kind = (entry.get("kty"), entry.get("crv"))
    try:
        if kind[0] == "RSA":
            rsa = RSAKey.import_key(public)  # type: ignore[arg-type]  # the library checks each member itself
            if entry.get("alg", "RS256") != "RS256" or rsa.public_key.key_size < WEAKEST_RSA_BITS:
                return None
            return "RS256", rsa
        if kind == ("EC", "P-256") and entry.get("alg", "ES256") == "ES256":
            return "ES256", ECKey.import_key(public)  # type: ignore[arg-type]  # as above
    except (JoseError, ValueError, TypeError, KeyError):
        log.warning("A key of the identity provider cannot be used", key_id=str(entry.get("kid"))[:50])
    return None


def _header_of(token: bytes) -> tuple[str, str | None]:
    head = token.partition(b".")[0]
    try:
        header = orjson.loads(urlsafe_b64decode(head + b"=" * (-len(head) % 4)))
        algorithm, key_id = header["alg"], header.get("kid")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotAuthenticated from error
    if algorithm not in ALGORITHMS or not isinstance(key_id, str | None):
        raise NotAuthenticated
    return algorithm, key_id
