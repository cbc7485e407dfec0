"""What the use cases of call data work with, assembled once a process by the wiring."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadline.calls.ports import CallFiles, DialerSource, PushParser
from leadline.calls.service.ingest import Ingest
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class CallsToolbox:
    """The calls context, ready for use. `sources` and `push_parsers` are by source name (`guanke`, `demo`, …)."""

    settings: Settings
    database: Database
    calendar: BusinessCalendar
    cipher: Cipher
    ingest: Ingest
    sources: Mapping[str, DialerSource]
    push_parsers: Mapping[str, PushParser]
    files: CallFiles
