"""`leadline user` and `leadline token --user`, as an operator types them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from leadline.kernel.auth.claims import SessionClaims
from leadline.kernel.auth.tokens import Tokens

SECRET = "s" * 40
LINK = "https://leadline.example/sign-in#link="
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    """Types a command over a database of the test's own, with `given` on standard input."""
    environment = {
        **os.environ, "DATABASE_URL": sqlite_url, "LEADLINE_HOME": str(tmp_path), "PASSWORD_COST": "4",
        "APP_ENV": "testing", "JWT_SECRET_KEY": SECRET, "LEADLINE_LANG": "en", "PUBLIC_URL": "https://leadline.example/",
    }  # fmt: skip

    def typed(*words: str, given: str = "") -> Done:
        command = [sys.executable, "-m", "leadline", *words]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, input=given, capture_output=True, text=True, check=False
        )

    return typed


def test_the_first_administrator_is_made_and_cannot_be_lost(run: Run) -> None:
    made = run("user", "create", "boss", "--role", "admin", "--password-stdin", given="correct horse battery\n")
    assert (made.returncode, made.stdout) == (0, "")
    [listed] = json.loads(run("user", "list", "--json").stdout)
    assert (listed["username"], listed["role"], listed["data_scope"]) == ("boss", "admin", "all")
    lost = run("user", "disable", "boss")
    assert (lost.returncode, "last administrator" in lost.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "given", "status", "said"),
    [
        (("--role", "admin", "--password-stdin"), "short\n", 1, "at least 10 characters"),
        (("--role", "admin", "--password-stdin"), "", 2, "standard input is empty"),
        (("--role", "admin", "--temporary"), "", 2, "--password-stdin"),
        (("--role", "root"), "", 1, "there is no role named root"),
    ],
)
def test_what_is_not_made(run: Run, words: tuple[str, ...], given: str, status: int, said: str) -> None:
    refused = run("user", "create", "boss", *words, given=given)
    assert (refused.returncode, said in refused.stderr.lower()) == (status, True)


def test_a_reset_by_the_command_takes_the_old_password(run: Run) -> None:
    run("user", "create", "li", "--role", "manager", "--password-stdin", given="correct horse battery\n")
    reset = run("user", "reset-password", "LI", "--password-stdin", "--temporary", given="another horse battery\n")
    assert (reset.returncode, reset.stdout) == (0, "")
    assert run("user", "reset-password", "li").stdout.startswith(LINK)
    nobody = run("user", "reset-password", "wang")
    assert (nobody.returncode, "There is no user named wang" in nobody.stderr) == (1, True)


def test_a_user_without_a_password_gets_links_and_a_token_of_their_own(run: Run) -> None:
    assert run("user", "create", "li", "--role", "manager").stdout.startswith(LINK)
    again = run("user", "create", "LI", "--role", "manager")
    assert (again.returncode, "taken" in again.stderr) == (1, True)
    assert run("user", "link", "li").stdout.startswith(LINK)
    token = run("token", "--user", "li").stdout.strip()
    assert isinstance(Tokens(SECRET).read(token.encode()), SessionClaims)
    assert run("token", "--user", "li", "--role", "admin").returncode == 1
    run("user", "disable", "li")
    assert run("token", "--user", "li").returncode == 1
