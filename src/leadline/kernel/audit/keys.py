"""The keys of the audit chain: entries and the head are sealed with HMAC-SHA256."""

import hashlib
import hmac
import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from leadline.kernel.audit.entries import audit_entries
from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.last_acts import Signing

FORMAT = 1
UNSEALED = frozenset({"key_id", "seal", "mac"})
SEALED = tuple(column.name for column in audit_entries.columns if column.name not in UNSEALED)
Entry = dict[str, Any]  # Any: a column's own Python type


class AuditKeys:
    """One key that seals, and former ones that only check. Each is derived from a SECRET_KEY and has an id."""

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, signing: Signing) -> "AuditKeys":
        """Derived once for each."""
        return cls(signing)

    def __init__(self, signing: Signing) -> None:
        secrets = (signing.secret, *signing.former)
        keys = [hmac.digest(one.encode(), b"leadline audit chain v1", "sha256") for one in secrets]
        self._keys = {hashlib.sha256(b"leadline audit key id" + key).hexdigest()[:8]: key for key in reversed(keys)}
        self.key_id = list(self._keys)[-1]

    def knows(self, key_id: str | None) -> bool:
        """Whether what this key sealed can be checked."""
        return key_id in self._keys

    def seal(self, entry: Entry, key_id: str) -> bytes:
        """What binds an entry's content to its place; the chain is not in it."""
        values = [FORMAT, key_id]
        for name in SEALED:
            value = entry[name]
            values.append(to_microseconds(value) if isinstance(value, datetime) else value)
        body = json.dumps(values, sort_keys=True, separators=(",", ":"))
        return self._mac(key_id, b"entry", body.encode())

    def link(self, previous: bytes, seal: bytes, key_id: str) -> bytes:
        """What binds an entry to all before it."""
        return self._mac(key_id, b"chain", previous + seal)

    def signature(self, last_id: int, mac: bytes, moment: datetime, key_id: str) -> bytes:
        """The head's: which entry is the last."""
        return self._mac(key_id, b"head", b"%d|%b|%d" % (last_id, mac, to_microseconds(moment)))

    def _mac(self, key_id: str, kind: bytes, body: bytes) -> bytes:
        return hmac.digest(self._keys[key_id], kind + b"|" + body, "sha256")


def same(one: bytes | None, other: bytes) -> bool:
    """Whether two macs are equal, told in constant time."""
    return hmac.compare_digest(bytes(one or b""), other)
