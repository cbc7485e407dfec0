"""Publishing: one row in the transaction of what it tells."""

from sqlalchemy import BigInteger, insert, literal_column
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.events import Event
from leadline.kernel.observability.trace import TRACE_ID
from leadline.kernel.outbox.tables import outbox_events

NO_TXID = literal_column("0", BigInteger)
OWN_TXID = literal_column("pg_current_xact_id()::text::bigint", BigInteger)


async def publish(connection: AsyncConnection, event: Event) -> None:
    """The event is delivered when, and only when, the caller's transaction commits: at least once to each subscriber.

    No bell is rung: NOTIFY's lock at the commit would make batches of calls wait for each other. The relay looks every
    second.
    """
    values = {
        "txid": OWN_TXID if connection.dialect.name == "postgresql" else NO_TXID,
        "name": event.name,
        "payload": event.model_dump(mode="json"),
        "trace_id": TRACE_ID.get()[:64],
        "created_at": database_time(),
    }
    await connection.execute(insert(outbox_events).values(**values))
