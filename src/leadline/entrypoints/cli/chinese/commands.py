"""Typer's commands and groups, with Chinese help and Chinese refusals."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from leadline.entrypoints.cli.chinese.catalogue import HELP
from leadline.entrypoints.cli.chinese.usage import in_chinese

USAGE: Final = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
TYPES: Final = {
    "<bool>": "<开关>",
    "<file>": "<文件>",
    "<int range>": "<整数>",
    "<int>": "<整数>",
    "<list[Path]>": "<路径>",
    "<list[int range]>": "<整数>",
    "<list[int]>": "<整数>",
    "<list[str]>": "<文字>",
    "<path>": "<路径>",
    "<str>": "<文字>",
    "<%Y-%m-%d>": "<年-月-日>",
    "<YYYY-MM-DD>": "<年-月-日>",
}


class Command(TyperCommand):
    """A command whose help is Chinese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # Any: typer's own, which it does not export
        """The line above everything."""
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # Any: as above
        """The page that --help prints."""
        _translate(self, ctx)
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is Chinese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # Any: as above
        """The line above everything."""
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # Any: as above
        """The page that --help prints."""
        _translate(self, ctx)
        for command in self.commands.values():
            command.help = chinese_help(command.help)
        super().format_help(ctx, formatter)


class Program(Group):
    """The outermost group, past which every refusal goes."""

    def make_context(self, *args: Any, **extra: Any) -> Any:  # Any: as above
        """Reads what stands before the first command."""
        with _refusals_in_chinese():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:  # Any: as above
        """Reads the rest, and does it."""
        with _refusals_in_chinese():
            return super().invoke(ctx)


class Refusal(typer.BadParameter):
    """Wrong usage, told in Chinese."""

    def format_message(self) -> str:
        """The whole sentence."""
        return self.message


def speak_chinese(app: typer.Typer) -> None:
    """Puts our classes in the place of typer's, in the whole tree."""
    _prepare(app)
    app.info.cls = Program


def _prepare(app: typer.Typer) -> None:
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _prepare(group.typer_instance)


def chinese_help(english: str | None) -> str | None:
    """The help text in Chinese; as it is when the catalogue lacks it."""
    return HELP.get(inspect.cleandoc(english), english) if english else english


def _write_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:  # Any: as above
    pieces = [USAGE.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")


def _translate(command: TyperCommand | TyperGroup, ctx: Any) -> None:  # Any: as above
    _draw_in_chinese()
    command.help = chinese_help(command.help)
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter.help = chinese_help(parameter.help)
            shown = parameter.display_type_rich(ctx=ctx) or ""
            _show_type(parameter, TYPES.get(shown, shown))


def _show_type(parameter: TyperArgument | TyperOption, word: str) -> None:
    def display(ctx: Any) -> str:  # noqa: ARG001  # typer gives it by name  # Any: as above
        return word

    parameter.display_type_rich = display  # type: ignore[method-assign]  # a metavar would rename an argument


@contextmanager
def _refusals_in_chinese() -> Iterator[None]:
    try:
        yield
    except TyperException as error:
        said = error.format_message()
        if not said:
            raise  # a group without a command: its help is on the screen already
        _draw_in_chinese()
        refusal = Refusal(in_chinese(said), getattr(error, "ctx", None))
        refusal.exit_code = error.exit_code
        raise refusal from error
    except typer.Abort:
        _draw_in_chinese()
        raise


def _draw_in_chinese() -> None:
    from leadline.entrypoints.cli.chinese.panels import use_chinese_panels

    use_chinese_panels()
