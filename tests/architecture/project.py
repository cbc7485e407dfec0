"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "leadline"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is committed or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted(ROOT / name for name in names if name and (ROOT / name).is_file()))


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files under these folders of the project."""
    wanted = [ROOT / folder for folder in folders]
    return tuple(
        file for file in project_files() if file.suffix == ".py" and any(file.is_relative_to(top) for top in wanted)
    )


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def functions_of(file: Path) -> Iterator[Function]:
    """Every function and method of one file."""
    return (node for node in ast.walk(tree_of(file)) if isinstance(node, Function))


def length_of(function: Function) -> int:
    """Its lines, signature and decorators included."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return (function.end_lineno or first) - first + 1


def name_of(file: Path) -> str:
    """The file's path within the project."""
    return file.relative_to(ROOT).as_posix()
