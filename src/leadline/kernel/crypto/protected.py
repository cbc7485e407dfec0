"""Which columns hold what a data key wrote: every context names its own here, and `leadline keys` goes through them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from leadline.kernel.crypto.cipher import Cipher

Values = tuple[Any, ...]  # Any: a column's own Python type
Renew = Callable[[Cipher, Values], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Protected:
    """A table with such a column.

    `key` is unique, in whose order batches are taken; `cipher` is the ciphertext that names its key. `renew` gets the
    values of `reads` and returns the columns to write anew with the present key, None when nothing is to be done. It
    may raise `CannotDecrypt`. `order` is how other writers lock the rows of the table (by `key`, unless they say).
    """

    table: Table
    key: Column[Any]
    cipher: Column[Any]
    reads: tuple[Column[Any], ...]
    renew: Renew
    order: tuple[Column[Any], ...] = ()

    @property
    def name(self) -> str:
        """What the commands call it."""
        return f"{self.table.name}.{self.cipher.name}"


_protected: dict[str, Protected] = {}


def protect(one: Protected) -> None:
    """Names a column; ValueError for one that is named already."""
    if one.name in _protected:
        raise ValueError(f"{one.name} is protected already")
    _protected[one.name] = one


def protected() -> tuple[Protected, ...]:
    """All of them, by name."""
    return tuple(_protected[name] for name in sorted(_protected))


def renewed(table: Table, key: Column[Any], cipher: Column[Any], purpose: Callable[[Any], bytes]) -> Protected:
    """A column that is ciphertext and nothing else; `purpose` makes its purpose of the row's key."""

    def renew(with_: Cipher, values: Values) -> Mapping[str, Any] | None:
        if values[1] is None or with_.is_current(bytes(values[1])):
            return None
        about = purpose(values[0])
        return {cipher.name: with_.encrypt(with_.decrypt(bytes(values[1]), about), about)}

    return Protected(table, key, cipher, (key, cipher), renew)
