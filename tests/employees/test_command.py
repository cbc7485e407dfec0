"""`leadline role`, `team` and `employee`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def runner(url: str, home: Path) -> Run:
    environment = {**os.environ, "DATABASE_URL": url, "LEADLINE_HOME": str(home), "APP_ENV": "testing"}

    def run(*words: str) -> Done:
        command = [sys.executable, "-m", "leadline", *words]
        told = environment | {"LEADLINE_LANG": "en", "COLUMNS": "200"}
        return subprocess.run(command, env=told, cwd=home, capture_output=True, text=True, check=False, timeout=120)

    return run


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    return runner(sqlite_url, tmp_path)


def data(result: Done) -> Any:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_role_is_made_granted_and_listed(run: Run) -> None:
    made = data(run("role", "create", "quality", "call:read", "--label-zh", "质检员", "--scope", "team", "--json"))
    assert (made["permissions"], made["data_scope"]) == (["call:read"], "team")
    assert data(run("role", "grant", "quality", "stats:read", "--json"))["permissions"] == ["call:read", "stats:read"]
    assert "质检员" in run("role", "list").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["role", "revoke", "admin", "call:read"], 1, "administrator"),
        (["role", "create", "fine", "--scope", "galaxy"], 2, "galaxy"),
        (["employee", "agents", "EMP_404", "--add", "nocolon"], 2, "SOURCE:ID"),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, words: list[str], status: int, said: str) -> None:
    result = run(*words)
    assert result.returncode == status
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_team_and_an_employee_with_an_account_are_entered(run: Run) -> None:
    sales = data(run("team", "create", "sales", "--json"))["id"]
    made = data(run("employee", "create", "王芳", "--team", str(sales), "--json"))
    assert (made["employee_no"], made["team_name"]) == ("EMP_001", "sales")
    added = data(run("employee", "agents", "emp_001", "--add", "demo:3001", "--from", "2026-10-01", "--json"))
    assert [(one["source"], one["agent_id"], one["valid_from"]) for one in added] == [("demo", "3001", "2026-10-01")]
    stored = data(run("employee", "kpis", "--date", "2026-10-20", "--json"))
    assert stored == {"date": "2026-10-20", "employees": 1}
