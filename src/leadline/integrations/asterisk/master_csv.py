"""`Master.csv`, what Asterisk's cdr_csv module writes: no header, 16 to 21 columns.

The first sixteen columns are always there; `loguniqueid` and `loguserfield` add one each, `newcdrcolumns` three more
(peeraccount, linkedid, sequence). The count tells them apart, except that one extra column alone may be either of the
first two: then its look decides.

A call's identity is its uniqueid, with the sequence where it is written; without a uniqueid it is a hash of the columns
that never change. One uniqueid may stand on several lines (the legs of a forked or transferred call are records of
their own): its n-th line in a file becomes `uniqueid#n`, see `tabular.identity`.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import BinaryIO

from leadline.calls.contracts import CallRow, Outcome, Refusal
from leadline.integrations.tabular.identity import Repeats, fit_id, row_hash
from leadline.integrations.tabular.records import read_switch_calls
from leadline.integrations.tabular.values import (
    DEFAULT_ZONE,
    ID_LENGTH,
    NAME_LENGTH,
    LocalTimes,
    Unreadable,
    dialled_number,
    read_seconds,
    unreadable,
)
from leadline.kernel.text import Text

FEWEST_COLUMNS, MOST_COLUMNS = 16, 21
NEW_COLUMNS = 3
BOTH = 2  # optional columns: uniqueid and userfield
ANSWERED = "ANSWERED"
OUTCOMES = {
    "NO ANSWER": Outcome.NO_ANSWER,
    "BUSY": Outcome.BUSY,
    "FAILED": Outcome.LINE_FAULT,
    "CONGESTION": Outcome.LINE_FAULT,
}
# epoch.counter, with the system's name before it where asterisk.conf sets one
_UNIQUEID = re.compile(r"(?:.+-)?\d{9,11}\.\d+")
_CALLER = re.compile(r'"?([^"<]*)"?\s*<[^>]*>')

WRONG_COUNT = Text(
    "这一行有 {value} 列；Asterisk 的 Master.csv 应为 16 到 21 列。",
    "The line has {value} columns; Asterisk's Master.csv has 16 to 21.",
)


class MasterCsvReader:
    """Reads Master.csv; its times are on the wall clock of `zone` (cdr.conf's usegmtime: "UTC")."""

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        self._moment = LocalTimes(zone)

    def read(self, stream: BinaryIO, name: str) -> Iterator[CallRow | Refusal]:  # noqa: ARG002 - the port's signature
        """Every line's call, or why there is none."""
        return read_switch_calls(stream, partial(self._call, Repeats()))

    def _call(self, repeats: Repeats, cells: list[str]) -> CallRow:
        identity = _identity(cells)
        _account, source, destination, _, clid, channel, channel_out, _, _, start, _, end = cells[:12]
        disposition = cells[14]
        try:
            started = self._moment(start)
            ended = self._moment(end) if end else None
            talked = read_seconds(cells[13])
        except Unreadable as error:
            raise Unreadable(error.reason, identity) from None
        phone = dialled_number(destination, source)
        return CallRow(
            call_id=repeats.distinct(identity),
            start_time=started,
            outcome=_outcome(disposition, talked),
            duration=talked,
            raw_outcome=disposition[:ID_LENGTH] or None,
            end_time=ended,
            agent_id=(source[:ID_LENGTH] or None) if source != phone else None,
            agent_name=_caller_name(clid),
            phone=phone,
            line=_trunk(channel_out or channel),
            hangup_reason=disposition[:ID_LENGTH] or None,
            extra=_extra(cells[0], _userfield(cells)),
        )


def _outcome(disposition: str, talked: int) -> Outcome:
    if disposition == ANSWERED:
        return Outcome.CONNECTED if talked > 0 else Outcome.NO_ANSWER
    return OUTCOMES.get(disposition) or OUTCOMES.get(disposition.strip().upper(), Outcome.UNKNOWN)


def _identity(cells: list[str]) -> str:
    count = len(cells)
    if not FEWEST_COLUMNS <= count <= MOST_COLUMNS:
        raise unreadable(WRONG_COUNT, str(count))
    sequence = cells[-1] if count >= FEWEST_COLUMNS + NEW_COLUMNS else ""
    optional = (count - FEWEST_COLUMNS) % NEW_COLUMNS
    uniqueid = cells[16] if optional == BOTH or (optional and _UNIQUEID.fullmatch(cells[16])) else ""
    if uniqueid:
        return fit_id(f"{uniqueid}:{sequence}" if sequence else uniqueid)
    # who, to whom, over what, and when: what an Asterisk that logs no uniqueid cannot write twice for one leg
    return row_hash([*cells[1:3], *cells[5:7], *cells[9:12], sequence])


def _userfield(cells: list[str]) -> str:
    optional = (len(cells) - FEWEST_COLUMNS) % NEW_COLUMNS
    if optional == 1:
        return "" if _UNIQUEID.fullmatch(cells[16]) else cells[16]
    return cells[17] if optional == BOTH else ""


@lru_cache(maxsize=20_000)
def _caller_name(clid: str) -> str | None:
    found = _CALLER.fullmatch(clid.strip())
    return (found[1].strip()[:NAME_LENGTH] or None) if found else None


def _trunk(channel: str) -> str | None:
    # SIP/trunk-0000001a: the channel's serial number goes, what stays is the trunk
    return (channel.rpartition("-")[0] or channel)[:ID_LENGTH] or None


@lru_cache(maxsize=20_000)
def _extra(account: str, userfield: str) -> str | None:
    kept = {"accountcode": account[:NAME_LENGTH], "userfield": userfield[:NAME_LENGTH]}
    kept = {name: text for name, text in kept.items() if text}
    return json.dumps(kept, ensure_ascii=False) if kept else None
