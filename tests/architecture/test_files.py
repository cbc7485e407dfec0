"""What no file of the project may hold, and what its generated files must hold."""

import re
from pathlib import Path

import pytest

from leadline.kernel.env_example import env_example
from leadline.kernel.settings import Settings
from tests.architecture.project import ROOT, name_of, project_files

# Written so that this file does not match itself
FORBIDDEN = {
    "a registry's host": re.compile(r"pypi[.]org|pythonhosted[.]|registry[.]npmjs|npmmirror[.]|deb[.]debian[.]"),
    "a folder of one machine": re.compile(r"(?<![\w.$}])[/]work/|[/]root/"),
    "unfinished work": re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b"),
}
OUTSIDE = re.compile(r"[.]{2}/shared\b")
LOCK_LINE = re.compile(
    r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,_-]+\])?==[\w.!+-]+(?: ; [^#]+?)? \\$"
    r"|^    --hash=sha256:[0-9a-f]{64}(?: \\)?$"
)
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def texts() -> dict[str, str]:
    found = {}
    for file in project_files():
        content = file.read_bytes()
        if b"\0" not in content:
            found[name_of(file)] = content.decode("utf-8")
    return found


def places(pattern: re.Pattern[str], *, outside_tests: bool = False) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        if not (outside_tests and name.startswith("tests/"))
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    assert places(FORBIDDEN[what]) == []


def test_only_optional_tests_look_outside_the_project() -> None:
    assert places(OUTSIDE, outside_tests=True) == []


def test_there_are_five_lock_files() -> None:
    assert [lock.stem for lock in LOCKS] == ["bootstrap", "build", "dev", "run", "web"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_file_holds_pins_and_hashes_and_nothing_else(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not LOCK_LINE.match(line)] == []


def test_what_runs_is_the_same_in_every_lock_file() -> None:
    pins = {lock.stem: set(re.findall(r"^\S+==\S+", lock.read_text(), re.MULTILINE)) for lock in LOCKS}
    names = {pin.split("==")[0]: pin for pin in pins["dev"]}
    assert pins["run"] <= pins["dev"]
    assert [pin for pin in pins["build"] if names.get(pin.split("==")[0], pin) != pin] == []


def test_the_example_of_the_settings_is_up_to_date() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example(Settings), "run `make env-example`"


def test_the_example_names_every_setting_and_shows_no_secret() -> None:
    example = env_example(Settings)
    for name in Settings.model_fields:
        assert re.search(rf"^(# )?{name.upper()}=", example, re.MULTILINE), name
    assert re.findall(r"^\w*(?:SECRET|PASSWORD|KEY)\w*=.+$", example, re.MULTILINE) == []
