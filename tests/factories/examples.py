"""How many examples a property is tried with: a few in `make test`, `EXAMPLES` times as many in `make torture`."""

import os


def examples(few: int) -> int:
    """`few`, or as many times that as the environment's EXAMPLES says."""
    return few * int(os.environ.get("EXAMPLES", "1"))
