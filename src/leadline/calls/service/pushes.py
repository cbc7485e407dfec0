"""Pushes: the dialer calls us with calls."""

import asyncio
import hmac
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from leadline.calls.contracts import BatchResult
from leadline.calls.domain.pulls import first_reasons
from leadline.calls.errors import PushAddressRefused, PushRefused, PushUnreadable
from leadline.calls.ports import PushedCalls, PushParser
from leadline.calls.repository.raw_archive import keep_raw
from leadline.calls.service.toolbox import CallsToolbox
from leadline.calls.service.unverified import write_unverified
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.clock import now
from leadline.kernel.db.retry import retrying
from leadline.kernel.observability.logs import get_logger

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Push:
    """A request of the vendor: whose it says it is, the secret in its address, where it came from, and its body."""

    source: str
    secret: str
    address: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class PushTaken:
    """What a push did, and the answer that the vendor expects (a JSON body)."""

    acknowledgement: bytes
    result: BatchResult
    refused: int


async def accept_push(toolbox: CallsToolbox, push: Push) -> PushTaken:
    """Takes the calls of a push, in one transaction with its archived body.

    Vendors repeat what they are not sure of: a repeat changes nothing and is acknowledged like the first. Rows that
    cannot be read are logged and counted; they are in the archived body. Raises `PushRefused` (no such source, pushes
    off, another secret), `PushAddressRefused`, `PushUnreadable`.
    """
    parser = _admitted(toolbox, push)
    try:
        pushed = await asyncio.to_thread(parser, push.body, push.content_type)
    except ValueError as error:
        log.warning("A push cannot be read", source=push.source, bytes=len(push.body))
        raise PushUnreadable from error
    result = await _store(toolbox, push, pushed)
    if pushed.refused:
        reasons = first_reasons(pushed.refused).en
        log.warning("Pushed rows were refused", source=push.source, refused=len(pushed.refused), reasons=reasons)
    return PushTaken(pushed.acknowledgement, result, len(pushed.refused))


def _admitted(toolbox: CallsToolbox, push: Push) -> PushParser:
    expected = toolbox.settings.push_secret.get_secret_value()
    # digests of equal length: neither the time nor an exception tells anything of the secret
    same = hmac.compare_digest(_digest(push.secret), _digest(expected))
    parser = toolbox.push_parsers.get(push.source)
    if not expected or not same or parser is None:
        log.warning("A push was refused", source=push.source[:50], pushes_on=bool(expected), known=parser is not None)
        raise PushRefused
    if not allowed(push.address, toolbox.settings.push_allowed_addresses):
        log.warning("A push came from an address that is not on the list", source=push.source, address=push.address)
        raise PushAddressRefused
    return parser


def _digest(secret: str) -> bytes:
    return hmac.digest(b"leadline push", secret.encode("utf-8", "surrogatepass"), "sha256")


def allowed(address: str, networks: list[str]) -> bool:
    """Whether the address is in one of the networks; any is, when there are none. What is no network allows nothing."""
    if not networks:
        return True
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None)
    return any(_within(mapped or caller, network) for network in networks)


def _within(caller: object, network: str) -> bool:
    try:
        return caller in ip_network(network, strict=False)
    except ValueError:
        log.warning("PUSH_ALLOWED_ADDRESSES names what is no address", value=network)
        return False


async def _store(toolbox: CallsToolbox, push: Push, pushed: PushedCalls) -> BatchResult:
    packed = await asyncio.to_thread(toolbox.cipher.pack, push.body)
    first = min((row.start_time for row in pushed.rows), default=now())
    rows = len(pushed.rows) + len(pushed.refused)

    async def write() -> BatchResult:
        async with toolbox.database.transaction() as connection:
            result = await write_unverified(connection, toolbox, push.source, pushed.rows)
            if result.new or result.updated or pushed.refused:
                day = toolbox.calendar.day_of(first)
                await keep_raw(connection, push.source, day, packed, rows=rows, run_id=None)
                pushed_rows = {"new": result.new, "updated": result.updated, "refused": len(pushed.refused)}
                dialer = Actor(f"push:{push.source}", address=push.address)
                await write_down(connection, dialer.did("calls.push", f"source:{push.source}", pushed_rows))
            return result

    # a lock that was waited for in vain took the whole busy timeout: the dialer does not wait for a second one
    return await retrying(write, patience=toolbox.database.busy_seconds / 2)
