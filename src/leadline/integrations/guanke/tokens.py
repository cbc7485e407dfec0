"""The vendor's token: one log-in however many requests need it, shared by processes through a store."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, Protocol

from leadline.kernel.clock import now

TOKEN_DAYS: Final = 30
RENEWED_BEFORE: Final = timedelta(days=1)
_REREAD_SECONDS: Final = 600.0  # the store knows when a token ends, we only know that it once answered it


@dataclass(frozen=True, slots=True)
class Credentials:
    """What logs in: the API secret where there is one, a user name and a password otherwise."""

    api_secret: str = field(default="", repr=False)
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def usable(self) -> bool:
        """Whether there is anything to log in with."""
        return bool(self.api_secret or (self.username and self.password))

    @property
    def mark(self) -> str:
        """Tells these credentials from others and nothing else of them: a token of others is not used with these."""
        written = f"guanke credentials\0{self.api_secret}\0{self.username}\0{self.password}"
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @property
    def variables(self) -> str:
        """The names of the settings that a refused log-in came from."""
        return "GUANKE_API_SECRET" if self.api_secret else "GUANKE_USERNAME, GUANKE_PASSWORD"


class TokenStore(Protocol):
    """Keeps tokens across processes, encrypted. `name` is the source's."""

    async def get(self, name: str) -> str | None:
        """The stored token, or None when there is none or its `expires_at` is over."""
        ...

    async def put(self, name: str, token: str, expires_at: datetime) -> None:
        """Store `token` in the place of any other."""
        ...

    async def forget(self, name: str, token: str) -> None:
        """Delete the stored token if it is still `token`: another process may have renewed it."""
        ...


class MemoryTokenStore:
    """Keeps tokens in this process only: for one-off commands and tests."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, datetime]] = {}

    async def get(self, name: str) -> str | None:
        kept = self._tokens.get(name)
        return kept[0] if kept and kept[1] > now() else None

    async def put(self, name: str, token: str, expires_at: datetime) -> None:
        self._tokens[name] = (token, expires_at)

    async def forget(self, name: str, token: str) -> None:
        kept = self._tokens.get(name)
        if kept and kept[0] == token:
            del self._tokens[name]


class TokenKeeper:
    """Hands out the token of one source; `log_in` is called by one caller at a time."""

    def __init__(self, name: str, store: TokenStore, log_in: Callable[[], Awaitable[str]]) -> None:
        self._name = name
        self._store = store
        self._log_in = log_in
        self._token: str | None = None
        self._trusted_until = 0.0
        self._lock = asyncio.Lock()

    async def current(self) -> str:
        """A token that is believed to be good."""
        if self._token is not None and monotonic() < self._trusted_until:
            return self._token
        async with self._lock:
            if self._token is not None and monotonic() < self._trusted_until:
                return self._token
            return self._keep(await self._store.get(self._name) or await self._fresh())

    async def instead_of(self, refused: str) -> str:
        """Another token than `refused`: the one that somebody else got meanwhile, or that of a new log-in."""
        async with self._lock:
            if self._token is not None and self._token != refused:
                return self._token
            self._token = None
            stored = await self._store.get(self._name)
            if stored is not None and stored != refused:
                return self._keep(stored)
            await self._store.forget(self._name, refused)
            return self._keep(await self._fresh())

    async def _fresh(self) -> str:
        token = await self._log_in()
        await self._store.put(self._name, token, now() + timedelta(days=TOKEN_DAYS) - RENEWED_BEFORE)
        return token

    def _keep(self, token: str) -> str:
        self._token = token
        self._trusted_until = monotonic() + _REREAD_SECONDS
        return token
