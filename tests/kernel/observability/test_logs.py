"""What a log line holds, what it never holds, and that it makes nobody wait."""

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadline.kernel.observability.lines import LineWriter
from leadline.kernel.observability.logs import access_line, configure_logs, flush_logs, get_logger
from leadline.kernel.observability.scrub import scrub, scrub_text
from leadline.kernel.observability.trace import TRACE_ID, USER_ID, accept_trace_id

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)  # a line that is not there fails its test at once
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure_logs(service="test", level="info", descriptor=writing)

    def written() -> list[dict[str, Any]]:
        flush_logs()
        return [json.loads(line) for line in os.read(reading, 1 << 16).splitlines()]

    yield written
    configure_logs(service="test", level="error", descriptor=os.open(os.devnull, os.O_WRONLY))
    root.handlers[:], root.level = before, level
    os.close(writing)
    os.close(reading)


def test_a_line_has_the_fields_of_the_format_and_no_others(lines: Lines) -> None:
    trace, user = TRACE_ID.set("abc12345"), USER_ID.set("EMP_001")
    get_logger("here").info("Customer created", customer_id="CUST_12345")
    TRACE_ID.reset(trace)
    USER_ID.reset(user)
    (line,) = lines()
    assert list(line) == ["timestamp", "level", "service", "traceId", "userId", "message", "data"]
    assert line["timestamp"].endswith("Z")
    assert (line["level"], line["traceId"], line["userId"]) == ("INFO", "abc12345", "EMP_001")
    assert line["data"] == {"logger": "here", "customer_id": "CUST_12345"}


def test_records_of_the_standard_library_take_the_same_road(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").warning("slow %s", "door")
    (line,) = lines()
    assert (line["level"], line["message"], line["data"]) == ("WARN", "slow door", {"logger": "uvicorn.error"})


def test_lines_below_the_level_are_not_written(lines: Lines) -> None:
    get_logger("here").debug("details")
    get_logger("here").info("fact")
    assert [line["message"] for line in lines()] == ["fact"]


def test_an_exception_comes_with_its_trace_and_without_its_secrets(lines: Lines) -> None:
    try:
        raise ValueError("password=hunter22 of 13800138000")
    except ValueError as error:
        get_logger("here").error("Broken", exc_info=error)
    text = lines()[0]["data"]["exception"]
    assert "test_logs.py" in text
    assert "hunter22" not in text
    assert "138****8000" in text


def test_an_access_line_is_scrubbed(lines: Lines) -> None:
    access_line("GET /api/calls?phone=13800138000&token=abcdef 200", {"ms": 1.5})
    assert lines()[0]["message"] == "GET /api/calls?phone=138****8000&token=*** 200"


def test_half_a_character_does_not_break_the_log(lines: Lines) -> None:
    get_logger("here").info("half \ud83d", value="\ud83d")
    assert "half" in lines()[0]["message"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("call 13800138000", "call 138****8000"),
        ("客户电话13800138000已接通", "客户电话138****8000已接通"),
        ("+8613800138000", "+86138****8000"),
        ("86-13800138000", "86-138****8000"),
        ("order 1380013800012", "order 1380013800012"),
        ("time 1764470400000", "time 1764470400000"),
        ("Authorization: Bearer abc.def-123", "Authorization: *** ***"),
        ("bearer eyJhbGciOi.J9.x", "bearer ***"),
        ("?a=1&access_token=xyz&b=2", "?a=1&access_token=***&b=2"),
        ('{"password": "hunter 2", "a": 1}', '{"password": ***, "a": 1}'),
        ("postgresql://me:pw@db/x", "postgresql://me:***@db/x"),
        ("POST /api/sources/guanke/push/s3cr3t 200", "POST /api/sources/guanke/push/*** 200"),
        ("eyJhbGciOiJI.eyJ1c2VyX2lk.sig-nature", "***"),
    ],
)
def test_secrets_and_numbers_are_masked(text: str, clean: str) -> None:
    assert scrub_text(text) == clean


def test_data_is_scrubbed_through_and_through() -> None:
    data = {"api_secret": "s", "rows": [{"phone": 13800138000, "n": 5}], "ok": True, "none": None, "rate": 0.5}
    assert scrub(data) == {
        "api_secret": "***",
        "rows": [{"phone": "138****8000", "n": 5}],
        "ok": True,
        "none": None,
        "rate": 0.5,
    }


def test_a_reader_that_stands_still_costs_lines_not_time() -> None:
    reading, writing = os.pipe()
    writer = LineWriter(writing, most_bytes=200_000)
    started = time.perf_counter()
    for _ in range(5000):
        writer.write(b"x" * 999 + b"\n")
    assert time.perf_counter() - started < 20  # one that waited would wait for ever
    assert writer.dropped > 0
    os.close(reading)
    writer.close()
    os.close(writing)


def test_a_reader_that_left_does_not_bring_the_writer_down() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    writer = LineWriter(writing)
    writer.write(b"lost\n")
    assert writer.flush()
    writer.close()
    os.close(writing)


@pytest.mark.parametrize(
    ("own", "parent", "taken"),
    [
        (b"abc-123_X.9", None, "abc-123_X.9"),
        (None, b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
        (b"short", None, None),
        (b"x" * 65, None, None),
        (b"new\nline-here", None, None),
        (None, b"00-00000000000000000000000000000000-00f067aa0ba902b7-01", None),
    ],
)
def test_a_well_formed_trace_id_is_kept_and_any_other_replaced(
    own: bytes | None, parent: bytes | None, taken: str | None
) -> None:
    trace = accept_trace_id(own, parent)
    assert trace == taken if taken else len(trace) == 32
