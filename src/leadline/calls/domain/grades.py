"""Grades (意向度): what a dialer's free text means. The rules are data, tried in order; the first that fits decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

GradeMatch = Literal["exact", "regex"]
GradeCategory = Literal["success", "follow_up", "invalid", "open", "not_reached"]
NO_GRADE = ""
UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True)
class GradeRule:
    """One rule: a grade text that matches `pattern` gets `code`.

    `order_kind` is the price class that a success counts in (`9` for 9元单, `1` for 1元单, or any other name); it is
    empty for what is no order. `value_cents` is what such an order is worth.
    """

    match: GradeMatch
    pattern: str
    code: str
    label: str
    category: GradeCategory
    order_kind: str = ""
    value_cents: int = 0


def _rule(code: str, label: str, category: GradeCategory, pattern: str = "") -> GradeRule:
    return GradeRule("regex", pattern or rf"^{code}(?![0-9A-Za-z])", code, label, category)


def _reason(code: str, *texts: str) -> GradeRule:
    return GradeRule("regex", f"^(?:{'|'.join(texts)})$", code, texts[0], "not_reached")


DEFAULT_RULES: tuple[GradeRule, ...] = (
    # a text that holds 9元 (but not 19元 or 91元), or is exactly 9, is a nine-yuan order; the same for 1元
    GradeRule("regex", r"(?<!\d)9元|^9$", "AS1", "成功单9元", "success", "9", 900),
    GradeRule("regex", r"(?<!\d)1元|^1$", "AS2", "成功单1元", "success", "1", 100),
    _rule("AF2", "在忙/晚点再说", "follow_up"),
    _rule("AF3", "加微信成功挂断", "follow_up"),
    _rule("AF4", "付费环节挂断", "follow_up"),
    _rule("AF5", "没说话直接挂断", "follow_up"),
    _rule("AF11", "可跟进 AF11", "follow_up"),
    _rule("AF12", "可跟进 AF12", "follow_up"),
    _rule("AF13", "可跟进 AF13", "follow_up"),
    _rule("AF14", "可跟进 AF14", "follow_up"),
    _rule("AN1", "骂人", "invalid"),
    _rule("AN2", "明确不需要", "invalid"),
    _rule("AN3", "语音助手", "invalid"),
    _rule("AN4", "已报名", "invalid"),
    _rule("AOT", "其他", "invalid"),
    _rule("AG", "话务员未操作", "open"),
    GradeRule("exact", "邀约失败", "invite_failed", "邀约失败", "invalid"),
    GradeRule("exact", "F-直接挂机", "hung_up", "F-直接挂机", "invalid"),
    _reason("not_connected", "未接通"),
    _reason("invalid_number", "空号"),
    _reason("powered_off", "关机"),
    _reason("suspended", "停机"),
    _reason("no_answer", "无人接听"),
    _reason("rejected", "拒接"),
)


class GradeBook:
    """The rules in force, with what they said of every text so far."""

    def __init__(self, rules: Sequence[GradeRule]) -> None:
        self.rules = tuple(rules)
        self._tests = [(rule, re.compile(rule.pattern) if rule.match == "regex" else None) for rule in rules]
        self._said: dict[str, GradeRule | None] = {}

    def judge(self, text: str | None) -> GradeRule | None:
        """The rule that decides `text`; None where there is no text or no rule fits."""
        if not text:
            return None
        try:
            return self._said[text]
        except KeyError:
            said = self._judge(text.strip())
            if len(self._said) < 10_000:  # noqa: PLR2004  # a vendor that sends prose must not fill the memory
                self._said[text] = said
            return said

    def _judge(self, text: str) -> GradeRule | None:
        for rule, pattern in self._tests:
            if (pattern.search(text) is not None) if pattern else (text == rule.pattern):
                return rule
        return None

    def verdict(self, text: str | None) -> tuple[str, str, int]:
        """What a call with this grade text is counted under: the code, the kind of order, and its value in cents."""
        rule = self.judge(text)
        order = rule.order_kind if rule else ""
        return self.code_of(text), order, rule.value_cents if rule and order else 0

    def code_of(self, text: str | None) -> str:
        """The code that a call with this grade text is counted under."""
        if not text or not text.strip():
            return NO_GRADE
        rule = self.judge(text)
        return rule.code if rule else UNMAPPED
