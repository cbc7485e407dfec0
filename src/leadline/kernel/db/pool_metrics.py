"""How many connections a server holds, how many are in use, and how long its work waited for one."""

from sqlalchemy import event
from sqlalchemy.pool import Pool, QueuePool

from leadline.kernel.observability.metrics import Gauge, Histogram

LIMIT = Gauge("leadline_db_pool_limit", "Connections the processes of the server may open", multiprocess_mode="livesum")
OPEN = Gauge("leadline_db_pool_open", "Connections that are open, idle or in use", multiprocess_mode="livesum")
IN_USE = Gauge("leadline_db_pool_in_use", "Connections that are in use", multiprocess_mode="livesum")
WAIT = Histogram(
    "leadline_db_wait_seconds",
    "How long readings and transactions waited for a connection (on SQLite a transaction for its turn, too)",
    ("kind",),
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30),
)
READING_WAIT, TRANSACTION_WAIT = WAIT.labels("reading"), WAIT.labels("transaction")


def meter_pool(pool: Pool, limit: int) -> None:
    """Count the connections of `pool` from now on."""
    LIMIT.inc(limit)
    event.listen(pool, "connect", lambda *_: OPEN.inc())
    event.listen(pool, "close", lambda *_: OPEN.dec())
    event.listen(pool, "close_detached", lambda *_: OPEN.dec())
    if isinstance(pool, QueuePool):
        uses = _Uses(pool)
        event.listen(pool, "checkout", lambda *_: uses.are(0))
        event.listen(pool, "checkin", lambda *_: uses.are(-1))  # told just before the connection is back


class _Uses:
    """The pool's own count, told as differences: one server may have several pools, and an event may stay away."""

    def __init__(self, pool: QueuePool) -> None:
        self._pool = pool
        self._told = 0

    def are(self, more: int) -> None:
        count = self._pool.checkedout() + more
        IN_USE.inc(count - self._told)
        self._told = count
