"""Sums made into figures. A rate is a ratio of sums, and null where there is nothing to divide by."""

from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import Figures

RATE_DIGITS = 6


def ratio(part: float, whole: float, digits: int = RATE_DIGITS) -> float | None:
    """`part` of `whole`; None when there is no whole."""
    return round(part / whole, digits) if whole else None


def figures(sums: Sums) -> Figures:
    """All that these sums say."""
    return Figures(
        calls=sums.calls,
        connected=sums.connected,
        contact_rate=ratio(sums.connected, sums.calls),
        orders=sums.orders,
        success_rate=ratio(sums.orders, sums.connected),
        talk_seconds=sums.talk_seconds,
        avg_talk=ratio(sums.talk_seconds, sums.connected, 2),
        order_value=sums.order_cents / 100,
    )
