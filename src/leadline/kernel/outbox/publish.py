"""Publishing: one row in the transaction of what it tells."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.driver import run
from leadline.kernel.db.moment import SQLITE_NOW
from leadline.kernel.events import Event
from leadline.kernel.observability.trace import TRACE_ID

INSERT: Final = {
    dialect: f"INSERT INTO outbox_events (txid, name, payload, trace_id, created_at) VALUES ({txid}, $1, $2, $3, {now})"  # noqa: S608  # our own names
    for dialect, txid, now in (
        ("sqlite", "0", SQLITE_NOW),
        ("postgresql", "pg_current_xact_id()::text::bigint", "clock_timestamp()"),
    )
}


async def publish(connection: AsyncConnection, event: Event) -> None:
    """The event is delivered when, and only when, the caller's transaction commits: at least once to each subscriber.

    No bell is rung: NOTIFY's lock at the commit would make batches of calls wait for each other. The relay looks every
    second.
    """
    values = (event.name, event.model_dump_json(), TRACE_ID.get()[:64])
    await run(connection, INSERT[connection.dialect.name], *values)
