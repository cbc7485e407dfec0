"""What is wrong with a field, in both languages, from pydantic's error types."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadline.kernel.errors import Detail
from leadline.kernel.text import Described, Text

PLACES = frozenset({"body", "query", "path", "header", "cookie"})

_ZH = {
    "missing": "缺少这个字段",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数，不能带小数",
    "int_parsing_size": "整数过大",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "string_type": "应为文本",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式应符合 {pattern}",  # one without words of its own: see `worded`
    "string_unicode": "不是有效的 UTF-8 文本",
    "date_parsing": "应为日期，格式 YYYY-MM-DD",
    "date_type": "应为日期，格式 YYYY-MM-DD",
    "date_from_datetime_parsing": "应为日期，格式 YYYY-MM-DD",
    "date_from_datetime_inexact": "应为日期，不带时间",
    "datetime_parsing": "应为时间，格式 YYYY-MM-DDThh:mm:ss+08:00",
    "datetime_from_date_parsing": "应为时间，格式 YYYY-MM-DDThh:mm:ss+08:00",
    "datetime_type": "应为时间，格式 YYYY-MM-DDThh:mm:ss+08:00",
    "timezone_aware": "时间应带时区",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "enum": "应为其中之一：{expected}",
    "literal_error": "应为其中之一：{expected}",
    "list_type": "应为数组",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dict_attributes_type": "应为对象",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "extra_forbidden": "没有这个字段",
    "json_invalid": "不是有效的 JSON",
    "json_type": "不是有效的 JSON",
    "uuid_parsing": "应为 UUID",
    "url_parsing": "应为网址",
    "value_error": "不合要求：{error}",
    "assertion_error": "不合要求：{error}",
    "none_required": "应为空",
}

_WORDS: dict[str, Text] = {}


def worded(pattern: str, words: Text) -> str:
    """The pattern, which from now on is refused in these words: nobody who fills in a form reads expressions."""
    _WORDS[pattern] = words
    return pattern


def details_of(errors: Sequence[Mapping[str, Any]]) -> tuple[Detail, ...]:  # pydantic's own shape of an error
    """Each error as the field's name (`days`, `filters.0.name`; `body` for the body as a whole) and a reason."""
    return tuple(Detail(_field(error["loc"]), _reason(error)) for error in errors)


def _field(location: Sequence[str | int]) -> str:
    rest = [str(part) for part in location[1:]] if location and location[0] in PLACES else [str(p) for p in location]
    if location and location[0] == "body" and len(rest) == 1 and rest[0].isdigit():
        return "body"  # the position of a JSON error, no field
    return ".".join(rest) or str(location[0] if location else "body")


def _reason(error: Mapping[str, Any]) -> Text:  # as above
    context = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    english = str(error["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    kind = str(error["type"])
    if kind == "value_error" and isinstance(said := error.get("ctx", {}).get("error"), ValueError):
        first = said.args[0] if said.args else ""
        if isinstance(first, Text):  # a validator that speaks both languages: raise ValueError(Text(...))
            return first
        if isinstance(first, Described):
            return first.text
    if kind == "string_pattern_mismatch" and (words := _WORDS.get(str(error["ctx"]["pattern"]))) is not None:
        return words
    pattern = _ZH.get(kind, "取值无效")
    try:
        return Text(pattern.format(**context), english)
    except (KeyError, IndexError):  # pydantic names the marks of this type differently
        return Text(pattern.partition("{")[0].rstrip(":") or "取值无效", english)


def _plain(value: object) -> str:
    return str(value).replace(" or ", " 或 ")
