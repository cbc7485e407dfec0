"""How a Guanke call ended, in our vocabulary: from its state first, made finer by its cause and its Chinese texts."""

from enum import IntEnum
from functools import lru_cache
from typing import Final

from leadline.calls.contracts import Outcome


class CallState(IntEnum):
    """The vendor's `callState`."""

    NOT_DIALLED = 0
    NOT_CONNECTED = 1
    CONNECTED = 2


# Keyed by name: the numbers behind FreeSWITCH's causes are shared by several of them.
CAUSES: Final = {
    "USER_BUSY": Outcome.BUSY,
    "NO_ANSWER": Outcome.NO_ANSWER,
    "NO_USER_RESPONSE": Outcome.NO_ANSWER,
    "PROGRESS_TIMEOUT": Outcome.NO_ANSWER,
    "ALLOTTED_TIMEOUT": Outcome.NO_ANSWER,
    "CALL_REJECTED": Outcome.REJECTED,
    "ORIGINATOR_CANCEL": Outcome.CANCELLED,
    "LOSE_RACE": Outcome.CANCELLED,
    "UNALLOCATED_NUMBER": Outcome.INVALID_NUMBER,
    "INVALID_NUMBER_FORMAT": Outcome.INVALID_NUMBER,
    "NUMBER_CHANGED": Outcome.INVALID_NUMBER,
    "NO_ROUTE_DESTINATION": Outcome.INVALID_NUMBER,
    "SUBSCRIBER_ABSENT": Outcome.UNREACHABLE,
    "DESTINATION_OUT_OF_ORDER": Outcome.UNREACHABLE,
    "USER_NOT_REGISTERED": Outcome.UNREACHABLE,
    "INCOMING_CALL_BARRED": Outcome.UNREACHABLE,
    "OUTGOING_CALL_BARRED": Outcome.LINE_FAULT,
    "NO_ROUTE_TRANSIT_NET": Outcome.LINE_FAULT,
    "NETWORK_OUT_OF_ORDER": Outcome.LINE_FAULT,
    "NORMAL_TEMPORARY_FAILURE": Outcome.LINE_FAULT,
    "NORMAL_CIRCUIT_CONGESTION": Outcome.LINE_FAULT,
    "SWITCH_CONGESTION": Outcome.LINE_FAULT,
    "REQUESTED_CHAN_UNAVAIL": Outcome.LINE_FAULT,
    "RECOVERY_ON_TIMER_EXPIRE": Outcome.LINE_FAULT,
    "INCOMPATIBLE_DESTINATION": Outcome.LINE_FAULT,
    "BEARERCAPABILITY_NOTAVAIL": Outcome.LINE_FAULT,
    "MEDIA_TIMEOUT": Outcome.LINE_FAULT,
    "GATEWAY_DOWN": Outcome.LINE_FAULT,
}
# Fragments of announcements and labels, the more telling ones first.
PHRASES: Final = (
    ("空号", Outcome.INVALID_NUMBER),
    ("号码不存在", Outcome.INVALID_NUMBER),
    ("号码错误", Outcome.INVALID_NUMBER),
    ("关机", Outcome.POWERED_OFF),
    ("停机", Outcome.SUSPENDED),
    ("欠费", Outcome.SUSPENDED),
    ("语音信箱", Outcome.VOICEMAIL),
    ("留言", Outcome.VOICEMAIL),
    ("无法接通", Outcome.UNREACHABLE),
    ("不在服务区", Outcome.UNREACHABLE),
    ("限制呼入", Outcome.UNREACHABLE),
    ("呼入限制", Outcome.UNREACHABLE),
    ("拒接", Outcome.REJECTED),
    ("拒绝接听", Outcome.REJECTED),
    ("占线", Outcome.BUSY),
    ("通话中", Outcome.BUSY),
    ("用户忙", Outcome.BUSY),
    ("正忙", Outcome.BUSY),
    ("线路故障", Outcome.LINE_FAULT),
    ("网络故障", Outcome.LINE_FAULT),
    ("线路异常", Outcome.LINE_FAULT),
    ("主叫取消", Outcome.CANCELLED),
    ("无人接听", Outcome.NO_ANSWER),
    ("无应答", Outcome.NO_ANSWER),
    ("未接听", Outcome.NO_ANSWER),
)


@lru_cache(maxsize=4096)  # a day holds a few dozen combinations, and this runs for every row
def outcome_of(
    state: int | None,
    dialled: int | None,
    talked: bool | None,  # noqa: FBT001  positional because it is part of the cache's key
    reason: str | None,
    grade: str | None,
) -> tuple[Outcome, str | None]:
    """The outcome, and what the vendor said of it.

    `state` is `callState`, `dialled` is `isCall`, `talked` is `duration > 0` (None: no duration). `callState` 2 is
    connected whatever else the row says; a row that says neither state nor `isCall` is UNKNOWN.
    """
    flags = (("callState", state), ("isCall", dialled))
    said = " ".join(f"{name}={value}" for name, value in flags if value is not None)
    return _judge(state, dialled, talked, reason, grade), said[:100] or None


def _judge(
    state: int | None,
    dialled: int | None,
    talked: bool | None,  # noqa: FBT001  as above
    reason: str | None,
    grade: str | None,
) -> Outcome:
    if state == CallState.CONNECTED:
        return Outcome.CONNECTED
    if state == CallState.NOT_DIALLED or dialled == 0:
        return Outcome.NOT_DIALLED
    if state == CallState.NOT_CONNECTED:
        return _why_not_connected(reason, grade)
    if dialled is None:
        return Outcome.UNKNOWN
    return Outcome.CONNECTED if talked else _why_not_connected(reason, grade)


def _why_not_connected(reason: str | None, grade: str | None) -> Outcome:
    # An announcement that was understood (空号, 关机) tells more than the cause, which is often a mere NO_ANSWER.
    for text in (reason, grade):
        for phrase, outcome in PHRASES:
            if text and phrase in text:
                return outcome
    return CAUSES.get((reason or "").upper(), Outcome.NO_ANSWER)
