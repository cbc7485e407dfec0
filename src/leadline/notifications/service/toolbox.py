"""What the use cases of notifications work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings
from leadline.notifications.contracts import ChannelKind
from leadline.notifications.ports import Messenger
from leadline.notifications.repository.channels import ADDRESS_PURPOSE, ChannelRow


@dataclass(frozen=True, slots=True)
class NotificationsToolbox:
    """Assembled once a process by the wiring."""

    settings: Settings
    database: Database
    cipher: Cipher
    messengers: Mapping[ChannelKind, Messenger]

    def sealed(self, address: Mapping[str, Any]) -> bytes:  # Any: a JSON document
        """The address as it is stored."""
        return self.cipher.encrypt(orjson.dumps(dict(address)), ADDRESS_PURPOSE)

    def address_of(self, channel: ChannelRow) -> dict[str, Any]:  # Any: as above
        """The address as it is used."""
        found: dict[str, Any] = orjson.loads(self.cipher.decrypt(channel.address_cipher, ADDRESS_PURPOSE))
        return found
