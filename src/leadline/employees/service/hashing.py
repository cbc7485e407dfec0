"""Hashes of passwords: bcrypt on one thread of its own, so that no request waits for a sign-in."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import bcrypt

from leadline.employees.domain.passwords import LONGEST_BYTES, written
from leadline.employees.errors import SignInBusy

MOST_WAITING: Final = 40
T = TypeVar("T")


class PasswordHasher:
    """Makes and checks hashes of `cost`. One at a time: each takes a quarter of a second of a whole core."""

    def __init__(self, cost: int) -> None:
        self.cost = cost
        # nobody's: checking against it takes as long as against anybody's
        self._nobodys = f"$2b${cost:02}$0123456789abcdefghijk.0123456789abcdefghijklmnopqrstu"
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The hash to be stored."""
        return (await self._on_thread(lambda: bcrypt.hashpw(written(password), bcrypt.gensalt(self.cost)))).decode()

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether `password` is the one; with no hash the same work is done, for the answer False."""
        given = written(password)
        right = await self._on_thread(lambda: bcrypt.checkpw(given[:LONGEST_BYTES], (stored or self._nobodys).encode()))
        return right and stored is not None and len(given) <= LONGEST_BYTES

    async def renewed(self, password: str, stored: str) -> str | None:
        """A new hash when the stored one is of another cost, else None."""
        return None if _cost_of(stored) == self.cost else await self.hash(password)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise SignInBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1


def _cost_of(stored: str) -> int:
    parts = stored.split("$")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdigit() else -1  # noqa: PLR2004  # a hash has four parts: "", "2b", "12", salt and hash
