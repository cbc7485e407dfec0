"""Settings of the interpreter that every Leadline process starts with."""

import gc
import sys

SWITCH_SECONDS = 0.0005


def tune_interpreter() -> None:
    """Lets the cyclic collector run less often, and threads take turns sooner.

    A batch of calls is a hundred thousand short-lived tuples without a cycle among them; at the default thresholds the
    collector walks them again and again, which was measured at a fifth of the time of an ingest.
    """
    gc.set_threshold(50_000, 20, 50)
    # A statement on SQLite is several visits to the connection's thread, each of which waits for the interpreter twice.
    # Beside a thread that makes the next batch ready, a wait was 5 ms by default, and nothing was done side by side.
    sys.setswitchinterval(SWITCH_SECONDS)
