"""The table of idempotency keys: who sent what under which key, and what was answered."""

import secrets
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Column, Index, LargeBinary, SmallInteger, String, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.crypto.protected import protect, renewed
from leadline.kernel.db.base import UtcDateTime, metadata
from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=2)
PURPOSE = b"idempotent answer"
RUNNING, WRITTEN, ANSWERED = "running", "written", "answered"
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("holder", String(32), nullable=False),
    Column("status", SmallInteger),
    Column("content_type", String(100)),
    Column("answer", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_idempotency_keys_created_at", "created_at"),
)
protect(renewed(idempotency_keys, idempotency_keys.c.digest, idempotency_keys.c.answer, lambda _: PURPOSE))


class KeyReused(LeadlineError):
    """The key was used for another request."""

    status = 422
    code = "idempotency_key_reused"
    message = Text(
        "这个 Idempotency-Key 已用于另一个请求；新的请求请换一个。",
        "This Idempotency-Key was used for another request. Use a new one for a new request.",
    )


class StillRunning(LeadlineError):
    """The first request with this key has not ended."""

    status = 409
    code = "request_in_flight"
    message = Text(
        "同一请求正在处理中，请稍后用同一个 Idempotency-Key 重试。",
        "The same request is being carried out. Try again in a moment, with the same Idempotency-Key.",
    )


class AnswerLost(LeadlineError):
    """The request was carried out, and the process ended before its answer was kept."""

    status = 409
    code = "answer_lost"
    message = Text(
        "该请求已执行，但答复未能保存；请查看现有数据，不要重复提交。",
        "The request was carried out, but its answer was lost. Look at what is there now instead of sending it again.",
    )


class Stored(NamedTuple):
    """An answer as it was given; the body is encrypted."""

    status: int
    content_type: str
    answer: bytes


async def take(connection: AsyncConnection, digest: str, request: str) -> Stored | str:
    """The answer that was given under this key, or the name under which the caller holds it from now on.

    `KeyReused`, `StillRunning` or `AnswerLost`.
    """
    keys = idempotency_keys.c
    started, holder = now(), secrets.token_hex(16)
    await connection.execute(delete(idempotency_keys).where(keys.created_at < started - KEPT))
    row = {"digest": digest, "request": request, "state": RUNNING, "holder": holder, "created_at": started}
    try:
        async with connection.begin_nested():
            await connection.execute(insert(idempotency_keys).values(row))
    except IntegrityError:
        query = select(idempotency_keys).where(keys.digest == digest).with_for_update()
        found = (await connection.execute(query)).one_or_none()
        if found is None:
            raise StillRunning from None  # it was released this moment
    else:
        return holder
    if found.request != request:
        raise KeyReused
    if found.state == ANSWERED:
        return Stored(found.status, found.content_type, bytes(found.answer))
    if found.created_at > started - LEASE:
        raise StillRunning  # also where it was written a moment ago: its answer is about to be kept
    if found.state == WRITTEN:
        raise AnswerLost
    await connection.execute(update(idempotency_keys).where(keys.digest == digest).values(row))  # its process died
    return holder


async def mark_written(connection: AsyncConnection, digest: str, holder: str) -> None:
    """In the transaction of the work: from its commit on the request counts as carried out."""
    keys = idempotency_keys.c
    mine = (keys.digest == digest, keys.holder == holder, keys.state == RUNNING)
    await connection.execute(update(idempotency_keys).where(*mine).values(state=WRITTEN))


async def keep(connection: AsyncConnection, digest: str, holder: str, stored: Stored) -> None:
    """The answer, for whoever asks again."""
    keys = idempotency_keys.c
    values = {"state": ANSWERED, **stored._asdict()}
    await connection.execute(
        update(idempotency_keys).where(keys.digest == digest, keys.holder == holder).values(values)
    )


async def release(connection: AsyncConnection, digest: str, holder: str) -> None:
    """Forgets a request that changed nothing, so that it may be sent again."""
    keys = idempotency_keys.c
    mine = (keys.digest == digest, keys.holder == holder, keys.state == RUNNING)
    await connection.execute(delete(idempotency_keys).where(*mine))
