"""What is said of the advisories: a vulnerability fails, silence is told and does not."""

import importlib.util
import subprocess
from types import ModuleType

import orjson
import pytest

from tests.architecture.project import ROOT


@pytest.fixture
def advisories() -> ModuleType:
    spec = importlib.util.spec_from_file_location("advisories", ROOT / ".ci" / "advisories.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def one(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [], **more}


BAD = one("bad", vulns=[{"id": "PYSEC-1", "fix_versions": ["1.1"]}])


@pytest.mark.parametrize(
    "answer, status, said",
    [
        ([one("good"), BAD], 1, "2 packages looked up, 1 with a known vulnerability"),
        ([one("good"), one("odd", skip_reason="unknown")], 0, "NOT LOOKED UP: odd"),
        ([one("odd", skip_reason="unknown")], 0, "NOT CHECKED"),
        (None, 0, "NOT CHECKED, the service of advisories cannot be reached (refused)"),
    ],
)
def test_a_vulnerability_fails_and_silence_is_told(
    advisories: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: list[dict[str, object]] | None,
    status: int,
    said: str,
) -> None:
    text = "" if answer is None else orjson.dumps({"dependencies": answer}).decode()
    done = subprocess.CompletedProcess([], 1, text, "trace\nrefused")
    monkeypatch.setattr(advisories.subprocess, "run", lambda *_, **__: done)
    assert advisories.main() == status
    assert said in capsys.readouterr().out
