"""What every command shares: settings, language, one way to print results, one way to fail."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, NoReturn, Self, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text as RichText

from leadline.kernel.errors import LeadlineError, SettingsRefused
from leadline.kernel.settings import Settings, load_settings
from leadline.kernel.text import Language, Text, joined

T = TypeVar("T")
DONE, FAILED, USAGE = 0, 1, 2
EARLIEST, LATEST = 1970, 2100
results = Console(highlight=False, soft_wrap=True)
notices = Console(stderr=True, highlight=False, soft_wrap=True)

CALLS, DAYS, ENTRIES = Text("通", "calls"), Text("天", "days"), Text("条", "entries")
ROWS, BYTES, RECORDS = Text("行", "rows"), Text("字节", "bytes"), Text("条记录", "records")
EMPLOYEES = Text("名员工", "employees")
ONE = {
    CALLS: "call",
    DAYS: "day",
    ENTRIES: "entry",
    ROWS: "row",
    BYTES: "byte",
    RECORDS: "record",
    EMPLOYEES: "employee",
}

JsonFlag = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for programs.")]
FromDay = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="<YYYY-MM-DD>", help="First day, YYYY-MM-DD.")
]
ToDay = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="<YYYY-MM-DD>", help="Last day, YYYY-MM-DD.")
]
Days = Annotated[int | None, typer.Option("--days", min=1, max=3660, help="The last N days, today included.")]


def language() -> Language:
    """The terminal's language: LEADLINE_LANG, else the locale's; English unless it is Chinese."""
    named = os.environ.get("LEADLINE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh-CN" if named.lower().startswith("zh") else "en"


def counted(number: int, unit: Text) -> Text:
    """So many of them; one in the singular."""
    return Text(f"{number:,} {unit.zh}", f"{number:,} {ONE[unit] if number == 1 else unit.en}")


def say(text: Text) -> str:
    """The sentence in the terminal's language."""
    return text.to(language())


def fail(error: LeadlineError) -> NoReturn:
    """One line on standard error for each thing that is wrong, and exit status 1."""
    head = RichText(say(Text("错误", "Error")), style="red")
    colon = say(Text("：", ": "))
    said = colon + error.to(language())
    notices.print(head.append(said, style="not red"))  # brackets in a name are no markup
    for detail in error.details:
        line = f"{detail.field}{colon}{say(detail.reason)}"
        if line not in said:  # a sentence that names its places need not be followed by them
            notices.print(f"  {line}", markup=False)
    raise typer.Exit(FAILED)


def none_of(given: str, known: Iterable[str]) -> str:
    """What is wrong with a word that is none of those that are known."""
    wrong = Text("{given} 不在可选值之中：{known}", "{given} is none of {known}")
    return say(wrong.fill(given=repr(given), known=", ".join(known)))


def confirmed(question: Text) -> bool:
    """Whether the operator says yes. Only Enter is a no."""
    answers = {"y": True, "yes": True, "n": False, "no": False, "": False}
    while True:
        asked = typer.prompt(f"{say(question)} [y/N]", default="", show_default=False, err=True)
        answer = answers.get(str(asked).strip().lower())
        if answer is not None:
            return answer
        notices.print(say(Text("请输入 y 或 n。", "Please answer y or n.")))


def settings_or_exit(**overrides: object) -> Settings:
    """The settings, or one line that says what is wrong with them."""
    try:
        return load_settings(**overrides)
    except SettingsRefused as error:
        fail(_field_by_field(error))


def _field_by_field(error: SettingsRefused) -> SettingsRefused:
    """The same refusal; in the reader's language too where it was pydantic that refused."""
    from pydantic import ValidationError

    from leadline.kernel.http.reasons import details_of

    if not isinstance(error.__cause__, ValidationError):
        return error
    found = details_of(error.__cause__.errors())
    return SettingsRefused(
        problem=joined(
            Text(f"{one.field.upper()}：{one.reason.zh}", f"{one.field.upper()}: {one.reason.en}") for one in found
        )
    )


def run(work: Coroutine[Any, Any, T]) -> T:  # Any: a coroutine's own parameters
    """Runs a command's work; refusals and database faults become one clear line and exit status 1."""
    from leadline.kernel.http.failures import database_refusal
    from leadline.kernel.observability.logs import configure_logs, flush_logs
    from leadline.kernel.process import tune_interpreter

    tune_interpreter()
    level = "warning" if notices.is_terminal else "error"  # a command tells its result itself
    configure_logs(service="leadline", level=level, form="console", descriptor=sys.stderr.fileno(), access=False)
    try:
        return asyncio.run(work)
    except LeadlineError as error:
        fail(error)
    except KeyboardInterrupt:
        notices.print(say(Text("已中断。", "Interrupted.")))
        raise typer.Exit(130) from None
    except Exception as error:
        refusal = database_refusal(error)
        if refusal is None and isinstance(error, OSError):
            where = f": {error.filename}" if error.filename else ""
            refusal = SystemRefused(problem=f"{error.strerror or error}{where}")
        if refusal is None:
            raise
        fail(refusal)
    finally:
        flush_logs()


def print_json(data: object) -> None:
    """`data` as one JSON document on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows as a table on a terminal, as tab-separated lines in a pipe."""
    if not results.is_terminal:
        for row in (headers, *rows):
            sys.stdout.write("\t".join("" if cell is None else str(cell) for cell in row) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(header, justify="left" if place == 0 else "right")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    results.print(table)


def print_pairs(pairs: Mapping[str, object]) -> None:
    """A line for each name and its value, aligned."""
    from rich.cells import cell_len

    lines = [_in_chinese(*pair) for pair in pairs.items()] if language() == "zh-CN" else list(pairs.items())
    width = max((cell_len(name) for name, _ in lines), default=0)
    for name, value in lines:
        results.print(f"{name}{' ' * (width - cell_len(name))}  {value}", markup=False)


def _in_chinese(name: str, value: object) -> tuple[str, object]:
    from leadline.entrypoints.cli.chinese.figures import FIGURES, VALUES

    known = isinstance(value, bool) or name == "state"
    return FIGURES.get(name, name), VALUES.get(value, value) if known and isinstance(value, bool | str) else value


class Bar:
    """A progress bar on a terminal; in a pipe, a plain line now and then. Everything goes to standard error."""

    def __init__(self, title: str, total: int | None, *, unit: Text) -> None:
        self._title, self._total, self._unit = title, total, say(Text(unit.zh, ONE[unit]) if total == 1 else unit)
        self._done = 0
        self._said = -1
        self._bar: Progress | None = None
        if notices.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn(self._unit),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=notices,
                transient=False,
            )

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task(self._title, total=self._total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def to(self, done: int, note: str = "") -> None:
        """`done` of the total are done; `note` is shown beside it."""
        self._done = done
        if self._bar:
            self._bar.update(self._task, completed=done, description=f"{self._title} {note}".strip())
            return
        tenth = 10 * done // self._total if self._total else done // 50_000
        if tenth != self._said:
            self._said = tenth
            of = f"/{self._total}" if self._total else ""
            notices.print(f"{self._title}: {done}{of} {self._unit} {note}".rstrip(), markup=False)


def day_range(
    first: datetime | None, last: datetime | None, days: int | None, today: date, default_days: int
) -> tuple[date, date]:
    """The range that the options name. Exit status 2 when they contradict each other."""
    from datetime import timedelta

    if days is not None and (first or last):
        raise typer.BadParameter(say(Text("--days 与 --from/--to 只能二选一", "give either --days or --from/--to")))
    if last and not first:
        raise typer.BadParameter(say(Text("--to 需要同时给出 --from", "--to needs --from")))
    for day in (first, last):
        if day and not EARLIEST <= day.year <= LATEST:
            outside = Text("{day} 不在 {first} 至 {last} 年之间", "{day} is not between {first} and {last}")
            raise typer.BadParameter(say(outside.fill(day=day.date(), first=EARLIEST, last=LATEST)))
    if first is None:
        return today - timedelta(days=(days or default_days) - 1), today
    end = last.date() if last else today
    if first.date() > end:
        backwards = Text("--from {first} 晚于 --to {last}", "--from {first} is after --to {last}")
        raise typer.BadParameter(say(backwards.fill(first=first.date(), last=end)))
    return first.date(), end


class SystemRefused(LeadlineError):
    """The operating system would not: a file, a folder, a port."""

    code = "system_refused"
    message = Text("系统拒绝：{problem}", "The system refused: {problem}")


class RefusedInProduction(LeadlineError):
    """A development tool, asked for in production."""

    code = "refused_in_production"
    message = Text("生产环境不允许：{what}。", "Refused in production: {what}.")
