"""What notifications need of the outside world: somebody who carries a message. Integrations do."""

from collections.abc import Mapping
from typing import Any, Protocol

from leadline.kernel.text import Text
from leadline.notifications.contracts import Message


class NotDelivered(Exception):
    """The message did not go out. `again`: trying later may help; else somebody has to change something."""

    def __init__(self, reason: Text, *, again: bool) -> None:
        self.reason = reason
        self.again = again
        super().__init__(reason.en)


class Messenger(Protocol):
    """Carries messages of one kind of channel."""

    async def send(self, address: Mapping[str, Any], message: Message, token: str) -> None:  # Any: a channel's address
        """Returns once the other side has taken the message; NotDelivered.

        `token` is the same when a message is sent once more, so that whoever can may tell a repeat.
        """
        ...
