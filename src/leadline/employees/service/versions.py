"""Lost updates: a write says which state of the record it was made from."""

from datetime import datetime, timedelta

from leadline.employees.errors import ChangedMeanwhile
from leadline.kernel.clock import now


def next_version(stored: datetime, seen: datetime | None) -> datetime:
    """The new `updated_at`; ChangedMeanwhile when the caller had `seen` another state than the stored one.

    It grows with every write, also where the clock does not.
    """
    if seen is not None and seen != stored:
        raise ChangedMeanwhile
    return max(now(), stored + timedelta(microseconds=1))
