"""The tests' own PostgreSQL."""

from collections.abc import Iterator

import asyncpg
import pytest

from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def durable_server() -> Iterator[PostgresServer]:
    server = PostgresServer(durable=True)
    server.start()
    yield server
    server.stop()


async def value_of(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_every_database_starts_without_tables(empty_postgres_url: str) -> None:
    tables = await value_of(empty_postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    assert tables == 0


async def test_a_database_copied_from_a_template_holds_its_rows(postgres: PostgresServer) -> None:
    source = await asyncpg.connect(postgres.create_database("a_template"))
    await source.execute("CREATE TABLE t AS SELECT 7 AS n")
    await source.close()
    copy = postgres.create_database("a_copy", "a_template")
    assert await value_of(copy, "SELECT n FROM t") == 7


async def test_a_dropped_database_is_gone_even_while_somebody_is_connected(postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.create_database("in_use"))
    postgres.drop_database("in_use")
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetchval("SELECT 1")
    connection.terminate()


async def test_a_stranger_without_the_password_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url().replace(postgres.password, "guess"))


def test_a_wrong_statement_is_reported_with_the_servers_words(postgres: PostgresServer) -> None:
    with pytest.raises(RuntimeError, match="syntax error"):
        postgres.execute("SELEC 1")


async def test_what_was_committed_survives_a_kill_of_a_durable_server(durable_server: PostgresServer) -> None:
    durable_server.execute("CREATE TABLE kept AS SELECT 42 AS n")
    durable_server.kill()
    durable_server.start()
    assert await value_of(durable_server.url(), "SELECT n FROM kept") == 42


def test_a_stopped_server_leaves_nothing_behind() -> None:
    server = PostgresServer()
    server.start()
    server.stop()
    assert not server.home.exists()
