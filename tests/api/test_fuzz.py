"""Whatever is sent, the API answers as its own OpenAPI document says, and never with a fault of its own."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from leadline.entrypoints.api import create_app
from leadline.kernel.settings import load_settings
from tests.api.serving import Served

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def routes() -> list[tuple[str, str]]:
    """(method, path) of everything that the OpenAPI document holds, save for what never ends."""
    with tempfile.TemporaryDirectory() as home:
        document = create_app(load_settings(app_env="testing", leadline_home=Path(home))).openapi()
    return sorted(
        (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "text/event-stream" not in operation["responses"].get("200", {}).get("content", {})
    )


@pytest.mark.parametrize(("method", "path"), routes(), ids=lambda part: part)
def test_no_input_makes_the_api_fail(
    method: str, path: str, contract: schemathesis.BaseSchema, served: Served, admin_token: str
) -> None:
    operation = contract[path][method.upper()]
    headers = {"Authorization": f"Bearer {admin_token}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def probe(case: schemathesis.Case[Any]) -> None:
        response = case.call(headers=headers, timeout=60)
        case.validate_response(response, checks=CHECKS)

    probe()
    assert served.process.poll() is None
