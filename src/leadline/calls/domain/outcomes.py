"""The outcomes' names for people."""

from collections.abc import Mapping
from types import MappingProxyType

from leadline.calls.contracts import Outcome
from leadline.kernel.text import Text

OUTCOME_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        Outcome.NOT_DIALLED: Text("未拨打", "Not dialled"),
        Outcome.CONNECTED: Text("接通", "Connected"),
        Outcome.VOICEMAIL: Text("语音信箱", "Voicemail"),
        Outcome.NO_ANSWER: Text("无人接听", "No answer"),
        Outcome.BUSY: Text("占线", "Busy"),
        Outcome.REJECTED: Text("拒接", "Rejected"),
        Outcome.POWERED_OFF: Text("关机", "Powered off"),
        Outcome.SUSPENDED: Text("停机", "Suspended"),
        Outcome.INVALID_NUMBER: Text("空号", "Invalid number"),
        Outcome.UNREACHABLE: Text("无法接通", "Unreachable"),
        Outcome.LINE_FAULT: Text("线路故障", "Line fault"),
        Outcome.CANCELLED: Text("主叫取消", "Cancelled"),
        Outcome.UNKNOWN: Text("未知", "Unknown"),
    }
)
