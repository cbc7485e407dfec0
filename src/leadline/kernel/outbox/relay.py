"""The relay: takes events from the outbox to their subscribers, in order, each subscriber at its own pace.

A subscriber's effect and its progress are one transaction, so that what is written to our database is done exactly
once; what leaves it (a broker, a mail) is done at least once. PostgreSQL gives out ids before the commit: an event
is delivered only when every transaction before its own has ended, or a late one would be passed over.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, Row, Select, insert, literal_column, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.db.retry import lost_to_another_writer
from leadline.kernel.db.upsert import upsert
from leadline.kernel.errors import LeadlineError, reason_of
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.outbox.tables import dead_letters, outbox_events, outbox_subscribers

AT_ONCE = 100
ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 1.0
FACTOR = 4.0
REST_SECONDS = 1.0
# the oldest transaction that is still under way: everything before it has ended
HORIZON = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way. `payload` is the event's fields; read them by its class."""

    id: int
    name: str
    payload: dict[str, Any]  # Any: a JSON document
    trace_id: str
    created_at: datetime


class Subscriber(Protocol):
    """Somebody who wants to know: a context's handler, or the bridge to a broker, which takes every event.

    `events` are the names that it wants; None: all. `receive` may be called again with an event that it has had.
    """

    @property
    def name(self) -> str: ...

    @property
    def events(self) -> Collection[str] | None: ...

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        """Acts on the event, writing through `connection`, which commits with the progress."""
        ...


class Undeliverable(Exception):
    """A subscriber failed at this event."""

    def __init__(self, delivery: Delivery, error: Exception) -> None:
        self.delivery = delivery
        self.error = error
        super().__init__(delivery.name)


class Relay:
    """The chore that delivers. Any number of processes may run it: a subscriber's row is held by one at a time."""

    def __init__(self, database: Database, subscribers: Iterable[Subscriber]) -> None:
        self._database = database
        self._subscribers = tuple(subscribers)
        self._begun = False
        self._asks_who_waits = _who_waits(database.dialect, [one.name for one in self._subscribers])

    async def deliver_due(self) -> float:
        """Delivers what has come, and returns how many seconds there are to rest."""
        if not self._begun:
            await self._begin()
            self._begun = True
        if not self._subscribers:
            return REST_SECONDS
        async with self._database.reading() as connection:
            waiting = set((await connection.execute(self._asks_who_waits)).scalars())
        busy = False
        for subscriber in self._subscribers:
            if subscriber.name in waiting:
                busy = await self._deliver(subscriber) or busy
        return 0.0 if busy else REST_SECONDS

    async def _begin(self) -> None:
        """A new subscriber hears what happens from now on."""
        async with self._database.transaction() as connection:
            columns = outbox_events.c
            newest = select(columns.txid, columns.id).order_by(columns.txid.desc(), columns.id.desc()).limit(1)
            last = (await connection.execute(newest)).one_or_none()
            txid, event_id = (last.txid, last.id) if last else (0, 0)
            rows = [
                {"name": one.name, "txid": txid, "event_id": event_id, "updated_at": now()} for one in self._subscribers
            ]
            await upsert(connection, outbox_subscribers, rows, keep=("txid", "event_id", "updated_at"))

    async def _deliver(self, subscriber: Subscriber) -> bool:
        """Delivers a batch; whether there may be more."""
        try:
            async with self._database.transaction() as connection:
                return await self._deliver_in(connection, subscriber)
        except Undeliverable as failed:
            if lost_to_another_writer(failed.error):
                return True
            await self._note_failure(subscriber, failed)
            return True

    async def _deliver_in(self, connection: AsyncConnection, subscriber: Subscriber) -> bool:
        place = await _place(connection, subscriber.name)
        if place is None or not place.due:
            return False
        rows = (await connection.execute(_coming(connection, place.txid, place.event_id).limit(AT_ONCE))).all()
        last: tuple[int, int] | None = None
        failed: Undeliverable | None = None
        for row in rows:
            delivery = Delivery(row.id, row.name, dict(row.payload), row.trace_id, row.created_at)
            if subscriber.events is None or row.name in subscriber.events:
                try:
                    async with connection.begin_nested():
                        await subscriber.receive(connection, delivery)
                except Exception as error:
                    failed = Undeliverable(delivery, error)
                    if last is None:
                        raise failed from error
                    break  # what went well before it is kept; it is met again at the head of the next batch
            last = (row.txid, row.id)
        if last is not None:
            await _move(connection, subscriber.name, *last)
        return failed is not None or len(rows) == AT_ONCE

    async def _note_failure(self, subscriber: Subscriber, failed: Undeliverable) -> None:
        async with self._database.transaction() as connection:
            place = await _place(connection, subscriber.name)
            if place is None:
                return
            failures = place.failures + 1
            delivery, error = failed.delivery, failed.error
            known = isinstance(error, LeadlineError)
            log.warning(
                "An event was not taken", subscriber=subscriber.name, what=delivery.name, id=delivery.id,
                attempt=failures, reason=type(error).__name__, exc_info=None if known else error,
            )  # fmt: skip
            if failures < ATTEMPTS:
                pause = FIRST_PAUSE_SECONDS * FACTOR ** (failures - 1)
                values: dict[str, Any] = {"failures": failures, "retry_at": database_time(pause)}  # Any: columns' types
                mine = update(outbox_subscribers).where(outbox_subscribers.c.name == subscriber.name)
                await connection.execute(mine.values(**values))
                return
            await self._bury(connection, subscriber.name, delivery, failures, error)

    async def _bury(
        self, connection: AsyncConnection, subscriber: str, delivery: Delivery, attempts: int, error: Exception
    ) -> None:
        reason = reason_of(error)
        letter = {
            "subscriber": subscriber, "event_id": delivery.id, "name": delivery.name, "payload": delivery.payload,
            "trace_id": delivery.trace_id, "attempts": attempts, "error_zh": reason.zh, "error_en": reason.en,
            "died_at": database_time(),
        }  # fmt: skip
        await connection.execute(insert(dead_letters).values(**letter))
        txid = select(outbox_events.c.txid).where(outbox_events.c.id == delivery.id)
        await _move(connection, subscriber, (await connection.execute(txid)).scalar_one(), delivery.id)

    async def replay(self, connection: AsyncConnection, letter_id: int) -> bool:
        """Delivers a dead letter once more in this transaction; False when there is none, or nobody of that name."""
        query = select(dead_letters).where(dead_letters.c.id == letter_id, dead_letters.c.delivered_at.is_(None))
        letter = (await connection.execute(query.with_for_update())).one_or_none()
        subscriber = next((one for one in self._subscribers if letter and one.name == letter.subscriber), None)
        if letter is None or subscriber is None:
            return False
        delivery = Delivery(letter.event_id, letter.name, dict(letter.payload), letter.trace_id, letter.died_at)
        await subscriber.receive(connection, delivery)
        mine = update(dead_letters).where(dead_letters.c.id == letter_id)
        await connection.execute(mine.values(delivered_at=database_time()))
        return True


def _coming(connection: AsyncConnection, txid: int, event_id: int) -> Any:  # Any: a select of the table's columns
    columns = outbox_events.c
    query = (
        select(outbox_events)
        .where(tuple_(columns.txid, columns.id) > tuple_(txid, event_id))
        .order_by(columns.txid, columns.id)
    )
    return query.where(columns.txid < HORIZON) if connection.dialect.name == "postgresql" else query


def _who_waits(dialect: str, names: Sequence[str]) -> Select[str]:
    """Whose turn it is and for whom something has come: one statement, for it is asked every second of the day."""
    place, event = outbox_subscribers.c, outbox_events.c
    coming = select(event.id).where(tuple_(event.txid, event.id) > tuple_(place.txid, place.event_id))
    if dialect == "postgresql":
        coming = coming.where(event.txid < HORIZON)
    return select(place.name).where(place.name.in_(names), _due(), coming.exists())


def _due() -> ColumnElement[bool]:
    retry_at = outbox_subscribers.c.retry_at
    return retry_at.is_(None) | (retry_at <= database_time())


async def _place(connection: AsyncConnection, name: str) -> Row[Any] | None:  # Any: its columns
    """Where the subscriber stands, held until the transaction ends; None while another process holds it."""
    columns = outbox_subscribers.c
    query = select(columns.txid, columns.event_id, columns.failures, _due().label("due")).where(columns.name == name)
    return (await connection.execute(query.with_for_update(skip_locked=True))).one_or_none()


async def _move(connection: AsyncConnection, name: str, txid: int, event_id: int) -> None:
    values = {"txid": txid, "event_id": event_id, "failures": 0, "retry_at": None, "updated_at": database_time()}
    await connection.execute(update(outbox_subscribers).where(outbox_subscribers.c.name == name).values(**values))
