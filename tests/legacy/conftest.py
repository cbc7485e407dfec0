"""First-system databases of either kind, and the program as its users start it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table
from typer.testing import CliRunner

from leadline.entrypoints.cli import app
from tests.legacy import first_system

Program = Callable[..., subprocess.CompletedProcess[str]]
Builder = Callable[..., str]


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
def program(tmp_path: Path, environment: dict[str, str]) -> Program:
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
def leadline(tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The same command line without a process of its own, which is ten times as fast."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def start(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = runner.invoke(app, arguments, env=environment | {"DATABASE_URL": url})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return start


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
