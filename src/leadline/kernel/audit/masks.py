"""What an audit entry may show: no whole number, no secret, nothing that a database cannot store."""

import math
import re
from collections.abc import Mapping
from typing import Any

from leadline.kernel.crypto.phones import mask_phone, normalise_phone
from leadline.kernel.observability.scrub import MASK, scrub, scrub_text

# Names whose values are secret whatever they look like, and names whose values are numbers of people
_SECRET = re.compile(r"(?i)password|passwd|pwd|secret|token|hash|cipher|api_?key|signature|blind_?index")
_NUMBER = re.compile(r"(?i)phone|mobile|\btel|id_?card|id_?number|identity")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{4})\d{10}(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])(0\d{2,3}[- ]?)\d{4,5}(\d{3})(?![0-9A-Za-z])")
_DIGIT = re.compile(r"\d")
FEWEST_DIGITS = 5


def clean(values: Mapping[str, object]) -> dict[str, Any]:  # Any: plain JSON values
    """`values` as plain JSON values with numbers and secrets masked."""
    return {clean_text(str(name), 100): _cleaned(str(name), value) for name, value in values.items()}


def clean_text(text: str, longest: int) -> str:
    """`text` masked, storable, and cut to what its column holds."""
    return _storable(_masked_text(text))[:longest]


def changed(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object] | None, dict[str, object] | None]:
    """The fields that differ, as they were and as they are: what `Deed.before` and `Deed.after` take."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    old = {name: before[name] for name in names if name in before}
    new = {name: after[name] for name in names if name in after}
    return old or None, new or None


def _cleaned(name: str, value: object) -> Any:  # Any: a plain JSON value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return clean(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
        return [_cleaned(name, one) for one in items]
    if isinstance(value, str):
        return _cleaned_text(name, value)
    plain = scrub(value)
    return _storable(_masked_text(plain)) if isinstance(plain, str) else plain


def _cleaned_text(name: str, value: str) -> str:
    if _SECRET.search(name):
        return MASK if value else ""
    if _NUMBER.search(name) and "*" not in value and len(_DIGIT.findall(value)) >= FEWEST_DIGITS:
        return _storable(mask_phone(normalise_phone(value)))
    return _storable(_masked_text(value))


def _masked_text(text: str) -> str:
    return _LANDLINE.sub(r"\1****\2", _IDENTITY.sub(r"\1**********\2", scrub_text(text)))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")
