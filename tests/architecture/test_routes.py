"""Every route says who may call it."""

import importlib

import pytest
from fastapi import FastAPI

from leadline.kernel.settings import Settings
from tests.architecture.project import PACKAGE

WRITTEN = (PACKAGE / "entrypoints" / "api.py").exists() and (PACKAGE / "kernel" / "auth" / "dependencies.py").exists()


@pytest.mark.skipif(not WRITTEN, reason="the application is not assembled yet")
def test_every_route_declares_a_permission_or_that_it_is_public(settings: Settings) -> None:
    app: FastAPI = importlib.import_module("leadline.entrypoints.api").create_app(settings)
    undeclared = importlib.import_module("leadline.kernel.auth.dependencies").undeclared_routes(app)
    assert app.routes
    assert list(undeclared) == []
