"""How many examples a property is tried with: a few in `make test`, `EXAMPLES` times as many in `make torture`."""

import os

from hypothesis import HealthCheck

# the examples of a property share what its fixtures made, at whatever speed
SHARED_FIXTURE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


def examples(few: int) -> int:
    """`few`, or as many times that as the environment's EXAMPLES says."""
    return few * int(os.environ.get("EXAMPLES", "1"))
