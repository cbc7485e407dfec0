"""Tolerant readers of one value of the vendor's: whatever comes, they answer what they understood or None."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Final, cast
from urllib.parse import unquote_plus

import orjson

from leadline.calls.contracts import EARLIEST_START, LATEST_START, possible_start

LARGEST: Final = 2**31 - 1
_WIDEST_NUMBER: Final = 10**30
_LATEST: Final = 4_102_444_800  # 2100-01-01
_MOST_ENCODINGS: Final = 4
_EXTRA_LIMIT: Final = 4000
_NAME_KEYS: Final = frozenset(
    {"name", "customername", "username", "realname", "姓名", "客户姓名", "客户名称", "客户", "称呼"},
)
_COMPANY_KEYS: Final = frozenset({"company", "companyname", "corp", "公司", "公司名称", "企业", "企业名称", "单位"})


def text_of(value: object, limit: int) -> str | None:
    """`value` as text without surrounding blanks, cut to `limit` characters; None when it is empty or no scalar."""
    if value is None:
        return None
    text = value if type(value) is str else _number_text(value)
    if not text.isprintable():
        # NUL is refused by PostgreSQL and a lone surrogate by every encoder, so neither may travel on.
        text = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    text = text.strip()
    return (text[:limit] if len(text) > limit else text) or None


def _number_text(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        if not value.is_integer():
            return str(value)
        value = int(value)
    return str(value) if -_WIDEST_NUMBER < value < _WIDEST_NUMBER else ""


def whole(value: object) -> int | None:
    """`value` as a whole number (a number, or a text that holds one), or None."""
    if type(value) is int:
        return value if -_WIDEST_NUMBER < value < _WIDEST_NUMBER else None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and abs(value) < _WIDEST_NUMBER else None
    return int(value) if isinstance(value, int) else None  # a bool


def counted(value: object) -> int | None:
    """`value` as a whole number from 0 to 2**31 - 1, or None."""
    number = whole(value)
    return number if number is not None and 0 <= number <= LARGEST else None


def moment_of(value: object, zone: tzinfo) -> datetime | None:
    """A moment in UTC: Unix seconds, milli- or microseconds, or a wall-clock text of `zone`. None when unreadable."""
    if type(value) is int:
        return _from_epoch(value)
    if isinstance(value, str):
        text = value.strip()
        number = whole(text)
        return _from_epoch(number) if number is not None else _from_wall_clock(text, zone)
    number = whole(value)
    return _from_epoch(number) if number is not None else None


def _from_epoch(number: int) -> datetime | None:
    while number > _LATEST:
        number //= 1000
    if number < 0 or not possible_start(moment := datetime.fromtimestamp(number, UTC)):
        return None
    return moment


def _from_wall_clock(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    if not EARLIEST_START.year <= moment.year <= LATEST_START.year:  # the ends of the calendar are in no other zone
        return None
    utc = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)
    return utc if possible_start(utc) else None


def unpacked(value: object) -> object:
    """What `value` holds once every layer of JSON and URL encoding is off; a plain text stays a text, empty is None."""
    for _ in range(_MOST_ENCODINGS):
        if not isinstance(value, str):
            break
        text = value.strip()
        if not text:
            return None
        if text[0] in '{["' or text == "null":
            try:
                value = orjson.loads(text)
            except ValueError:
                return text
        elif "%" in text:
            decoded = unquote_plus(text)
            if decoded == text:
                return text
            value = decoded
        else:
            return text
    return value or None


def person_of(slots: object) -> tuple[str | None, str | None]:
    """(customer's name, company) among script slots: a mapping, or a list of {name|key, value} pairs."""
    if isinstance(slots, list):
        pairs = [slot for slot in slots if isinstance(slot, dict)]
        slots = {str(slot.get("name") or slot.get("key")): slot.get("value") for slot in pairs}
    if not isinstance(slots, dict):
        return None, None
    name = company = None
    for key, value in slots.items():
        plain = _plain(str(key)[:40])
        if plain in _NAME_KEYS:
            name = name or text_of(value, 200)
        elif plain in _COMPANY_KEYS:
            company = company or text_of(value, 200)
    return name, company


@lru_cache(maxsize=1024)  # a dispatch's slots have the same few names in all of its calls
def _plain(key: str) -> str:
    return key.strip().lower().replace("_", "")


def json_text(slots: Mapping[str, object]) -> str | None:
    """`slots` without its empty ones as JSON text, or None; a text that is too long is kept cut, under `cut`."""
    kept = {key: value for key, value in slots.items() if value is not None}
    if not kept:
        return None
    try:
        text = orjson.dumps(kept).decode()
    except orjson.JSONEncodeError:  # nested too deep, a number beyond 64 bits, half a character
        text = repr(kept).encode("utf-8", "replace").decode()
        return orjson.dumps({"cut": text[:_EXTRA_LIMIT]}).decode()
    return text if len(text) <= _EXTRA_LIMIT else orjson.dumps({"cut": text[:_EXTRA_LIMIT]}).decode()


def mapping_of(value: object) -> dict[str, object] | None:
    """`value` when it is a JSON object, or None."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None
