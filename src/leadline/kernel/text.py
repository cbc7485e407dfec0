"""Sentences for people, in the two languages the product speaks."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


class Text(NamedTuple):
    """One sentence in Chinese and in English; `{name}` marks are filled by `fill`."""

    zh: str
    en: str

    def fill(self, **values: object) -> "Text":
        """The same sentence with its marks replaced by `values`; one that is a `Text` goes in in either language."""
        zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def to(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.en if language == "en" else self.zh


def joined(texts: Iterable[Text]) -> Text:
    """Several sentences' parts as one, in either language with its own mark between them."""
    parts = list(texts)
    return Text("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))


class Described(str):
    """A sentence in English that knows itself in both languages: a field's description has to be a str."""

    __slots__ = ("text",)
    text: Text


def described(zh: str, en: str) -> Described:
    """The description of a field, Chinese first."""
    sentence = Described(en)
    sentence.text = Text(zh, en)
    return sentence


def choose_language(accept_language: str, default: Language) -> Language:
    """The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4); `default` when none fits."""
    best: tuple[float, Language] | None = None
    for part in accept_language.split(","):
        tag, _, parameters = part.strip().partition(";")
        weight = _quality(parameters)
        primary = tag.strip().lower().split("-")[0]
        found: Language | None = "zh-CN" if primary == "zh" else "en" if primary == "en" else None
        if found and weight > 0 and (best is None or weight > best[0]):
            best = (weight, found)
    return best[1] if best else default


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
