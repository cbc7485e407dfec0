"""The vault: what has to be kept encrypted for a while, shared by all processes: tokens of vendors, numbers of jobs."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.protected import protect, renewed
from leadline.kernel.db.base import UtcDateTime, metadata
from leadline.kernel.db.engine import Database
from leadline.kernel.db.upsert import upsert

stored_secrets = Table(
    "stored_secrets",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("cipher", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
protect(renewed(stored_secrets, stored_secrets.c.name, stored_secrets.c.cipher, lambda name: str(name).encode()))


class SecretVault:
    """Keeps one secret a name until it expires. A call is a transaction of its own, unless it says otherwise."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def get(self, name: str) -> str | None:
        """The secret, or None when there is none or its time is over."""
        query = select(stored_secrets.c.cipher).where(
            stored_secrets.c.name == name, stored_secrets.c.expires_at > now()
        )
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).scalar()
        return None if found is None else self._cipher.decrypt(found, name.encode()).decode()

    async def put(self, name: str, secret: str, expires_at: datetime) -> None:
        """Keeps `secret` under `name`, in the place of an older one."""
        async with self._database.transaction() as connection:
            await self.put_within(connection, name, secret, expires_at)

    async def put_within(self, connection: AsyncConnection, name: str, secret: str, expires_at: datetime) -> None:
        """The same in the caller's transaction."""
        row = {
            "name": name,
            "cipher": self._cipher.encrypt(secret.encode(), name.encode()),
            "expires_at": expires_at,
            "updated_at": now(),
        }
        await upsert(connection, stored_secrets, [row])

    async def forget(self, name: str, secret: str) -> None:
        """Forgets `secret`, unless another process has put a newer one in its place meanwhile."""
        if await self.get(name) == secret:
            async with self._database.transaction() as connection:
                await connection.execute(delete(stored_secrets).where(stored_secrets.c.name == name))


async def drop_expired(connection: AsyncConnection) -> int:
    """Deletes the secrets whose time is over, and returns how many."""
    return (await connection.execute(delete(stored_secrets).where(stored_secrets.c.expires_at <= now()))).rowcount
