"""Changing the key: while it is on its way everything is found, afterwards nothing needs the old one."""

import json
from random import Random

import pytest
from sqlalchemy import select, update

from leadline.calls.contracts import ExportCalls
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import ExportFilterGone
from leadline.calls.models import raw_batches
from leadline.calls.service.background_exports import export_of, start_export
from leadline.calls.service.export import Export
from leadline.calls.service.records import Reader, list_records
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.data_keys import WrongDataKey, list_keys, require_data_keys
from leadline.kernel.crypto.rotation import rotate
from leadline.kernel.crypto.vault import SecretVault, drop_expired, stored_secrets
from leadline.kernel.jobs.history import payload_of_job
from tests.factories.calls import NOON, call
from tests.keys.conftest import NEW, OLD, TOKEN, Installation, fill, number, numbers, rows


async def found(tools: CallsToolbox, phone: str) -> list[str]:
    window = tools.calendar.window_of(tools.calendar.day_of(NOON))
    page = await list_records(tools, RecordQuery(window.start, window.end, phone=phone), DataScope(all=True), 10)
    return [record.call_id for record in page.records]


async def came_again(tools: CallsToolbox, count: int) -> tuple[int, int, int]:
    async with tools.database.transaction() as connection:
        result = await tools.ingest.write(connection, "s", rows(count))
    return result.new, result.updated, result.unchanged


async def test_before_the_rotation_both_keys_read_find_and_compare(installation: Installation) -> None:
    await fill(installation, 30)
    tools = installation.toolbox(NEW, OLD)
    await require_data_keys(tools.database, tools.cipher)
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "s", [call("later", phone=number(7))])
    assert sorted(await found(tools, number(7))) == ["7", "later"]
    assert await came_again(tools, 30) == (0, 0, 30)
    await tools.database.close()


async def test_afterwards_the_new_key_alone_reads_finds_and_compares_everything(installation: Installation) -> None:
    await fill(installation, 120)
    tools = installation.toolbox(NEW, OLD)
    await require_data_keys(tools.database, tools.cipher)
    outcome = await rotate(tools.database, tools.cipher, batch=7)
    assert (outcome.complete, outcome.renewed) == (True, 120 + 2 + 1)
    await tools.database.close()
    alone = installation.toolbox(NEW)
    await require_data_keys(alone.database, alone.cipher)
    assert await numbers(alone) == {row.call_id: row.phone for row in rows(120)}
    assert await found(alone, number(7)) == ["7"]
    assert await came_again(alone, 120) == (0, 0, 120)
    assert await SecretVault(alone.database, alone.cipher).get("vendor") == TOKEN
    async with alone.database.reading() as connection:
        bodies = (await connection.execute(select(raw_batches.c.body).order_by(raw_batches.c.id))).scalars()
        assert [alone.cipher.unpack(body) for body in bodies] == [b"first answer", b"second answer"]
    await alone.database.close()


async def test_an_export_that_waits_for_one_number_outlives_its_key(installation: Installation) -> None:
    await fill(installation, 20)
    tools = installation.toolbox(OLD)
    window = tools.calendar.window_of(tools.calendar.day_of(NOON))
    reader = Reader(Principal(1, "boss", "admin", frozenset(), DataScope(all=True)))
    job = await start_export(tools, Export(RecordQuery(window.start, window.end, phone=number(7)), reader), "csv")
    await tools.database.close()
    tools = installation.toolbox(NEW, OLD)
    await require_data_keys(tools.database, tools.cipher)
    assert (await rotate(tools.database, tools.cipher)).complete
    await tools.database.close()
    alone = installation.toolbox(NEW)
    async with alone.database.reading() as connection:
        payload = ExportCalls.model_validate(await payload_of_job(connection, job))
    assert (await export_of(alone, payload, "")).query.phone == number(7)
    async with alone.database.transaction() as connection:
        await connection.execute(update(stored_secrets).values(expires_at=NOON))
        assert await drop_expired(connection) == 2
    with pytest.raises(ExportFilterGone):
        await export_of(alone, payload, "")
    await alone.database.close()


async def test_a_second_rotation_finds_nothing_to_do(installation: Installation) -> None:
    await fill(installation, 20)
    tools = installation.toolbox(NEW, OLD)
    await require_data_keys(tools.database, tools.cipher)
    await rotate(tools.database, tools.cipher)
    assert (await rotate(tools.database, tools.cipher)).renewed == 0
    await tools.database.close()


async def test_what_an_old_process_writes_behind_the_rotation_is_renewed_too(installation: Installation) -> None:
    await fill(installation, 20)
    old, new = installation.toolbox(OLD), installation.toolbox(NEW, OLD)
    await require_data_keys(new.database, new.cipher)
    late = [row._replace(call_id=f"late {row.call_id}") for row in rows(5)]
    written: list[str] = []

    def progress(_: int, name: str) -> None:
        written.append(name)

    assert (await rotate(new.database, new.cipher, progress)).complete
    async with old.database.transaction() as connection:
        await old.ingest.write(connection, "s", late)
    again = await rotate(new.database, new.cipher)
    assert (again.complete, again.renewed) == (True, 5)
    for tools in (old, new):
        await tools.database.close()


async def test_what_no_key_reads_is_left_and_told_and_the_old_key_stays(installation: Installation) -> None:
    await fill(installation, 5)
    stranger = Cipher("x" * 40)
    tools = installation.toolbox(NEW, OLD)
    async with tools.database.transaction() as connection:
        await connection.execute(raw_batches.update().where(raw_batches.c.id == 1).values(body=stranger.pack(b"?")))
    outcome = await rotate(tools.database, tools.cipher)
    assert (outcome.complete, outcome.unreadable, outcome.left) == (False, 1, {"raw_batches.body": 1})
    await tools.database.close()


async def test_a_key_that_is_not_the_databases_is_refused_with_what_to_do(installation: Installation) -> None:
    await fill(installation, 3)
    tools = installation.toolbox(NEW)
    with pytest.raises(WrongDataKey, match="DATA_ENCRYPTION_OLD_KEYS"):
        await require_data_keys(tools.database, tools.cipher)
    await tools.database.close()
    for command in (["serve"], ["doctor"], ["sync", "--days", "1"]):
        code, said, complained = installation.run(*command, former="")
        assert (code, Cipher(OLD).key_id.hex() in said + complained) == (1, True), said + complained


async def test_a_database_from_before_keys_were_remembered_is_known_by_its_newest_values(
    installation: Installation,
) -> None:
    tools = installation.toolbox(OLD)
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "s", rows(3))
    await tools.database.close()
    wrong = installation.toolbox(NEW)
    with pytest.raises(WrongDataKey):
        await require_data_keys(wrong.database, wrong.cipher)
    await wrong.database.close()


async def test_the_list_says_what_still_uses_which_key(installation: Installation) -> None:
    await fill(installation, 20)
    tools = installation.toolbox(NEW, OLD)
    await require_data_keys(tools.database, tools.cipher)
    before = {key.role: (key.used, key.retired) for key in await list_keys(tools.database, tools.cipher)}
    await rotate(tools.database, tools.cipher)
    after = {key.role: (key.used, key.retired) for key in await list_keys(tools.database, tools.cipher)}
    everything = {"call_records.phone_cipher": 18, "raw_batches.body": 2, "stored_secrets.cipher": 1}
    assert before == {"primary": ({}, False), "old": (everything, False)}
    assert after == {"primary": (everything, False), "old": ({}, True)}
    await tools.database.close()


async def survive_kills(installation: Installation, count: int, kills: int, randomness: Random) -> None:
    """Rotations killed at any of their batches, calls coming in between, and one that is let through."""
    await fill(installation, count)
    for _ in range(kills):
        process = installation.start("keys", "rotate", "--batch", str(max(1, count // 100)))
        assert process.stderr
        for _ in range(randomness.randint(1, 4)):
            process.stderr.readline()  # a line a tenth of the way
        process.kill()
        process.communicate()
        tools = installation.toolbox(NEW, OLD)
        place = randomness.randrange(count // 10) * 10
        assert (await numbers(tools))[str(place)] == number(place)
        assert await found(tools, number(place)) == [str(place)]
        assert await came_again(tools, count) == (0, 0, count)
        await tools.database.close()
    code, said, complained = installation.run("keys", "rotate", "--json")
    assert (code, json.loads(said)["complete"]) == (0, True), complained
    alone = installation.toolbox(NEW)
    assert await numbers(alone) == {row.call_id: row.phone for row in rows(count)}
    assert await came_again(alone, count) == (0, 0, count)
    await alone.database.close()


async def test_a_rotation_that_is_killed_again_and_again_loses_nothing(installation: Installation) -> None:
    await survive_kills(installation, 600, 3, Random(11))


@pytest.mark.torture
async def test_forty_killed_rotations_lose_nothing(installation: Installation) -> None:
    await survive_kills(installation, 20_000, 40, Random())
