"""Cursors of lists that are read on and on: opaque, signed, and good for the one list that they were made for."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence

import orjson

from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

MAC_BYTES = 16
LONGEST_CURSOR = 1024
NOT_OURS = Text(
    "不是本列表的游标：请原样传回 next_cursor，且不要改变筛选与排序；或去掉 cursor 从第一页开始",
    "not a cursor of this list: give next_cursor back as it came, with the same filters and order; "
    "or leave it out to start over",
)
Place = Sequence[int | str]


class Cursors:
    """Makes and reads cursors with one secret. `binding` is whatever decides what the list shows and in which order."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"leadline cursors v1", "sha256")

    def seal(self, binding: Mapping[str, object], place: Place) -> str:
        """The cursor of a place in the list."""
        body = orjson.dumps(list(place))
        return urlsafe_b64encode(self._mac(binding, body) + body).rstrip(b"=").decode()

    def open(self, binding: Mapping[str, object], cursor: str) -> list[int | str]:
        """The place that `seal` was given; InvalidInput for a cursor that is another list's, altered, or made up."""
        if len(cursor) > LONGEST_CURSOR or not cursor.isascii():
            raise InvalidInput([Detail("cursor", NOT_OURS)])
        try:
            sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (NotBase64, ValueError) as error:
            raise InvalidInput([Detail("cursor", NOT_OURS)]) from error
        mac, body = sealed[:MAC_BYTES], sealed[MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(binding, body)):
            raise InvalidInput([Detail("cursor", NOT_OURS)])
        place: list[int | str] = orjson.loads(body)
        return place

    def _mac(self, binding: Mapping[str, object], body: bytes) -> bytes:
        bound = orjson.dumps(binding, option=orjson.OPT_SORT_KEYS, default=str)
        length = len(bound).to_bytes(4, "big")  # where the one ends and the other begins is part of what is signed
        return hmac.digest(self._key, length + bound + body, "sha256")[:MAC_BYTES]
