"""How typer's panels look in Chinese: their fixed words, and where lines break.

Imported with what draws them, so only when something is drawn. Rich breaks lines at spaces, and a table crops what has
none: a Chinese sentence would lose its end. Ours breaks between any two characters, save before a closing mark and
after an opening one.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text as RichText
from typer import rich_utils

IDEOGRAPH: Final = "\u3400-\u9fff\uf900-\ufaff"
OPENING: Final = "（“‘《【"
CLOSING: Final = "，。；：！？、）”’》】…"
UNIT: Final = re.compile(
    rf"[{OPENING}]*(?:[{IDEOGRAPH}]|[^\s{IDEOGRAPH}{OPENING}{CLOSING}]+)?[{CLOSING}]*\s*", re.DOTALL
)


class Flowing(RichText):
    """Text whose lines break as Chinese does."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:  # Any: rich's options
        """The lines, none wider than `width`."""
        lines = Lines()
        for paragraph in self.split(allow_blank=True):
            for line in paragraph.divide(line_breaks(paragraph.plain, width)):
                line.rstrip()
                lines.append(line)
        justify = how.get("justify") or self.justify
        if justify:
            lines.justify(console, width, justify=justify, overflow="fold")
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From the widest unit to the widest line."""
        widest = max((cell_len(line) for line in self.plain.splitlines()), default=0)
        return Measurement(max((cell_len(unit.rstrip()) for unit in UNIT.findall(self.plain)), default=0), widest)


class Highlighter(rich_utils.OptionHighlighter):
    """Colours options as typer does, and lets the text flow."""

    def __call__(self, text: str | RichText) -> RichText:
        """The text, coloured."""
        coloured = super().__call__(text)
        return Flowing(coloured.plain, style=coloured.style, spans=coloured.spans)


def line_breaks(text: str, width: int) -> list[int]:
    """Where lines of at most `width` cells begin, the first not counted."""
    breaks, used = [], 0
    for start, unit in _units(text, width):
        if used and used + cell_len(unit.rstrip()) > width:
            breaks.append(start)
            used = 0
        used += cell_len(unit)
    return breaks


def _units(text: str, width: int) -> Iterator[tuple[int, str]]:
    """What stays together, with its place; character by character where that is wider than a line."""
    for found in UNIT.finditer(text):
        unit = found.group()
        if cell_len(unit.rstrip()) <= width:
            yield found.start(), unit
        else:
            yield from enumerate(unit, found.start())


def use_chinese_panels() -> None:
    """Puts our words and our lines in the place of typer's."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.ERRORS_PANEL_TITLE = "错误"
    rich_utils.ABORTED_TEXT = "已中止。"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    rich_utils.RICH_HELP = "运行 [blue]'{command_path} {help_option}'[/] 查看帮助。"
    rich_utils.highlighter = Highlighter()
