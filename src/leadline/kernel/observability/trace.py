"""The thread through one request: its trace id and its user, in every log line and answer."""

import random
import re
from contextvars import ContextVar

Value = str | int | float | bool  # of an attribute of a span
TRACE_ID: ContextVar[str] = ContextVar("trace_id", default="")
USER_ID: ContextVar[str] = ContextVar("user_id", default="")

_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")
_random_bits = random.SystemRandom().getrandbits


def new_trace_id() -> str:
    """A fresh id of 32 hexadecimal digits (the form of W3C Trace Context)."""
    return f"{_random_bits(128):032x}"


def accept_trace_id(own: bytes | None, traceparent: bytes | None) -> str:
    """The id a caller sent in X-Trace-Id or in a W3C traceparent when it is well-formed, else a new one."""
    if own and _WELL_FORMED.fullmatch(own):
        return own.decode("ascii")
    if traceparent and (match := _TRACEPARENT.fullmatch(traceparent)) and match[1].strip(b"0"):
        return match[1].decode("ascii")
    return new_trace_id()
