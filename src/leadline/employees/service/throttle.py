"""Guessing passwords gets slower with every failure: per account and per address, the same for every process.

An attempt counts as failed from its beginning, and success takes it back: a hundred at once are a hundred, not one.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import TooManyAttempts
from leadline.employees.repository.attempts import Attempts, drop_attempts, lock_attempts, write_attempts
from leadline.kernel.auth.claims import LONGEST_NAME
from leadline.kernel.clock import now

FREE_FOR_AN_ACCOUNT: Final = 5
FREE_FOR_AN_ADDRESS: Final = 50  # a whole office may stand behind one, and begin its shift together
FIRST_DELAY: Final = 2
LONGEST_DELAY: Final = 900
FORGOTTEN_AFTER: Final = timedelta(hours=1)
_ACCOUNT, _ADDRESS = "account:", "address:"


async def begin_attempt(connection: AsyncConnection, account: str | None, address: str) -> None:
    """Counts an attempt; TooManyAttempts while the account or the address has to wait. A transaction of its own.

    `account` is a folded name; None where none is named, as by a link.
    """
    at = now()
    keys = [_ADDRESS + network_of(address)] if account is None else [_account(account), _ADDRESS + network_of(address)]
    attempts = await lock_attempts(connection, keys, at)
    wait = max((one.blocked_until - at).total_seconds() for one in attempts)
    if wait > 0:
        raise TooManyAttempts(ceil(wait))
    await write_attempts(connection, [_one_more(one, at) for one in attempts])


async def forgive(connection: AsyncConnection, account: str | None, address: str) -> None:
    """The attempt was right: the account starts anew, the address is back where it was.

    Where it was, and no further: else one good account would pay for any number of guesses at the others.
    """
    if account is not None:
        await drop_attempts(connection, _account(account))  # in the order in which an attempt locks them
    [one] = await lock_attempts(connection, [_ADDRESS + network_of(address)], now())
    await write_attempts(
        connection, [one._replace(failures=max(one.failures - 1, 0), blocked_until=one.last_failed_at)]
    )


def _account(name: str) -> str:
    """The key of an account. Some characters fold into eighteen: what no user can be called is kept by its digest."""
    return _ACCOUNT + (name if len(name) <= LONGEST_NAME else sha256(name.encode("utf-8", "replace")).hexdigest())


def network_of(address: str) -> str:
    """An IPv6 host has billions of addresses: what counts is its network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def _one_more(attempts: Attempts, at: datetime) -> Attempts:
    remembered = at - attempts.last_failed_at < FORGOTTEN_AFTER
    failures = (attempts.failures if remembered else 0) + 1
    free = FREE_FOR_AN_ACCOUNT if attempts.key.startswith(_ACCOUNT) else FREE_FOR_AN_ADDRESS
    delay = min(FIRST_DELAY * 2 ** min(failures - free, 20), LONGEST_DELAY) if failures >= free else 0
    return Attempts(attempts.key, failures, at, at + timedelta(seconds=delay))
