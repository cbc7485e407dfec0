"""Sentences for people: Chinese ones have the punctuation of Chinese."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.project import name_of, python_files, tree_of

HALF = re.compile(r"[\u4e00-\u9fff”）][,;?!(:](?!//)")
# headers of exported files, and those that an import knows, are what other programs write and read
COLUMNS = re.compile(r"^[\u4e00-\u9fff]+\([元秒]\)$")


def half_width_in(tree: ast.Module) -> Iterator[int]:
    """The lines of the calls `Text(zh, en)` whose Chinese has punctuation of half a width."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text" and node.args
        ):
            continue
        for part in ast.walk(node.args[0]):
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and HALF.search(text) and not COLUMNS.match(text):
                yield node.lineno


def test_chinese_has_the_punctuation_of_chinese() -> None:
    found = [f"{name_of(file)}:{line}" for file in python_files("src") for line in half_width_in(tree_of(file))]
    assert found == []


@pytest.mark.parametrize("mark", [",", ":", ";", "?", "("])
def test_half_a_width_is_seen(mark: str) -> None:
    assert list(half_width_in(ast.parse(f'Text("失败{mark}请重试", "failed")'))) == [1]
    assert list(half_width_in(ast.parse('Text("失败，请重试：{why}", "failed, try again: {why}")'))) == []
