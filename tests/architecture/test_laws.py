"""Laws of the code that no linter knows: who may commit, who may catch everything, what an exception must explain."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.architecture.project import PACKAGE, ROOT, name_of, python_files, tree_of

BROAD = {"Exception", "BaseException"}
# Each edge where work of others runs and any failure must become an answer, a log line or a row
EDGES = {
    "src/leadline/entrypoints/cli/common.py": "a database fault becomes one line for the reader; any other goes on",
    "src/leadline/entrypoints/cli/doctor.py": "a database fault becomes a finding; any other goes on",
    "src/leadline/kernel/jobs/worker.py": "a fault of one chore becomes a log line and does not end the others",
    "src/leadline/kernel/outbox/relay.py": "a subscriber that fails is tried again, or leaves a dead letter",
    "src/leadline/kernel/http/edge.py": "any fault becomes a 500 with its trace id, and a line in the log",
    "src/leadline/kernel/observability/watches.py": "a gauge that cannot be read is left out, and counted",
}
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)")
EXPLAINED = re.compile(
    r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w,\s-]+\]|pragma:\s*no cover)\s[\s#–-]*\w+\W+\w"
)


def commits_of(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield node.lineno


def is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(is_broad(part) for part in caught.elts)
    name = caught.attr if isinstance(caught, ast.Attribute) else getattr(caught, "id", None)
    return caught is None or name in BROAD


def broad_excepts_of(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type):
            yield node.lineno
        if isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func) and any(map(is_broad, node.args)):
            yield node.lineno


def unexplained_of(text: str) -> Iterator[int]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and SILENCED.search(token.string) and not EXPLAINED.search(token.string):
            yield token.start[0]


def test_only_the_database_door_commits() -> None:
    door = PACKAGE / "kernel" / "db"
    found = [
        f"{name_of(file)}:{line}"
        for file in python_files("src")
        if not file.is_relative_to(door)
        for line in commits_of(tree_of(file))
    ]
    assert found == []


def test_only_the_declared_edges_catch_everything() -> None:
    found = [
        f"{name_of(file)}:{line}"
        for file in python_files("src")
        if name_of(file) not in EDGES
        for line in broad_excepts_of(tree_of(file))
    ]
    assert found == []


@pytest.mark.parametrize("edge", EDGES)
def test_a_declared_edge_still_catches_everything(edge: str) -> None:
    assert list(broad_excepts_of(tree_of(ROOT / edge)))


def test_every_silenced_check_says_why() -> None:
    found = [
        f"{name_of(file)}:{line}"
        for file in python_files("src", "tests", "bench")
        for line in unexplained_of(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("code", ["await session.commit()", "connection.commit()"])
def test_a_commit_is_seen(code: str) -> None:
    assert list(commits_of(ast.parse(f"async def f():\n    {code}"))) == [2]


@pytest.mark.parametrize(
    "clause", ["except:", "except Exception:", "except (ValueError, BaseException) as e:", "except builtins.Exception:"]
)
def test_a_broad_except_is_seen(clause: str) -> None:
    assert list(broad_excepts_of(ast.parse(f"try:\n    pass\n{clause}\n    pass"))) == [3]


def test_a_broad_suppress_is_seen() -> None:
    assert list(broad_excepts_of(ast.parse("with contextlib.suppress(Exception): pass"))) == [1]


@pytest.mark.parametrize("mark", ["noqa", "noqa: S608", "type: ignore", "type: ignore[arg-type]"])
def test_a_check_silenced_without_a_reason_is_seen(mark: str) -> None:
    assert list(unexplained_of(f"x = 1  # {mark}\n")) == [1]
    assert list(unexplained_of("x = 1  # noqa: S608  # our own names\n")) == []
