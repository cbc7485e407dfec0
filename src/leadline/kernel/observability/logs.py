"""Log lines: one JSON object each, {timestamp, level, service, traceId, userId, message, data}, whoever wrote them.

    log = get_logger(__name__)
    log.info("Batch stored", source="guanke", calls=5200)

The standard library's records (uvicorn, SQLAlchemy, httpx) take the same road. Secrets and telephone numbers are
scrubbed on the way (`scrub.py`), and no line waits for its reader (`lines.py`).
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from datetime import datetime
from types import TracebackType
from typing import Any

import orjson
import structlog

from leadline.kernel.observability.lines import LineWriter
from leadline.kernel.observability.scrub import scrub, scrub_text
from leadline.kernel.observability.trace import TRACE_ID, USER_ID

LEVELS = {"debug": "DEBUG", "info": "INFO", "warning": "WARN", "warn": "WARN", "error": "ERROR", "critical": "ERROR"}
LOUD_LIBRARIES = ("httpx", "httpcore", "asyncio", "aiosqlite", "python_multipart")
COLOURS = {"DEBUG": "\x1b[2m", "INFO": "\x1b[32m", "WARN": "\x1b[33m", "ERROR": "\x1b[31m"}
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class LogSink:
    """Gives lines their form and hands them to a writer."""

    def __init__(self, writer: LineWriter, *, service: str, form: str, level: int, colour: bool = False) -> None:
        self.writer = writer
        self.level = level
        self._service = service
        self._colour = colour
        self._render: Callable[[str, str, object], bytes] = self._json if form == "json" else self._console

    def line(self, level: str, message: str, data: object) -> None:
        """Write one line; `message` and `data` are scrubbed already."""
        self.writer.write(self._render(level, message, data))

    def _json(self, level: str, message: str, data: object) -> bytes:
        fields = {
            "timestamp": _timestamp(),
            "level": level,
            "service": self._service,
            "traceId": TRACE_ID.get() or None,
            "userId": USER_ID.get() or None,
            "message": message,
            "data": data,
        }
        try:
            return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)
        except TypeError:  # a text with half a surrogate pair in it
            return orjson.dumps(
                {**fields, "message": ascii(message), "data": {"text": ascii(data)}}, option=orjson.OPT_APPEND_NEWLINE
            )

    def _console(self, level: str, message: str, data: object) -> bytes:
        rest = dict(data) if isinstance(data, dict) else {"data": data}
        trace = rest.pop("exception", None)
        pairs = " ".join(f"{name}={value}" for name, value in rest.items())
        start = f"{COLOURS[level]}{level:5}\x1b[0m" if self._colour else f"{level:5}"
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        ending = f"\n{trace}" if trace else ""
        line = f"{clock} {start} {message}  {pairs}".rstrip() + f"{ending}\n"
        return line.encode("utf-8", "backslashreplace")


class _StandardRecords(logging.Handler):
    """Takes what libraries log through the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        data: dict[str, object] = {"logger": record.name}
        if record.exc_info and record.exc_info[1]:
            data["exception"] = scrub_text("".join(traceback.format_exception(record.exc_info[1])))
        _sink().line(LEVELS.get(record.levelname.lower(), "INFO"), scrub_text(record.getMessage()), data)


_state: dict[str, LogSink] = {}


def configure_logs(
    *, service: str, level: str = "info", form: str = "json", descriptor: int | None = None, access: bool = True
) -> LogSink:
    """Send every log line of this process to standard output (or `descriptor`), as `form` json or console.

    Called once when a process starts; a second call replaces the first.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    target = descriptor if descriptor is not None else _standard_output()
    if before := _state.pop("sink", None):
        before.writer.close()
    colour = form == "console" and descriptor is None and sys.stdout.isatty()
    sink = LogSink(LineWriter(target), service=service, form=form, level=threshold, colour=colour)
    _state["sink"] = sink
    _state.pop("access", None)
    if access and threshold <= logging.INFO:
        _state["access"] = sink
    logging.basicConfig(handlers=[_StandardRecords()], level=threshold, force=True)
    for name in LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))
    logging.getLogger("uvicorn.access").propagate = False  # the edge writes the access log
    return sink


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose methods take a message and named values: `log.info("Batch stored", calls=5200)`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        None, processors=[_emit], wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG)
    ).bind(logger=name)
    return logger


def access_line(message: str, data: dict[str, object]) -> None:
    """One line for one answered request (a few microseconds); nothing before `configure_logs` asked for it."""
    if sink := _state.get("access"):
        sink.line("INFO", scrub_text(message), data)


def flush_logs() -> None:
    """Wait until what was logged is written (two seconds at most): the last act of a process."""
    if sink := _state.get("sink"):
        sink.writer.flush()


def _emit(_logger: object, method: str, event: MutableMapping[str, Any]) -> str:
    sink = _sink()
    message = str(event.pop("event", ""))
    if logging.getLevelNamesMapping().get(method.upper(), logging.INFO) >= sink.level:
        error = _exception(event.pop("exc_info", None))
        data = scrub(event)
        if error and isinstance(data, dict):
            data["exception"] = scrub_text(error)
        sink.line(LEVELS.get(method, "INFO"), scrub_text(message), data)
    raise structlog.DropEvent


def _exception(info: BaseException | ExcInfo | bool | None) -> str:  # noqa: FBT001 - structlog's own shapes of exc_info
    if isinstance(info, BaseException):
        return "".join(traceback.format_exception(info))
    if isinstance(info, tuple):
        return "".join(traceback.format_exception(*info))
    return traceback.format_exc() if info and sys.exc_info()[1] else ""


def _sink() -> LogSink:
    # A library used without `configure_logs` (a script, a test) still speaks: warnings and worse, to standard error.
    if "sink" not in _state:
        _state["sink"] = LogSink(LineWriter(2), service="leadline", form="console", level=logging.WARNING)
    return _state["sink"]


def _standard_output() -> int:
    try:
        return sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):  # replaced by something that is no file
        return 1


def _timestamp() -> str:
    seconds, fraction = divmod(time.time(), 1)
    return f"{_clock(int(seconds))}.{int(fraction * 1000):03d}Z"


_last_second: list[Any] = [0, ""]  # the second that was formatted last, and its text: lines come many to a second


def _clock(second: int) -> str:
    if _last_second[0] != second:
        _last_second[:] = [second, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))]
    text: str = _last_second[1]
    return text
