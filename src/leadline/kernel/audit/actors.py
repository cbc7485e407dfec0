"""Who does a deed, and from where: callers of the API, the command line, a dialer that pushes."""

import getpass
import os
from collections.abc import Mapping
from typing import NamedTuple

from leadline.kernel.audit.entries import OK, Deed


class Actor(NamedTuple):
    """The one whom entries name."""

    name: str
    id: str = ""
    address: str = ""
    trace_id: str = ""

    def did(
        self,
        action: str,
        subject: str,
        details: Mapping[str, object] | None = None,
        *,
        change: tuple[Mapping[str, object] | None, Mapping[str, object] | None] = (None, None),
        result: str = OK,
    ) -> Deed:
        """The deed for `write_down`. `change` is what `masks.changed` returns."""
        return Deed(
            self.name, action, subject, details or {}, self.address, self.trace_id, self.id, *change, result=result
        )


def operator() -> Actor:
    """Who typed the command: `cli:` and the operating system's name of the user."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, as in a container
        name = f"uid {os.getuid()}"
    return Actor(f"cli:{name}")
