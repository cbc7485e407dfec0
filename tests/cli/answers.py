"""What the command line answers to many lines, in one language: a process for all of them, not one for each."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

CHILD = Path(__file__).with_name("child.py")
LOCALES = ("LEADLINE_LANG", "LC_ALL", "LANG")


class Line(NamedTuple):
    """What is typed, at a terminal of so many columns, with `given` on standard input."""

    words: tuple[str, ...]
    columns: int = 80
    given: str = ""


class Answer(NamedTuple):
    """What came of it."""

    status: int
    out: str
    err: str


class Session(NamedTuple):
    """All answers, and the modules that had been imported at the end."""

    answers: dict[Line, Answer]
    modules: frozenset[str]


def ask(lines: Sequence[Line], home: Path, **language: str) -> Session:
    """Types the lines under the locale's variables in `language`, and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in LOCALES}
    environment = {**kept, "LEADLINE_HOME": str(home), "APP_ENV": "testing", "PYTHONUTF8": "1", **language}
    done = subprocess.run(
        [sys.executable, str(CHILD)], env=environment, cwd=home, input=json.dumps([line._asdict() for line in lines]),
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    answers = [Answer(**answer) for answer in told["answers"]]
    return Session(dict(zip(lines, answers, strict=True)), frozenset(told["modules"]))
