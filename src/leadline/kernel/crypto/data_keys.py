"""Which keys wrote what is stored: a process with another one is refused, and a rotation retires the former."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Column, LargeBinary, String, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.crypto.cipher import HEAD_BYTES, KEY_ID_BYTES, CannotDecrypt, Cipher
from leadline.kernel.crypto.protected import protected
from leadline.kernel.db.base import UtcDateTime, metadata
from leadline.kernel.db.engine import Database
from leadline.kernel.db.upsert import upsert
from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

CHECK = b"leadline data key"
KEY_NAME = 2 * KEY_ID_BYTES
data_keys = Table(
    "data_keys",
    metadata,
    Column("key_id", String(KEY_NAME), primary_key=True),
    Column("check_value", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),
)


class WrongDataKey(LeadlineError):
    """The database holds what a key wrote that is not set."""

    status = 503
    code = "wrong_data_key"
    message = Text(
        "数据库由密钥 {missing} 加密，而 DATA_ENCRYPTION_KEY 是 {given}。请恢复原来的 DATA_ENCRYPTION_KEY；"
        "若要更换密钥，把旧值写入 DATA_ENCRYPTION_OLD_KEYS，重启后运行 leadline keys rotate。",
        "The database was encrypted with the key {missing}, and DATA_ENCRYPTION_KEY is {given}. Set it back to what it "
        "was. To change keys, put the former one into DATA_ENCRYPTION_OLD_KEYS, restart, run `leadline keys rotate`.",
    )


class KeyState(NamedTuple):
    """One key: `role` is primary, old, or missing (not set); `used` counts the values that it wrote, by column."""

    key_id: str
    role: str
    retired: bool
    used: dict[str, int]


async def require_data_keys(database: Database, cipher: Cipher) -> None:
    """Raises `WrongDataKey` unless every key in use is set; remembers the present one by a value that it encrypted."""
    async with database.reading() as connection:
        known = (await connection.execute(select(data_keys))).all()
        in_use = {row.key_id: bytes(row.check_value) for row in known if row.retired_at is None}
        missing = {key_id for key_id, check in in_use.items() if not _opens(cipher, check)}
        found = set() if known else await _newest_keys(connection)
    given = {key_id.hex() for key_id in cipher.key_ids}
    missing |= found - given
    if missing:
        raise WrongDataKey(missing=", ".join(sorted(missing)), given=cipher.key_id.hex())
    if cipher.key_id.hex() not in in_use:
        await _remember(database, cipher, found)


async def list_keys(database: Database, cipher: Cipher) -> list[KeyState]:
    """Every key that is set, known or used. Counting goes through the whole tables."""
    async with database.reading() as connection:
        known = {row.key_id: row.retired_at is not None for row in await connection.execute(select(data_keys))}
        used = await usage(connection)
    given = [key_id.hex() for key_id in cipher.key_ids]
    names = dict.fromkeys([*given, *sorted(known), *sorted(used)])
    return [
        KeyState(
            name,
            "primary" if name == given[0] else "old" if name in given else "missing",
            known.get(name, False),
            dict(used.get(name, {})),
        )
        for name in names
    ]


async def usage(connection: AsyncConnection) -> dict[str, Counter[str]]:
    """How many values each key wrote, by column."""
    used: dict[str, Counter[str]] = {}
    for one in protected():
        by_key = func.substr(one.cipher, 2, KEY_ID_BYTES)
        query = select(by_key, func.count()).where(one.cipher.is_not(None)).group_by(by_key)
        for key_id, count in await connection.execute(query):
            used.setdefault(bytes(key_id).hex(), Counter())[one.name] += count
    return used


async def retire(connection: AsyncConnection, cipher: Cipher) -> None:
    """All keys but the present one are no longer needed."""
    others = update(data_keys).where(data_keys.c.key_id != cipher.key_id.hex(), data_keys.c.retired_at.is_(None))
    await connection.execute(others.values(retired_at=now()))


def _opens(cipher: Cipher, check: bytes) -> bool:
    try:
        return cipher.decrypt(check, CHECK) == CHECK
    except CannotDecrypt:
        return False


async def _newest_keys(connection: AsyncConnection) -> set[str]:
    """The keys of the newest values: for a database from before keys were remembered."""
    found = set()
    for one in protected():
        query = select(one.cipher).where(one.cipher.is_not(None)).order_by(one.key.desc()).limit(1)
        stored = (await connection.execute(query)).scalar()
        if stored is not None and len(stored) > HEAD_BYTES:
            found.add(bytes(stored)[1 : 1 + KEY_ID_BYTES].hex())
    return found


async def _remember(database: Database, cipher: Cipher, found: set[str]) -> None:
    rows = [
        {
            "key_id": key_id.hex(),
            "check_value": cipher.check_value(key_id, CHECK),
            "created_at": now(),
            "retired_at": None,
        }
        for key_id in cipher.key_ids
        if key_id == cipher.key_id or key_id.hex() in found
    ]
    async with database.transaction() as connection:
        await upsert(connection, data_keys, rows, keep=("created_at",))
