"""One server for all tests of the API as a whole, with some days of made-up calls."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis

from tests.api.serving import Served, serving
from tests.guanke.simulated import CALM, running_simulator
from tests.journeys.syncing import Installation


@pytest.fixture(scope="session")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    with running_simulator() as vendor:
        vendor.set(**CALM | {"calls_per_day": 3, "now": None})
        installation = Installation(f"sqlite:///{home / 'leadline.db'}", vendor, home)
        with serving(installation, PUSH_SECRET="a-push-secret-of-the-tests") as running:
            seeding = installation.leadline("db", "seed", "--days", "3", "--calls", "200")
            said = seeding.communicate(timeout=60)
            assert seeding.returncode == 0, said
            yield running


@pytest.fixture(scope="session")
def contract(served: Served) -> schemathesis.BaseSchema:
    """The OpenAPI document, as the server hands it out."""
    return schemathesis.openapi.from_url(f"{served.url}/api/openapi.json")


@pytest.fixture(scope="session")
def admin_token(served: Served) -> str:
    return served.token()
