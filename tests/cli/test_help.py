"""`--help`, for who reads Chinese and for who reads English."""

import inspect
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

from leadline.entrypoints.cli import app
from leadline.entrypoints.cli.chinese.catalogue import HELP, SENTENCES
from leadline.entrypoints.cli.chinese.panels import CLOSING, line_breaks
from tests.cli.answers import Line, Session, ask

Commands = dict[tuple[str, ...], TyperCommand | TyperGroup]
OF_TYPER = {"Show this message and exit."}
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
FRAME = re.compile(r"[\s│╭╮╰╯─]")


def commands_of(
    command: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], TyperCommand | TyperGroup]]:
    assert isinstance(command, TyperCommand | TyperGroup)
    yield path, command
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from commands_of(below, (*path, name))


def helps_of(command: TyperCommand | TyperGroup) -> list[str]:
    texts = [command.help, *(getattr(one, "help", None) for one in command.params)]
    return [inspect.cleandoc(text) for text in texts if text]


def without_chinese(of: typer.Typer) -> set[str]:
    return {text for _, one in commands_of(typer.main.get_command(of)) for text in helps_of(one)} - HELP.keys()


COMMANDS: Commands = dict(commands_of(typer.main.get_command(app)))
LINES = [Line((*path, "--help"), columns) for path in COMMANDS for columns in (80, 120)]
WHOLE = {path: Line((*path, "--help"), 120) for path in COMMANDS}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return ask(LINES, tmp_path_factory.mktemp("zh"), LC_ALL="zh_CN.UTF-8", LANG="C.UTF-8")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return ask(LINES, tmp_path_factory.mktemp("en"), LEADLINE_LANG="en", LANG="zh_CN.UTF-8")


def test_every_help_text_has_a_chinese_one() -> None:
    assert without_chinese(app) == set()


def test_the_catalogue_has_none_that_nothing_says() -> None:
    said = {text for one in COMMANDS.values() for text in helps_of(one)}
    assert HELP.keys() - said == OF_TYPER
    assert len(SENTENCES) == len(HELP), "one English text twice"


def test_a_new_command_without_chinese_is_noticed() -> None:
    planted = typer.Typer(add_completion=False, help="Print the version.")

    @planted.command()
    def moon(full: bool = typer.Option(False, "--full", help="When it is full.")) -> None:
        """Look at the moon."""

    assert without_chinese(planted) == {"Look at the moon.", "When it is full."}


def test_every_option_and_argument_is_explained() -> None:
    silent = [
        (path, one.name)
        for path, command in COMMANDS.items()
        for one in command.params
        if not getattr(one, "help", None)
    ]
    assert silent == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_page_is_chinese_and_nothing_of_it_is_cut(chinese: Session, path: tuple[str, ...]) -> None:
    answer = chinese.answers[WHOLE[path]]
    page = FRAME.sub("", answer.out)
    assert (answer.status, answer.err) == (0, "")
    assert FRAME.sub("", COMMANDS[path].help or "") not in page
    assert FRAME.sub("", HELP[COMMANDS[path].help or ""]) in page
    assert ("Usage" in page, "Options" in page, "用法：" in page, "选项" in page) == (False, False, True, True)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{' '.join(line.words)} {line.columns}")
def test_panels_are_straight_with_wide_characters(chinese: Session, line: Line) -> None:
    page = chinese.answers[line].out.splitlines()
    assert {cell_len(row) for row in page if row[:1] in "│╭╰" and row} == {line.columns}
    assert {row[-1] for row in page if row.startswith("│")} == {"│"}
    assert max(cell_len(row) for row in page) <= line.columns
    starts = [row.strip("│ ").split("  ")[-1].strip()[:1] for row in page]
    assert not set(starts) & set(CLOSING.replace("…", ""))


def test_a_narrow_terminal_shows_all_that_a_wide_one_does(chinese: Session) -> None:
    shown = [
        [chinese.answers[Line((*path, "--help"), columns)].out.count("…") for path in COMMANDS] for columns in (80, 120)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_in_english_nothing_has_changed(english: Session, path: tuple[str, ...]) -> None:
    page = english.answers[WHOLE[path]].out
    assert "Usage: leadline" in page
    assert "Show this message and exit." in page
    assert not IDEOGRAPH.search(page.replace("外呼运营平台", ""))


def test_a_group_alone_shows_its_help(tmp_path_factory: pytest.TempPathFactory) -> None:
    alone, asked = Line(("stats",)), Line(("stats", "--help"))
    answers = ask([alone, asked], tmp_path_factory.mktemp("zh"), LEADLINE_LANG="zh").answers
    assert (answers[alone].status, answers[asked].status) == (2, 0)
    assert answers[alone].out.strip() == answers[asked].out.strip() != ""


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("用通话重新计数，列出差异。", 10, ["用通话重新", "计数，列出", "差异。"]),
        ("用通话重新计，列出", 12, ["用通话重新", "计，列出"]),
        ("见（运维手册）一节", 8, ["见（运维", "手册）一", "节"]),
        ("运行 leadline doctor 检查", 12, ["运行 ", "leadline ", "doctor 检查"]),
        ("https://leadline.example/a", 10, ["https://le", "adline.exa", "mple/a"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_as_chinese_does(text: str, width: int, lines: list[str]) -> None:
    places = [0, *line_breaks(text, width), len(text)]
    assert [text[start:end] for start, end in pairwise(places)] == lines
