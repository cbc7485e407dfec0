"""The first system's tables make room for ours in their own database, and lose nothing."""

import pytest

from leadline.entrypoints.legacy.errors import LegacyNamesTaken
from tests.legacy.conftest import Builder, TakeOver, Verifier
from tests.legacy.first_system import build, call, call_records, contents, run, tables_in


def test_every_row_is_kept_under_another_name(legacy: Builder, take_over: TakeOver, differing_days: Verifier) -> None:
    url = legacy([call(1), call(2)])
    before = contents(url)
    assert take_over(url, url).result.new == 2
    assert contents(url, "legacy_") == before
    assert differing_days(url) == []


def test_a_table_of_a_stranger_keeps_its_name(legacy: Builder, take_over: TakeOver) -> None:
    url = legacy([call(1)])
    take_over(url, url)
    assert {"erp_orders", "legacy_tasks"} <= tables_in(url)


def test_a_second_run_takes_from_the_renamed_tables(legacy: Builder, take_over: TakeOver) -> None:
    url = legacy([call(1), call(2)])
    take_over(url, url)
    again = take_over(url, url)
    assert (again.result.new, again.result.unchanged) == (0, 2)


def test_indexes_are_kept_under_names_that_are_not_ours(legacy: Builder, take_over: TakeOver) -> None:
    url = legacy([call(1)])
    take_over(url, url)
    query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    if url.startswith("postgresql"):
        query = "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
    found = {name for name, table in run(url, query) if table.startswith("legacy_")}
    assert "legacy_ix_call_records_start_time" in found
    assert {name for name in found if not name.startswith("legacy_")} == set()


@pytest.mark.postgres
def test_sequences_are_renamed_and_still_count(empty_postgres_url: str, take_over: TakeOver) -> None:
    url = build(empty_postgres_url, (call_records, [call(1)]))
    take_over(url, url)
    sequence = run(url, "SELECT pg_get_serial_sequence('legacy_call_records', 'id')")
    assert sequence == [("public.legacy_call_records_id_seq",)]
    assert run(url, "INSERT INTO legacy_call_records (call_id) VALUES ('x') RETURNING id") == [(2,)]


def test_names_that_are_taken_stop_it_before_anything_is_touched(legacy: Builder, take_over: TakeOver) -> None:
    url = legacy([call(1)])
    run(url, "CREATE TABLE legacy_call_records (id INTEGER)")
    before = contents(url)
    with pytest.raises(LegacyNamesTaken):
        take_over(url, url)
    assert contents(url) == before
