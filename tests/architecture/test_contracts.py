"""The borders of `pyproject.toml` hold, and each of them catches what it is there for.

A contract with a mistyped wildcard passes in silence: so every violation is planted in a copy of the package.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE, ROOT

CONTRACTS = ("map", "doors", "inside", "pure", "no-http", "kernel-cycles")

# contract, the file that is added or appended to, what it imports
VIOLATIONS = [
    ("map", "kernel/text.py", "leadline.calls.contracts"),
    ("map", "calls/contracts.py", "leadline.integrations"),
    ("map", "integrations/planted.py", "leadline.entrypoints"),
    ("map", "leads/service.py", "leadline.calls.contracts"),
    ("map", "customers/service.py", "leadline.content.public"),
    ("map", "risk/service.py", "leadline.operations.public"),
    ("map", "strangers/service.py", "leadline.kernel.text"),
    ("doors", "reports/service.py", "leadline.calls.domain.planted"),
    ("doors", "reports/service.py", "leadline.calls.repository.planted"),
    ("doors", "reports/service.py", "leadline.calls.models"),
    ("doors", "integrations/planted.py", "leadline.calls.service.planted"),
    ("doors", "integrations/vendor/deep.py", "leadline.calls.models"),
    ("doors", "calls/service/planted.py", "leadline.employees.service"),
    ("doors", "calls/service/planted.py", "leadline.employees.endpoints"),
    ("inside", "calls/domain/planted.py", "leadline.calls.repository.planted"),
    ("inside", "calls/repository/planted.py", "leadline.calls.service.planted"),
    ("inside", "calls/service/planted.py", "leadline.calls.endpoints.planted"),
    ("inside", "calls/contracts.py", "leadline.calls.ports"),
    ("inside", "calls/utils.py", "leadline.calls.contracts"),
    ("pure", "calls/contracts.py", "sqlalchemy"),
    ("pure", "calls/domain/planted.py", "fastapi"),
    ("pure", "calls/domain/planted.py", "leadline.kernel.db.engine"),
    ("no-http", "calls/service/planted.py", "fastapi"),
    ("no-http", "calls/repository/planted.py", "starlette.requests"),
    ("no-http", "calls/domain/planted.py", "fastapi"),
    ("kernel-cycles", "kernel/text.py", "leadline.kernel.errors"),
]


def lint(source: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(ROOT / "pyproject.toml"), "--no-cache", *chosen],
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(source: Path, place: str, imported: str) -> None:
    """Adds the import to `place`, and an empty module for whatever of `imported` is not there."""
    target = source / "leadline" / place
    modules = [target]
    if imported.startswith("leadline."):
        wanted = source.joinpath(*imported.split("."))
        if not wanted.is_dir():
            modules.append(wanted.with_suffix(".py"))
    for module in modules:
        folder = module.parent
        while folder != source:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
            folder = folder.parent
        module.touch()
    with target.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")


@pytest.fixture
def copied_source(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "leadline", ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "web"))
    return tmp_path


def test_the_borders_hold() -> None:
    done = lint(PACKAGE.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_a_context_that_asks_another_by_its_doors_breaks_nothing(copied_source: Path) -> None:
    for door in ("public", "contracts", "events", "ports"):
        plant(copied_source, "reports/service.py", f"leadline.calls.{door}")
    done = lint(copied_source, "map", "doors", "pure", "no-http")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_contract_has_a_violation_planted_against_it(contract: str) -> None:
    assert contract in {planted for planted, _, _ in VIOLATIONS}


@pytest.mark.parametrize(
    ("contract", "place", "imported"), VIOLATIONS, ids=[f"{c}: {p} -> {i}" for c, p, i in VIOLATIONS]
)
def test_a_planted_violation_is_caught(copied_source: Path, contract: str, place: str, imported: str) -> None:
    plant(copied_source, place, imported)
    done = lint(copied_source, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Contracts: 0 kept, 1 broken." in done.stdout
