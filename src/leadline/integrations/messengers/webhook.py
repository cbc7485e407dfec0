"""A webhook of one's own: the message as JSON, signed where the channel has a secret."""

import hmac
import time
from collections.abc import Mapping
from typing import Any

import orjson

from leadline.integrations.messengers.wire import Wire
from leadline.notifications.contracts import Message


class Webhook:
    """`X-Leadline-Delivery` is the same when a message is sent once more.

    `X-Leadline-Signature` is `t=SECONDS,v1=HEX`: HMAC-SHA256 of `SECONDS.BODY` with the secret.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # Any: the channel's own
        """NotDelivered unless the answer is a 2xx."""
        items = [{"mark": one.mark, "title": one.title, "text": one.text, "at": one.at} for one in message.items]
        body = orjson.dumps(
            {"subject": message.subject, "text": message.plain(), "items": items, "link": message.link or None}
        )
        headers = {"x-leadline-delivery": token}
        if address.get("secret"):
            moment = str(int(time.time()))
            signed = hmac.digest(address["secret"].encode(), f"{moment}.".encode() + body, "sha256").hex()
            headers["x-leadline-signature"] = f"t={moment},v1={signed}"
        await self._wire.post(address["url"], body, headers)
