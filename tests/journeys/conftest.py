"""A dialer and databases for whole journeys."""

import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import TEMPLATE
from tests.guanke.simulated import CALM, SimulatedVendor, running_simulator
from tests.journeys.syncing import Installation


@pytest.fixture(scope="session")
def dialer() -> Iterator[SimulatedVendor]:
    with running_simulator() as vendor:
        yield vendor


@pytest.fixture
def vendor(dialer: SimulatedVendor) -> Iterator[SimulatedVendor]:
    """The simulator without a fault, its clock standing still."""
    dialer.set(**CALM)
    yield dialer
    dialer.set(**CALM)


@pytest.fixture
def installation(database_url: str, vendor: SimulatedVendor, tmp_path: Path) -> Installation:
    return Installation(database_url, vendor, tmp_path)


@pytest.fixture
def another(
    request: pytest.FixtureRequest, database_url: str, vendor: SimulatedVendor, tmp_path: Path
) -> Iterator[Callable[[], Installation]]:
    """Makes a second installation on a fresh database of the same kind, for what an undisturbed one comes to."""
    made: list[str] = []

    def make() -> Installation:
        home = tmp_path / uuid.uuid4().hex
        home.mkdir()
        if database_url.startswith("sqlite"):
            file = home / "other.db"
            migrated = request.getfixturevalue("migrated_sqlite")
            with closing(sqlite3.connect(migrated)) as template, closing(sqlite3.connect(file)) as copy:
                template.backup(copy)
            return Installation(f"sqlite:///{file}", vendor, home)
        made.append(f"test_{uuid.uuid4().hex}")
        url = request.getfixturevalue("migrated_postgres").create_database(made[-1], TEMPLATE)
        return Installation(url, vendor, home)

    yield make
    for name in made:
        request.getfixturevalue("migrated_postgres").drop_database(name)
    shutil.rmtree(tmp_path, ignore_errors=True)
