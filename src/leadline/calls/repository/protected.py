"""What of a call a data key wrote, and how it is written anew: number, blind index, fingerprint, archive."""

from collections.abc import Mapping
from typing import Any

from leadline.calls.domain.rows import storable
from leadline.calls.models import call_records, raw_batches
from leadline.calls.repository.records import PHONE_PURPOSE, PLACE, READ_BACK, stored_row
from leadline.kernel.crypto.cipher import ARCHIVE, Cipher
from leadline.kernel.crypto.phones import normalise_phone
from leadline.kernel.crypto.protected import Protected, protect, renewed

Values = tuple[Any, ...]  # Any: a column's own Python type


def renew_call(cipher: Cipher, values: Values) -> Mapping[str, Any] | None:  # Any: as above
    """The columns of READ_BACK that the present key has to write anew; None when it wrote them already.

    A fingerprint is of the row as it is stored: it follows from the other columns, whichever key made the old one.
    """
    row, canonical = storable(stored_row(cipher, values))
    new: dict[str, Any] = {"fingerprint": cipher.fingerprint(canonical)}
    number = values[PLACE["phone_cipher"]]
    if row.phone and number is not None:
        current = cipher.is_current(bytes(number))
        new["phone_cipher"] = number if current else cipher.encrypt(row.phone.encode(), PHONE_PURPOSE)
        new["phone_index"] = cipher.blind_index(normalise_phone(row.phone))
    return None if all(values[PLACE[name]] == value for name, value in new.items()) else new


protect(
    Protected(
        call_records,
        key=call_records.c.id,
        cipher=call_records.c.phone_cipher,
        reads=tuple(call_records.c[name] for name in READ_BACK),
        renew=renew_call,
        # as every batch of a sync takes them: so no two wait for each other in a circle
        order=(call_records.c.source, call_records.c.call_id),
    )
)
protect(renewed(raw_batches, raw_batches.c.id, raw_batches.c.body, lambda _: ARCHIVE))
