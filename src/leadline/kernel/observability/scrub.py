"""Keeps secrets and telephone numbers out of the logs."""

import re
from collections.abc import Mapping
from functools import lru_cache

MASK = "***"
DEEPEST = 8
MOST_ITEMS = 200
LONGEST_TEXT = 20_000

# Not \b: a number often stands right after a Chinese character, which counts as a letter there.
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(\+?(?:00)?86[- ]?)?(1[3-9]\d)\d{4}(\d{4})(?![0-9A-Za-z])")
_WORDS = r"(?:[\w-]*(?:token|secret|password|passwd|api_?key|authorization|signature)|pwd)"
_PAIR = re.compile(rf"""(?i)\b({_WORDS}["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&"',;)}}]+)""")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_ADDRESS = re.compile(r"(://[^\s:/@]*:)[^\s/@]+@")
_PUSH = re.compile(r"(/push/)[^/?\s\"]+")  # the dialer's pushes carry their secret in the path
_SECRET_KEY = re.compile(rf"(?i)^{_WORDS}$")


@lru_cache(maxsize=4096)
def scrub_text(text: str) -> str:
    """`text` with mobile numbers as 138****8000 and secrets as ***; cut when it is longer than `LONGEST_TEXT`."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}…"
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _PAIR.sub(rf"\1{MASK}", text)
    text = _JWT.sub(MASK, text)
    text = _ADDRESS.sub(rf"\1{MASK}@", text)
    text = _PUSH.sub(rf"\1{MASK}", text)
    return _MOBILE.sub(r"\1\2****\3", text)


def scrub(value: object, depth: int = 0) -> object:
    """`value` made of plain JSON types, scrubbed inside and out; what lies deeper than `DEEPEST` is left out."""
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        text = str(value) if abs(value) < 1 << 63 else MASK
        clean = scrub_text(text)
        return value if clean == text else clean
    if isinstance(value, Mapping) and depth < DEEPEST:
        pairs = list(value.items())[:MOST_ITEMS]
        return {str(key): MASK if _SECRET_KEY.match(str(key)) else scrub(one, depth + 1) for key, one in pairs}
    if isinstance(value, (list, tuple, set, frozenset)) and depth < DEEPEST:
        return [scrub(one, depth + 1) for one in list(value)[:MOST_ITEMS]]
    return scrub_text(str(value))
