"""The audit chain: what is written is found whole, and whatever is done to it afterwards is found and named."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from leadline.kernel.audit.chain import AuditHeadRefused, reseal
from leadline.kernel.audit.keys import AuditKeys
from leadline.kernel.audit.log import Deed, audit_entries, write_down
from leadline.kernel.audit.verify import Anchor, Damage, verify_chain
from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import Signing
from leadline.kernel.db.migrate import migrate
from tests.audit.conftest import BOSS, KEYS, SIGNING, Damaging, do

SEALED = "at, actor, actor_id, action, subject, details, address, trace_id"
COPY = (
    f"INSERT INTO audit_entries (id, key_id, seal, mac, {SEALED}) "
    f"SELECT 6, key_id, seal, mac, {SEALED} FROM audit_entries WHERE id = 5"
)
UNSEALED = f"INSERT INTO audit_entries (id, {SEALED}) SELECT 6, {SEALED} FROM audit_entries WHERE id = 5"
DONE_TO_IT = {
    "changed": (["UPDATE audit_entries SET actor = 'nobody' WHERE id = 3"], Damage(3, "changed")),
    "changed details": (
        ["""UPDATE audit_entries SET details = '{"why": "else"}' WHERE id = 2"""],
        Damage(2, "changed"),
    ),
    "removed": (["DELETE FROM audit_entries WHERE id = 4"], Damage(4, "removed")),
    "the first removed": (["DELETE FROM audit_entries WHERE id = 1"], Damage(1, "removed")),
    "re-ordered": (
        [f"UPDATE audit_entries SET id = {to} WHERE id = {of}" for of, to in ((2, 99), (3, 2), (99, 3))],
        Damage(2, "reordered"),
    ),
    "removed, and the rest moved up": (
        ["DELETE FROM audit_entries WHERE id = 2"]
        + [f"UPDATE audit_entries SET id = {place - 1} WHERE id = {place}" for place in (3, 4, 5)],
        Damage(2, "reordered"),
    ),
    "cut": (["DELETE FROM audit_entries WHERE id > 3"], Damage(4, "cut")),
    "cut, with the head moved": (
        [
            "DELETE FROM audit_entries WHERE id > 3",
            "UPDATE audit_head SET last_id = 3, mac = (SELECT mac FROM audit_entries WHERE id = 3)",
        ],
        Damage(3, "head"),
    ),
    "all gone": (["DELETE FROM audit_entries"], Damage(1, "cut")),
    "without a head": (["DELETE FROM audit_head"], Damage(5, "head")),
    "one more": ([COPY], Damage(6, "reordered")),
    "one more, unsealed": ([UNSEALED], Damage(6, "unsigned")),
}


async def rechained(database: Database, keys: AuditKeys) -> list[str]:
    """The statements that chain the stored entries anew with `keys`, as one who reads this source would."""
    statements = []
    mac = b""
    async with database.reading() as connection:
        rows = (await connection.execute(select(audit_entries).order_by(audit_entries.c.id))).all()
    blob = "x'{}'" if database.dialect == "sqlite" else "'\\x{}'"
    for row in rows:
        seal = keys.seal(dict(row._mapping), keys.key_id)
        mac = keys.link(mac, seal, keys.key_id)
        values = f"seal = {blob.format(seal.hex())}, mac = {blob.format(mac.hex())}, key_id = '{KEYS.key_id}'"
        statements.append(f"UPDATE audit_entries SET {values} WHERE id = {row.id}")
    return statements


async def test_an_undisturbed_log_is_sound(database: Database) -> None:
    await do(database, *"abcde")
    verdict = await verify_chain(database, KEYS)
    assert (verdict.entries, verdict.damage) == (5, None)


@pytest.mark.parametrize("what", DONE_TO_IT)
async def test_whatever_is_done_to_the_log_is_found_and_named(database: Database, damage: Damaging, what: str) -> None:
    await do(database, *"abcde")
    statements, expected = DONE_TO_IT[what]
    await damage(statements)
    assert (await verify_chain(database, KEYS)).damage == expected


async def test_a_chain_recomputed_without_the_key_is_found(database: Database, damage: Damaging) -> None:
    await do(database, *"abcde")
    await damage(["UPDATE audit_entries SET actor = 'nobody' WHERE id = 3"])
    await damage(await rechained(database, AuditKeys(Signing("another key that somebody made up"))))
    assert (await verify_chain(database, KEYS)).damage == Damage(1, "changed")


async def test_an_older_whole_state_is_found_by_an_anchor_kept_outside(database: Database, damage: Damaging) -> None:
    await do(database, *"abc")
    async with database.reading() as connection:
        head = (await connection.execute(text("SELECT last_id, mac, signature, updated_at FROM audit_head"))).one()
    await do(database, *"de")
    anchor = Anchor.parse((await verify_chain(database, KEYS)).anchor)
    await damage(["DELETE FROM audit_entries WHERE id > 3"])
    async with database.transaction() as connection:
        await connection.execute(
            text(
                "UPDATE audit_head SET last_id = :last_id, mac = :mac, signature = :signature, updated_at = :updated_at"
            ),
            dict(head._mapping),
        )
    assert (await verify_chain(database, KEYS)).damage is None
    assert (await verify_chain(database, KEYS, anchor)).damage == Damage(4, "cut")


async def test_an_anchor_of_another_history_is_found(database: Database) -> None:
    await do(database, *"abc")
    assert (await verify_chain(database, KEYS, Anchor(2, b"\1" * 32))).damage == Damage(2, "anchor")


async def test_a_damaged_head_is_not_written_on(database: Database, damage: Damaging) -> None:
    await do(database, *"abc")
    await damage(["UPDATE audit_head SET last_id = 2"])
    with pytest.raises(AuditHeadRefused):
        await do(database, "d")


async def test_after_a_reseal_there_is_writing_again_and_the_damage_is_still_found(
    database: Database, damage: Damaging
) -> None:
    await do(database, *"abc")
    await damage(["DELETE FROM audit_entries WHERE id = 2", "DELETE FROM audit_head"])
    async with database.transaction() as connection:
        assert await reseal(connection, SIGNING, "cli:root", "somebody was in the database") == 4
    await do(database, "d")
    assert (await verify_chain(database, KEYS)).damage == Damage(2, "removed")


async def test_the_database_itself_refuses_to_change_or_delete_an_entry(database: Database) -> None:
    await do(database, "a")
    for statement in ("UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError, match="never"):
            async with database.transaction() as connection:
                await connection.execute(text(statement))


async def fail_after_a_deed(database: Database) -> None:
    async with database.transaction() as connection:
        await write_down(connection, BOSS.did("thing.change", "a"))
        raise ZeroDivisionError


async def test_a_transaction_that_is_undone_leaves_no_entry(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await fail_after_a_deed(database)
    assert (await verify_chain(database, KEYS)).entries == 0


async def test_a_savepoint_that_is_undone_takes_its_deeds_along(database: Database) -> None:
    async with database.transaction() as connection:
        await write_down(connection, BOSS.did("thing.change", "kept"))
        async with connection.begin_nested() as savepoint:
            await write_down(connection, BOSS.did("thing.change", "undone"))
            await savepoint.rollback()
        async with connection.begin_nested():
            await write_down(connection, BOSS.did("thing.change", "kept too"))
    async with database.reading() as connection:
        query = select(audit_entries.c.subject).order_by(audit_entries.c.id)
        assert list((await connection.execute(query)).scalars()) == ["kept", "kept too"]


async def test_a_deed_outside_a_transaction_is_a_mistake_that_is_told(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(RuntimeError, match="transaction"):
            await write_down(connection, BOSS.did("thing.change", "a"))


async def test_many_writers_at_once_make_one_chain(database: Database, database_url: str) -> None:
    others = [Database(database_url, signing=SIGNING, busy_seconds=60) for _ in range(3)]
    await asyncio.gather(*(do(one, *(f"{place}.{number}" for number in range(15))) for place, one in enumerate(others)))
    for one in others:
        await one.close()
    verdict = await verify_chain(database, KEYS)
    assert (verdict.entries, verdict.damage) == (45, None)


async def test_what_a_former_key_sealed_stays_checkable(database: Database, database_url: str) -> None:
    await do(database, "a")
    newer = Signing("n" * 40, ("k" * 40,))
    later = Database(database_url, signing=newer)
    await do(later, "b")
    await later.close()
    assert (await verify_chain(database, AuditKeys(newer))).damage is None
    assert (await verify_chain(database, AuditKeys(Signing("n" * 40)))).damage == Damage(1, "unknown_key")


async def test_a_changed_key_without_the_former_one_is_refused(database: Database, database_url: str) -> None:
    await do(database, "a")
    later = Database(database_url, signing=Signing("n" * 40))
    with pytest.raises(AuditHeadRefused):
        await do(later, "b")
    await later.close()


async def test_numbers_and_secrets_are_masked_wherever_they_stand(database: Database) -> None:
    said = {
        "phone": "+86 13912345678",
        "note": "打给13912345678,座机0755-88886666",
        "api_token": "abc",
        "n": [13912345678],
    }
    deed = Deed(
        "boss",
        "thing.change",
        "customer:13912345678",
        said,
        before={"password_hash": "$2b$12$x"},
        after={"mobile": "13800138000"},
    )
    async with database.transaction() as connection:
        await write_down(connection, deed)
    async with database.reading() as connection:
        stored = str((await connection.execute(select(audit_entries))).one())
    for secret in ("13912345678", "13800138000", "88886666", "'abc'", "$2b$12$x"):
        assert secret not in stored
    assert "139****5678" in stored


async def test_what_no_database_can_store_is_stored_without_it(database: Database) -> None:
    deed = Deed("bo\0ss", "thing.change", "x" * 500, {"half": "\ud800", "nan": float("nan"), "nul": "a\0b"})
    async with database.transaction() as connection:
        await write_down(connection, deed)
    assert (await verify_chain(database, KEYS)).damage is None


async def test_entries_from_before_the_chain_are_numbered_and_sealed_by_the_migration(database: Database) -> None:
    await migrate(database, "0003", back=True)
    columns, values = "id, at, actor, action, subject, details", ":id, {at}, 'a', 'b.c', 'd', '{{}}'"
    entry = f"INSERT INTO audit_entries ({columns}) VALUES ({values})"
    at = "now()" if database.dialect == "postgresql" else "1760000000000000"
    async with database.engine.begin() as connection:
        for number in (3, 7, 8):
            await connection.execute(text(entry.format(at=at)), {"id": number})
    await migrate(database)
    await do(database, "after")
    verdict = await verify_chain(database, KEYS)
    assert (verdict.entries, verdict.damage) == (4, None)
