"""mod_json_cdr as it arrives: posted by the switch, or in files (one record, a list, records in a row, JSON lines)."""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote, unquote_plus

import orjson

from leadline.calls.contracts import CallRow, Refusal
from leadline.calls.ports import PushedCalls
from leadline.integrations.freeswitch.json_cdr import call_of, leg_of
from leadline.integrations.tabular.text_lines import IS_EMPTY, OVERLONG, read_lines
from leadline.integrations.tabular.values import DEFAULT_ZONE, LocalTimes, Unreadable
from leadline.kernel.text import Text

LARGEST_DOCUMENT = 32 << 20
MOST_REMEMBERED = 50_000
ACKNOWLEDGEMENT = b'{"code":200,"message":"OK"}'  # the switch looks at the status alone

NOT_JSON = Text("不是 JSON，读不出话单。", "This is not JSON: no record can be read from it.")
B_LEG = Text(
    "这是通话 {call} 的 B 腿；该通话以其 A 腿的话单为准，这条已略过。",
    "This is the b-leg of call {call}: the call is counted by its a-leg's record, and this one is left out.",
)


class _BLeg(NamedTuple):
    a_leg: str
    refusal: Refusal


class JsonCdrReader:
    """Reads files of mod_json_cdr; `zone` is the switch's own, for stamps where a record has no epochs.

    A b-leg whose a-leg is in the same file is dropped in silence, another one is refused with its call's id.
    """

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        self._moment = LocalTimes(zone)

    def read(self, stream: BinaryIO, name: str) -> Iterator[CallRow | Refusal]:  # noqa: ARG002 - the port's signature
        """Every record's call, or why there is none."""
        calls: dict[str, None] = {}
        waiting: dict[str, Refusal] = {}
        for line, record in _documents(stream):
            found = record if isinstance(record, Refusal) else _read(record, self._moment, line)
            if isinstance(found, _BLeg):
                if found.a_leg in calls:
                    continue
                if len(waiting) < MOST_REMEMBERED:
                    waiting[found.a_leg] = found.refusal
                    continue
                found = found.refusal
            elif isinstance(found, CallRow):
                waiting.pop(found.call_id, None)
                calls[found.call_id] = None
                if len(calls) > MOST_REMEMBERED:  # legs of one call end close together: the oldest may be forgotten
                    del calls[next(iter(calls))]
            yield found
        yield from waiting.values()


def parse_push(body: bytes, content_type: str, zone: str = DEFAULT_ZONE) -> PushedCalls:
    """The call that mod_json_cdr posts; raises ValueError when the body is not what it sends.

    The body is JSON, or a form whose field `cdr` holds it: plain, URL-encoded (once or twice) or in base64. The a-leg's
    push makes the call; a b-leg's is acknowledged and refused.
    """
    moment = LocalTimes(zone)
    found = [_read(record, moment, None) for record in _parse(_posted(body, content_type))]
    return PushedCalls(
        rows=tuple(row for row in found if isinstance(row, CallRow)),
        refused=tuple(row.refusal if isinstance(row, _BLeg) else row for row in found if not isinstance(row, CallRow)),
        acknowledgement=ACKNOWLEDGEMENT,
    )


def _read(record: object, moment: LocalTimes, line: int | None) -> CallRow | Refusal | _BLeg:
    try:
        leg = leg_of(record)
        if leg.a_leg:
            return _BLeg(leg.a_leg, Refusal(B_LEG.fill(call=leg.a_leg), line, leg.uuid))
        return call_of(record, moment)
    except Unreadable as error:
        return Refusal(error.reason, line, error.call_id)


def _posted(body: bytes, content_type: str) -> str:
    text = body.decode("utf-8").strip()
    if text.startswith(("{", "[")):
        return text
    fields = [field.removeprefix("cdr=") for field in text.split("&") if field.startswith("cdr=")]
    if not fields:
        raise Unreadable(NOT_JSON)
    if text.startswith("cdr={"):
        return text.removeprefix("cdr=")  # the module's `encode=false`: an ampersand in it parts nothing
    if "base64" in content_type.lower():
        return base64.b64decode(unquote(fields[0])).decode("utf-8")
    value = unquote_plus(fields[0])
    return unquote_plus(value) if value.startswith("%") else value


def _parse(text: str) -> list[object]:
    """The records of one text: an object, a list of them, or several in a row with nothing between them."""
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _in_a_row(text)
    return whole if isinstance(whole, list) else [whole]


def _in_a_row(text: str) -> list[object]:
    decoder, found, at = json.JSONDecoder(), [], 0
    try:
        while at < len(text):
            record, at = decoder.raw_decode(text, at)
            found.append(record)
            at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip())
    except (ValueError, RecursionError):
        raise Unreadable(NOT_JSON) from None
    if not found:
        raise Unreadable(NOT_JSON)
    return found


def _documents(stream: BinaryIO) -> Iterator[tuple[int, object | Refusal]]:
    blocks = read_lines(stream, longest=LARGEST_DOCUMENT)
    lines: Iterator[tuple[int, str]] = (
        (number, line) for first, block in blocks for number, line in enumerate(block, first) if line.strip()
    )
    start = next(lines, None)
    if start is None:
        yield 1, Refusal(IS_EMPTY, 1)
        return
    if not _is_record(start[1]):
        # no JSON lines: one document over many lines, unless that cannot be read and its lines can
        held = [start, *_up_to(LARGEST_DOCUMENT, lines)]
        try:
            for record in _parse("\n".join(line for _, line in held)):
                yield start[0], record
        except Unreadable as error:
            if not any(_is_record(line) for _, line in held):
                yield start[0], Refusal(error.reason, start[0])
                return
            lines = chain(held, lines)
        else:
            return
    else:
        lines = chain([start], lines)
    for number, line in lines:
        yield from ((number, record) for record in _parse_line(number, line))


def _up_to(characters: int, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        yield number, line
        characters -= len(line)
        if characters < 0:
            return


def _is_record(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _parse_line(number: int, line: str) -> list[object]:
    try:
        return _parse(line) if line != OVERLONG else [Refusal(NOT_JSON, number)]
    except Unreadable as error:
        return [Refusal(error.reason, number)]
