"""The server's own log, after all its secrets went through it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from leadline.entrypoints.api import create_app
from leadline.kernel.auth.dependencies import doors_of, hot_doors
from leadline.kernel.settings import load_settings
from tests.api.serving import serving
from tests.guanke.simulated import SimulatedVendor
from tests.journeys.syncing import Installation

PUSH_SECRET = "a-push-secret-that-nobody-may-read"
NUMBER = "13912345678"


def parameters_of(app: FastAPI, path: str) -> Iterator[Any]:
    """The query parameters of the route at `path`, FastAPI's own objects."""
    for door in doors_of(app):
        if door.path == path:
            waiting = [door.route.dependant]
            while waiting:
                dependant = waiting.pop()
                yield from dependant.query_params
                waiting += dependant.dependencies


@pytest.fixture
def log(sqlite_url: str, vendor: SimulatedVendor, tmp_path: Path) -> str:
    """What a server wrote while it was pushed to, synced and asked with tokens and numbers, well and badly."""
    row = {"cdr_id": "1", "phone": NUMBER, "call_time": 1_760_000_000, "call_state": 2, "remark": f"call {NUMBER}"}
    with serving(Installation(sqlite_url, vendor, tmp_path), PUSH_SECRET=PUSH_SECRET) as served, served.client() as ask:
        token = ask.headers["Authorization"]
        for secret in (PUSH_SECRET, f"{PUSH_SECRET}-wrong"):
            ask.post(f"/api/sources/demo/push/{secret}", json=row)
            ask.post(f"/api/sources/demo/push/{secret}", content=b"{")
        ask.get("/api/calls", params={"phone": NUMBER})
        ask.get("/api/calls", params={"token": token.removeprefix("Bearer ")})
        ask.post("/api/calls/1/reveal", json={"reason": f"call {NUMBER} back"})
        ask.post("/api/calls/sync", json={"start_date": "2025-10-24", "end_date": "2025-10-24", "source": "demo"})
        httpx.get(f"{served.url}/api/calls", headers={"Authorization": token[:-2]})
    (tmp_path / "token").write_text(token.removeprefix("Bearer "))
    return (tmp_path / "serve.log").read_text()


def test_no_number_and_no_secret_is_in_an_audit_entry(log: str, sqlite_url: str, tmp_path: Path) -> None:
    token = (tmp_path / "token").read_text()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        told = str(connection.execute("SELECT * FROM audit_entries").fetchall())
    assert "calls.push" in told
    for secret in (PUSH_SECRET, NUMBER, token, "demo-secret"):
        assert secret not in told


def test_no_number_is_in_the_key_of_a_cached_answer(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(load_settings(app_env="testing", leadline_home=tmp_path, database_url=sqlite_url))
    # the key of a hot answer holds the query: none of these routes may take a number
    named = {parameter.alias for path in hot_doors(app) for parameter in parameters_of(app, path)}
    assert named & {"phone", "number", "mobile", "q"} == set()


def test_neither_secrets_nor_numbers_are_in_it(log: str, tmp_path: Path) -> None:
    token = (tmp_path / "token").read_text()
    made_up = [file.read_text() for file in (tmp_path / "secrets").iterdir()]
    for secret in (PUSH_SECRET, NUMBER, token, token.split(".")[2], "demo-secret", *made_up):
        assert secret not in log
    assert "/push/***" in log
