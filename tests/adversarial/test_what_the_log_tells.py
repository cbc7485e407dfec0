"""The server's own log, after all its secrets went through it."""

from pathlib import Path

import httpx
import pytest

from tests.api.serving import serving
from tests.guanke.simulated import SimulatedVendor
from tests.journeys.syncing import Installation

PUSH_SECRET = "a-push-secret-that-nobody-may-read"
NUMBER = "13912345678"


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


def test_neither_secrets_nor_numbers_are_in_it(log: str, tmp_path: Path) -> None:
    token = (tmp_path / "token").read_text()
    made_up = [file.read_text() for file in (tmp_path / "secrets").iterdir()]
    for secret in (PUSH_SECRET, NUMBER, token, token.split(".")[2], "demo-secret", *made_up):
        assert secret not in log
    assert "/push/***" in log
