"""Writes log lines without ever making their author wait.

Lines are gathered in memory and written by a thread of their own, at most `LATEST_SECONDS` later. A reader that does
not keep up costs lines (`dropped` counts them), never time; a reader that is gone costs the lines only.
"""

import atexit
import os
import threading
import time
from collections import deque

LATEST_SECONDS = 0.2
MOST_BYTES = 8 * 1024 * 1024
PIECE = 64 * 1024
LAST_WORDS_SECONDS = 2.0


class LineWriter:
    """A bounded buffer before a file descriptor; `write` may be called from any thread and never waits."""

    def __init__(self, descriptor: int, *, most_bytes: int = MOST_BYTES) -> None:
        self.dropped = 0
        self._descriptor = descriptor
        self._most_bytes = most_bytes
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._lines = threading.Event()
        self._closing = False
        self._hurry = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._run, name="log-lines", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def write(self, line: bytes) -> None:
        """Put `line` (with its newline) in the buffer, or count it as dropped when there is no room."""
        if self._waiting_bytes > self._most_bytes:
            self.dropped += 1
            return
        self._waiting.append(line)
        self._waiting_bytes += len(line)
        if not self._lines.is_set():
            self._idle.clear()
            self._lines.set()

    def flush(self, timeout: float = LAST_WORDS_SECONDS) -> bool:
        """Wait until all lines are written, at most `timeout` seconds; whether they are."""
        self._hurry.set()
        return self._idle.wait(timeout)

    def close(self) -> None:
        """Write what waits and stop, giving a stuck reader two seconds."""
        self._closing = True
        self._hurry.set()
        self._lines.set()
        self._thread.join(LAST_WORDS_SECONDS)
        atexit.unregister(self.close)

    def _run(self) -> None:
        while not self._closing:
            self._lines.wait()
            self._hurry.wait(LATEST_SECONDS)  # lets lines gather, so that a busy process writes few large pieces
            self._hurry.clear()
            self._lines.clear()
            self._drain()
            if not self._lines.is_set():
                self._idle.set()
        self._drain()

    def _drain(self) -> None:
        while self._waiting:
            lines = []
            size = 0
            while self._waiting and size < PIECE:
                lines.append(self._waiting.popleft())
                size += len(lines[-1])
            self._put(b"".join(lines))
            self._waiting_bytes = max(0, self._waiting_bytes - size) if self._waiting else 0

    def _put(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                time.sleep(0.01)  # somebody made the pipe non-blocking
            except OSError:
                return  # nobody reads any more (a closed pipe, a full disk): the program goes on without its log
