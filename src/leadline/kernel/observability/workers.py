"""Counters that several worker processes share, and that outlive any of them.

The client library maps a file for each process and sums the files at a scrape. It names them by process id: files of
the dead would pile up, and deleting them would take counts back. Ours are named by a slot: a worker takes the first
that is free, by a lock that the system takes back when the process ends, however it ends. Its successor finds the slot,
and goes on counting in the same files. What is true of a living process only (gauges) is deleted with its process.
"""

import fcntl
import os
from pathlib import Path

from prometheus_client import values

MULTIPROCESS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the client's own variable; `run_server` sets it for its workers
_held: list[int] = []  # the open lock of this process, for as long as it lives


def workers_folder() -> Path | None:
    """Where the workers of this server count, without the gauges of the dead; None where there is one process only."""
    name = os.environ.get(MULTIPROCESS_FOLDER)
    if not name:
        return None
    folder = Path(name)
    for lock in folder.glob("slot-*.lock"):
        if (descriptor := _locked(lock)) is not None:
            _forget_gauges(folder, _slot_of(lock))
            os.close(descriptor)
    return folder


def join_workers() -> None:
    """Take a slot, if this process is one of several. Only metrics that are made afterwards are counted there."""
    name = os.environ.get(MULTIPROCESS_FOLDER)
    if not name or _held:
        return
    folder = Path(name)
    number = 0
    while (descriptor := _locked(folder / f"slot-{number}.lock")) is None:
        number += 1
    _held.append(descriptor)
    slot = str(number)
    _forget_gauges(folder, slot)
    # asked at every increment, so it is a constant; our workers are spawned and never fork
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]  # not annotated there


def _locked(lock: Path) -> int | None:
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _slot_of(lock: Path) -> str:
    return lock.stem.removeprefix("slot-")


def _forget_gauges(folder: Path, slot: str) -> None:
    for file in folder.glob(f"gauge_*_{slot}.db"):
        file.unlink(missing_ok=True)
