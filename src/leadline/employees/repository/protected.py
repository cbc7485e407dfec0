"""What of an employee a data key wrote: the telephone number with its blind index."""

from collections.abc import Mapping
from typing import Any

from leadline.employees.models import employees
from leadline.employees.repository.employees import PHONE_PURPOSE
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.phones import normalise_phone
from leadline.kernel.crypto.protected import Protected, Values, protect


def renew_phone(cipher: Cipher, values: Values) -> Mapping[str, Any] | None:  # Any: a column's own type
    """The number and its index written anew; None where there is none, or the present key wrote it."""
    stored = values[0]
    if stored is None or cipher.is_current(bytes(stored)):
        return None
    phone = cipher.decrypt(bytes(stored), PHONE_PURPOSE)
    index = cipher.blind_index(normalise_phone(phone.decode()))
    return {"phone_cipher": cipher.encrypt(phone, PHONE_PURPOSE), "phone_index": index}


columns = employees.c
protect(Protected(employees, columns.id, columns.phone_cipher, (columns.phone_cipher,), renew_phone))
