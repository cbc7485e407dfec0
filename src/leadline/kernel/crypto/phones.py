"""Telephone numbers: one form to compare by, one mask to show."""

import re
from functools import lru_cache

import phonenumbers

MAINLAND_MOBILE = re.compile(r"1[3-9]\d{9}")
NOISE = re.compile(r"[\s\-().\u2010-\u2015]+")
SHORTEST_MASKED = 7


def normalise_phone(written: str) -> str:
    """The form in which numbers are compared: a mainland mobile as its eleven digits, others as E.164 where they parse.

    What is no number at all (an extension, a masked or virtual number) stays as written, without spaces and hyphens.
    """
    if MAINLAND_MOBILE.fullmatch(written):
        return written
    digits = NOISE.sub("", written)
    if len(digits) > 11:  # noqa: PLR2004  # eleven digits is the mainland mobile; longer ones may carry the country code
        for prefix in ("+86", "0086", "86", "0"):
            rest = digits.removeprefix(prefix)
            if rest is not digits and MAINLAND_MOBILE.fullmatch(rest):
                return rest
    if MAINLAND_MOBILE.fullmatch(digits):
        return digits
    return _normalise_odd(digits)


@lru_cache(maxsize=4096)
def _normalise_odd(digits: str) -> str:
    if not digits.lstrip("+").isdigit() or len(digits) < SHORTEST_MASKED:
        return digits
    try:
        parsed = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(parsed):
        return digits
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(normalised: str) -> str:
    """`138****8000`; shorter numbers keep fewer digits, and what is shorter than seven shows none but its length."""
    length = len(normalised)
    if length == 11 and normalised[0] == "1":  # noqa: PLR2004  # a mainland mobile
        return f"{normalised[:3]}****{normalised[7:]}"
    if length < SHORTEST_MASKED:
        return "*" * length
    shown = max(2, (length - 4) // 2)
    return normalised[: shown - 1] + "*" * (length - 2 * shown + 2) + normalised[length - shown + 1 :]
