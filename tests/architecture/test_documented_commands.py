"""The command line as the documents tell it: every command and option is told, and what is told exists."""

import re
import shlex
from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from leadline.entrypoints.cli import app
from tests.architecture.documents import FENCE, document, documents, section, spans

PAGE = "docs/cli.md"
SHARED = {"--json", "--from", "--to", "--days", "--help"}  # what is said of all commands at the page's head
# what stands behind a command in a sentence, and is none of its words
WORDS = re.compile(r"^leadline( [\w.:/<>…=*{}$\"'~@+-]+)*$")


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from commands(below, (*path, name))
    elif isinstance(command, TyperCommand):
        yield path, command


COMMANDS = dict(commands(typer.main.get_command(app)))
GROUPS = {path[:1] for path in COMMANDS if len(path) == 2}


def options_of(command: TyperCommand) -> set[str]:
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("-")}


def told_of(path: tuple[str, ...]) -> str:
    """The section that tells of a command: its own, its group's, or one that it shares."""
    headings = re.findall(r"^## (.+)$", document(PAGE), re.MULTILINE)
    among = {"channels": "alerts", "team": "role, team, employee", "employee": "role, team, employee"}
    among["role"] = among["team"]
    heading = among.get(path[0], path[0])
    assert heading in headings, f"{PAGE} has no section {heading!r}"
    return section(PAGE, f"## {heading}")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_is_told_with_its_options(path: tuple[str, ...]) -> None:
    text = told_of(path)
    assert len(path) == 1 or f"`{' '.join(path)}" in text, f"{' '.join(path)} is not in {PAGE}"
    assert [names for names in long_names(COMMANDS[path]) if not any(told(name, text) for name in names)] == []


def long_names(command: TyperCommand) -> list[list[str]]:
    """The names of each option of its own."""
    names = [[name for name in (*one.opts, *one.secondary_opts) if name.startswith("--")] for one in command.params]
    return [one for one in names if one and not set(one) & SHARED]


def told(option: str, text: str) -> bool:
    return re.search(rf"{option}(?![\w-])", text) is not None


def lines_of(name: str) -> list[str]:
    """What a document gives to be typed: code in sentences, and lines of blocks."""
    blocks = [line.split(" #")[0].strip() for block in FENCE.findall(document(name)) for line in block.splitlines()]
    typed = [re.sub(r"^(\w+=\S+ )+", "", line).removesuffix("&").strip() for line in blocks]
    return [line for line in (*spans(document(name)), *typed) if line.startswith("leadline ")]


def mistakes(line: str) -> list[str]:
    """What of a line the command line does not know."""
    line = re.sub(r"\[|\]|\||;.*$|>.*$", " ", line)
    words = shlex.split(line.replace("…", ""), posix=False)[1:]
    path = tuple(words[:2]) if tuple(words[:1]) in GROUPS else tuple(words[:1])
    if not path or path in GROUPS or (path[0] == path[0].upper()):
        return []
    if path not in COMMANDS:
        return [" ".join(path)]
    given = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    return sorted(given - options_of(COMMANDS[path]) - {"--help"})


@pytest.mark.parametrize("name", [name for name in documents() if name != "CHANGELOG.md"])
def test_what_is_to_be_typed_exists(name: str) -> None:
    found = {line: wrong for line in lines_of(name) if (wrong := mistakes(line))}
    assert found == {}


def test_a_command_that_is_none_is_noticed() -> None:
    assert [mistakes(line) for line in ("leadline synk", "leadline sync --dayz 3", "leadline sync --days 3")] == [
        ["synk"], ["--dayz"], [],
    ]  # fmt: skip
