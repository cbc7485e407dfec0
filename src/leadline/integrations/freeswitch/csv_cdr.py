"""mod_cdr_csv with its `example` template: 15 columns, no header; also after Excel has saved it again.

A call's identity is its uuid; the n-th line of a file with the same uuid becomes `uuid#n`, see `tabular.identity`. The
template does not tell the legs of a call apart: the module's own default (`legs = a`) writes one line a call, and a
switch that logs both legs counts both.
"""

import json
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import BinaryIO

from leadline.calls.contracts import CallRow, Refusal
from leadline.integrations.freeswitch.causes import outcome_of
from leadline.integrations.tabular.identity import Repeats, fit_id
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

COLUMNS = 15
ORIGINATED = "Outbound Call"  # what the switch writes as the caller's name on calls that it placed itself

WRONG_COUNT = Text(
    "这一行有 {value} 列；mod_cdr_csv 的 example 模板应为 15 列。",
    "The line has {value} columns; mod_cdr_csv's example template has 15.",
)
NO_UUID = Text("这一行没有 uuid（第 11 列）。", "The line has no uuid (column 11).")


class CsvCdrReader:
    """Reads mod_cdr_csv files; their times are on the switch's wall clock, `zone`."""

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        self._moment = LocalTimes(zone)

    def read(self, stream: BinaryIO, name: str) -> Iterator[CallRow | Refusal]:  # noqa: ARG002 - the port's signature
        """Every line's call, or why there is none."""
        return read_switch_calls(stream, partial(self._call, Repeats()))

    def _call(self, repeats: Repeats, cells: list[str]) -> CallRow:
        if len(cells) != COLUMNS:
            raise unreadable(WRONG_COUNT, str(len(cells)))
        caller_name, caller, destination, _, start, _, end, _, billsec, cause, uuid, _, account, _, _ = cells
        if not uuid:
            raise Unreadable(NO_UUID)
        uuid = fit_id(uuid)
        try:
            started = self._moment(start)
            ended = self._moment(end) if end else None
            talked = read_seconds(billsec)
        except Unreadable as error:
            raise Unreadable(error.reason, uuid) from None
        phone = dialled_number(destination, caller)
        return CallRow(
            call_id=repeats.distinct(uuid),
            start_time=started,
            outcome=outcome_of(cause, talked),
            duration=talked,
            raw_outcome=cause[:ID_LENGTH] or None,
            end_time=ended,
            agent_id=(caller[:ID_LENGTH] or None) if caller != phone else None,
            agent_name=agent_name(caller_name, caller),
            phone=phone,
            hangup_reason=cause[:ID_LENGTH] or None,
            extra=account_extra(account),
        )


def agent_name(caller_name: str, caller: str) -> str | None:
    """The caller's name where it is a name, not the switch's own words and not the number again."""
    return None if caller_name in {"", caller, ORIGINATED} else caller_name[:NAME_LENGTH]


@lru_cache(maxsize=4096)
def account_extra(account: str) -> str | None:
    """The account code as the row's extra."""
    return json.dumps({"accountcode": account[:NAME_LENGTH]}, ensure_ascii=False) if account else None
