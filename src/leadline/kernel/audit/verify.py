"""Checking the audit chain: every entry against its seal and the one before it, the last one against the head."""

from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.chain import RESEAL
from leadline.kernel.audit.entries import HEAD_ID, audit_entries, audit_head
from leadline.kernel.audit.keys import AuditKeys, Entry, same
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

BATCH = 2000
NO_ANCHOR = Text("锚点应写作 NUMBER:MAC，即条目编号与校验码", "an anchor is NUMBER:MAC")
KINDS = {
    "changed": Text("第 {entry} 条的内容被改动", "entry {entry} was changed"),
    "removed": Text("第 {entry} 条被删除", "entry {entry} was removed"),
    "reordered": Text("第 {entry} 条的位置上是另一条的内容", "entry {entry} holds what belongs to another place"),
    "replaced": Text("第 {entry} 条不接在前一条之后", "entry {entry} does not follow the one before it"),
    "unsigned": Text("第 {entry} 条不是由本程序写入的", "entry {entry} was not written by the program"),
    "unknown_key": Text(
        "第 {entry} 条由未知密钥签名：请把旧的 SECRET_KEY 写入 SECRET_OLD_KEYS",
        "entry {entry} was sealed with an unknown key: put the former SECRET_KEY into SECRET_OLD_KEYS",
    ),
    "cut": Text("第 {entry} 条起的末尾被截去", "the end is cut off from entry {entry} on"),
    "head": Text("链头缺失或被改动（第 {entry} 条）", "the head is missing or altered (entry {entry})"),
    "anchor": Text("第 {entry} 条与给出的锚点不符", "entry {entry} is not the one that the anchor names"),
    "resealed": Text("第 {entry} 条起为损坏后重新起的链", "a new chain begins with entry {entry}, after damage"),
}


class Damage(NamedTuple):
    """The first entry that is not as it was written, and what was done to it (a key of `KINDS`)."""

    entry: int
    kind: str

    @property
    def says(self) -> Text:
        """The sentence for people."""
        return KINDS[self.kind].fill(entry=self.entry)


class Verdict(NamedTuple):
    """What the check found: how many entries are sound from the first on, and the first damage, if any."""

    entries: int
    anchor: str
    damage: Damage | None


class Anchor(NamedTuple):
    """A checkpoint from the log, `entry:mac`."""

    entry: int
    mac: bytes

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """InvalidInput for what is none."""
        entry, _, mac = text.partition(":")
        try:
            return cls(int(entry), bytes.fromhex(mac))
        except ValueError as error:
            raise InvalidInput([Detail("anchor", NO_ANCHOR)]) from error


class _Chain:
    """The state of a walk from the first entry on."""

    def __init__(self, keys: AuditKeys, anchor: Anchor | None) -> None:
        self._keys = keys
        self._anchor = anchor
        self.mac = b""
        self.last = 0

    def judge(self, entry: Entry) -> str | None:
        """What is wrong with the next entry; None when it is sound, and then it is the last one."""
        if wrong := self._by_itself(entry):
            return wrong
        mac = self._keys.link(self.mac, bytes(entry["seal"]), entry["key_id"])
        if not same(entry["mac"], mac):
            return "resealed" if entry["action"] == RESEAL else "replaced"
        if self._anchor and self._anchor.entry == entry["id"] and not same(self._anchor.mac, mac):
            return "anchor"
        self.mac, self.last = mac, entry["id"]
        return None

    def _by_itself(self, entry: Entry) -> str | None:
        if entry["id"] != self.last + 1:
            return "removed"
        if entry["mac"] is None or entry["seal"] is None or entry["key_id"] is None:
            return "unsigned"
        if not self._keys.knows(entry["key_id"]):
            return "unknown_key"
        return None if same(entry["seal"], self._keys.seal(entry, entry["key_id"])) else "changed"


async def verify_chain(
    database: Database, keys: AuditKeys, anchor: Anchor | None = None, progress: Callable[[int], None] | None = None
) -> Verdict:
    """Reads the log once, in batches, from one state of the database. Stops at the first damage."""
    chain = _Chain(keys, anchor)
    async with database.reading() as connection:
        damage = None
        async for entry in _entries(connection, progress):
            if wrong := chain.judge(entry):
                damage = await _named(connection, keys, chain, entry, wrong)
                break
        if damage is None:
            damage = await _judge_head(connection, keys, chain)
        if damage is None and anchor and anchor.entry > chain.last:
            damage = Damage(chain.last + 1, "cut")
    return Verdict(chain.last, f"{chain.last}:{chain.mac.hex()}", damage)


async def count_entries(database: Database) -> int:
    """How many entries there are: the total of a progress bar."""
    async with database.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(audit_entries))).scalar_one()


async def _entries(connection: AsyncConnection, progress: Callable[[int], None] | None) -> AsyncIterator[Entry]:
    last, done = None, 0
    while True:
        query = select(audit_entries).order_by(audit_entries.c.id).limit(BATCH)
        rows = (await connection.execute(query if last is None else query.where(audit_entries.c.id > last))).all()
        for row in rows:
            yield dict(row._mapping)
        done += len(rows)
        if progress:
            progress(done)
        if len(rows) < BATCH:
            return
        last = rows[-1].id


async def _named(connection: AsyncConnection, keys: AuditKeys, chain: _Chain, entry: Entry, wrong: str) -> Damage:
    """The damage by its right name: a changed entry may be another one in this place."""
    if wrong == "removed":
        return Damage(chain.last + 1, "removed")
    if wrong == "changed":
        greatest = (await connection.execute(select(func.max(audit_entries.c.id)))).scalar_one()
        for place in range(1, greatest + 1):
            if same(entry["seal"], keys.seal({**entry, "id": place}, entry["key_id"])):
                return Damage(entry["id"], "reordered")
    return Damage(entry["id"], wrong)


async def _judge_head(connection: AsyncConnection, keys: AuditKeys, chain: _Chain) -> Damage | None:
    query = select(audit_head).where(audit_head.c.id == HEAD_ID)
    head: Row[Any] | None = (await connection.execute(query)).one_or_none()  # Any: the head's columns
    if head is None:
        return Damage(chain.last, "head")
    if not head.signature and head.last_id == 0 and chain.last == 0:
        return None
    if not keys.knows(head.key_id):
        return Damage(head.last_id, "unknown_key")
    signature = keys.signature(head.last_id, bytes(head.mac), head.updated_at, head.key_id)
    if not same(head.signature, signature):
        return Damage(head.last_id, "head")
    return _against(head, chain)


def _against(head: Row[Any], chain: _Chain) -> Damage | None:  # Any: the head's columns
    if head.last_id > chain.last:
        return Damage(chain.last + 1, "cut")
    if head.last_id < chain.last:
        return Damage(head.last_id + 1, "unsigned")
    return None if same(head.mac, chain.mac) else Damage(chain.last, "head")
