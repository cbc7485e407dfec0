"""The vendor's orders beside ours."""

from collections.abc import Iterable

from leadline.calls.repository.statistics.periods import VendorDay
from leadline.calls.schemas.statistics import Vendor

UNTOLD = Vendor(vendor_orders=None, deviation=None, vendor_missing_days=0)


def offering(days: Iterable[VendorDay]) -> frozenset[str]:
    """The sources that tell their own figures at all: only of these can a day be missing."""
    return frozenset(one.source for one in days if one.vendor_orders is not None)


def vendor_of(days: Iterable[VendorDay], sources: frozenset[str]) -> Vendor:
    """What the vendor says of these days, by those sources."""
    asked = [one for one in days if one.source in sources]
    told = [(one.vendor_orders, one.orders) for one in asked if one.vendor_orders is not None]
    missing = {one.stat_date for one in asked if one.vendor_orders is None and one.calls}
    return Vendor(
        vendor_orders=sum(theirs for theirs, _ in told) if told else None,
        deviation=sum(theirs - ours for theirs, ours in told) if told else None,
        vendor_missing_days=len(missing),
    )
