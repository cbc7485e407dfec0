"""The bulk door: what goes in comes out, whatever is in it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.calls.models import call_records
from leadline.kernel.clock import now
from leadline.kernel.db.bulk.copy_text import copy_lines, copy_text
from leadline.kernel.db.bulk.doors import door_of
from leadline.kernel.db.bulk.postgres import PostgresDoor
from leadline.kernel.db.engine import Database
from tests.factories.examples import SHARED_FIXTURE

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
HARD = st.sampled_from(["", "\\N", "\\.", "a\tb", "a\r\nb", "\\", "\\\\t", '"', "空\t格", "\\x41", " ", "\x0b\x7f"])
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # made aware
ROWS = st.lists(
    st.tuples(
        st.none() | TEXTS | HARD,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.booleans(),
        st.none() | st.binary(max_size=20),
        st.none() | st.dates(date(1, 1, 1)),
        st.none() | MOMENTS,
    ),
    min_size=1,
    max_size=30,
)
COLUMNS = ("a", "b", "c", "d", "e", "f")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def _columns(ids: list[str], remark: str | None) -> dict[str, list[object]]:
    """Columns of calls that hold the least."""
    moment, count = now(), len(ids)
    return {
        "call_id": [*ids], "stat_date": [date(2026, 11, 2)] * count, "hour": [9] * count,
        "start_time": [moment] * count, "is_success": [False] * count,
        "outcome": ["connected"] * count, "fingerprint": [1] * count, "remark": [remark] * count,
    }  # fmt: skip


@settings(suppress_health_check=SHARED_FIXTURE, deadline=None, max_examples=60)
@given(rows=ROWS, constant=TEXTS | HARD)
async def test_what_is_copied_as_text_is_read_back_as_it_was(
    empty_postgres_url: str, rows: list[tuple[object, ...]], constant: str
) -> None:
    connection = await asyncpg.connect(empty_postgres_url.replace("+asyncpg", ""))
    try:
        await connection.execute(
            "CREATE TEMP TABLE t (n serial, a text, b bigint, c boolean, d bytea, e date, f timestamptz, g text)"
        )
        text = copy_text(copy_lines(list(zip(*rows, strict=True))), [constant])

        async def source() -> AsyncIterator[bytes]:
            yield text

        await connection.copy_to_table("t", source=source(), columns=[*COLUMNS, "g"])
        found = await connection.fetch("SELECT a, b, c, d, e, f, g FROM t ORDER BY n")
    finally:
        await connection.close()
    assert [tuple(row) for row in found] == [(*row, constant) for row in rows]


def test_a_column_of_two_kinds_and_a_kind_that_is_not_known_are_refused() -> None:
    with pytest.raises(TypeError, match="several kinds"):
        copy_lines([[1, "one"]])
    with pytest.raises(TypeError, match="float"):
        copy_lines([[1.5]])


async def test_rows_go_in_with_their_constants_and_the_caller_is_told_when_they_are_handed_over(
    database: Database,
) -> None:
    door = door_of(database)
    ids = [f"call-{number:04d}" for number in range(1_345)]  # more than a statement takes on SQLite
    columns = _columns(ids, "a\tb\\N")
    columns["start_time"] = door.moments(columns["start_time"])  # type: ignore[arg-type]  # moments, see above
    columns["stat_date"] = door.days(columns["stat_date"])  # type: ignore[arg-type]  # days, see above
    moment = door.moment(now())
    told: list[str] = []
    async with database.transaction() as connection:
        given = await door.insert_new(
            connection, call_records, door.ready(columns), ("source", "call_id"),
            {"source": "door", "created_at": moment, "synced_at": moment}, lambda: told.append("handed over"),
        )  # fmt: skip
    assert given is None
    assert told == ["handed over"]
    async with database.reading() as connection:
        statement = "SELECT call_id, remark, source, task_name FROM call_records ORDER BY call_id"
        found = [tuple(row) for row in await connection.exec_driver_sql(statement)]
    assert found == [(one, "a\tb\\N", "door", None) for one in ids]


async def test_on_postgresql_only_the_rows_that_are_missing_go_in_and_are_named(postgres_url: str) -> None:
    database = Database(postgres_url)
    door = PostgresDoor()
    moment = now()
    constants = {"source": "door", "created_at": moment, "synced_at": moment}
    async with database.transaction() as connection:
        await door.insert_new(
            connection, call_records, door.ready(_columns(["b"], "first")), ("source", "call_id"), constants
        )
    async with database.transaction() as connection:
        ready = door.ready(_columns(["a", "b", "c"], "second\n"))
        given = await door.insert_new(connection, call_records, ready, ("source", "call_id"), constants)
    assert given == {("door", "a"), ("door", "c")}
    async with database.reading() as connection:
        found = [tuple(row) for row in await connection.exec_driver_sql("SELECT call_id, remark FROM call_records")]
    assert sorted(found) == [("a", "second\n"), ("b", "first"), ("c", "second\n")]
    await database.close()
