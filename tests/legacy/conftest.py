"""First-system databases of either kind, and the program as its users start it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table

from leadline.calls.service.recount import verify
from leadline.entrypoints.legacy.origin import origin_url
from leadline.entrypoints.legacy.takeover import TakeoverReport, open_takeover
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings
from tests.legacy import first_system

Program = Callable[..., subprocess.CompletedProcess[str]]
Builder = Callable[..., str]
TakeOver = Callable[..., TakeoverReport]
Verifier = Callable[[str], list[date]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Nothing of this machine's settings, and a home of the test's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
    }
    return kept | {"LEADLINE_HOME": str(tmp_path / "home"), "APP_ENV": "testing", "LEADLINE_LANG": "en"}


@pytest.fixture
def leadline(tmp_path: Path, environment: dict[str, str]) -> Program:
    """`leadline …` as its users start it, in the test's own folder, with DATABASE_URL set."""

    def start(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "leadline", *arguments],
            cwd=tmp_path,
            env=environment | {"DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )

    return start


@pytest.fixture
def take_over(settings: Settings) -> TakeOver:
    """What `leadline import-legacy` does, without a process of its own: fifty times as fast."""

    def start(target: str, origin: str, zone: str = "UTC") -> TakeoverReport:
        async def work() -> TakeoverReport:
            chosen = settings.model_copy(update={"database_url": target})
            places = (origin_url(origin), ZoneInfo(zone))
            async with open_takeover(chosen, *places, in_place=target == origin) as takeover:
                return await takeover.run(lambda _: None)

        return asyncio.run(work())

    return start


@pytest.fixture
def differing_days() -> Verifier:
    """What `leadline stats verify` finds."""

    def find(url: str) -> list[date]:
        async def work() -> list[date]:
            database = Database(url)
            found = [one.day async for one in verify(database, date.min, date.max) if one.differences]
            await database.close()
            return found

        return asyncio.run(work())

    return find


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def legacy_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is empty still; the test runs on both kinds."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("empty_postgres_url")
        return url
    (tmp_path / "instance").mkdir()
    return f"sqlite:///{tmp_path}/instance/business_data.db"


@pytest.fixture
def target_url(request: pytest.FixtureRequest, legacy_url: str) -> str:
    """A database of ours, of the same kind as the first system's."""
    url: str = request.getfixturevalue("sqlite_url" if legacy_url.startswith("sqlite") else "postgres_url")
    return url


@pytest.fixture
def legacy(legacy_url: str) -> Builder:
    """Builds the first system's database with the given rows, by table; returns its address."""

    def build(
        calls: Iterable[Mapping[str, Any]] = (),
        grades: Iterable[Mapping[str, Any]] = (),
        totals: Iterable[Mapping[str, Any]] = (),
    ) -> str:
        given: list[tuple[Table, list[Mapping[str, Any]]]] = [
            (first_system.call_records, list(calls)),
            (first_system.grade_stats_cache, list(grades)),
            (first_system.task_stats_cache, list(totals)),
        ]
        return first_system.build(legacy_url, *[one for one in given if one[1]])

    return build
