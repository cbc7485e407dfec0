"""What the calls context needs of the outside world. Integrations implement these; wiring picks one by setting."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from leadline.calls.contracts import CallRow, ConnectionReport, Refusal, VendorTotals
from leadline.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What a vendor allows. `widest_window_days` is one request's longest span; `page_size` its largest page."""

    widest_window_days: int
    page_size: int
    requests_per_second: float
    parallel_pages: int


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page of a day's calls.

    `ids` are the distinct ids of every row on the page, those not dialled and those refused included: they must add up
    to `expected_total`, the vendor's own count of the day as this page's answer gave it (None: it gives none). `raw` is
    the answer's body as it came, for the archive.
    """

    number: int
    rows: tuple[CallRow, ...]
    refused: tuple[Refusal, ...]
    ids: frozenset[str]
    expected_total: int | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that did not come, after every retry. The day it belongs to is incomplete."""

    number: int
    reason: Text


@dataclass(frozen=True, slots=True)
class PushedCalls:
    """What a vendor's push held, and the acknowledgement it expects (a JSON body)."""

    rows: tuple[CallRow, ...]
    refused: tuple[Refusal, ...]
    acknowledgement: bytes


class SourceFailure(Exception):
    """The vendor could not be asked at all (no credentials, log-in refused, totals refused); `reason` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


class DialerSource(Protocol):
    """A dialer that can be asked for its calls.

    `pages` yields each page of one business day, in any order, page failures in the place of pages that did not come;
    it raises `SourceFailure` only when nothing can be asked. It never takes an error for an empty page.
    """

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> SourceLimits: ...

    def pages(self, day: date) -> AsyncIterator[CallPage | PageFailure]: ...

    async def totals(self, day: date) -> VendorTotals | None:
        """The vendor's own totals of `day`; None where the vendor offers none. Raises `SourceFailure`."""
        ...

    async def check(self) -> ConnectionReport:
        """A connection test that explains what fails."""
        ...

    def replay(self, raw: bytes) -> CallPage:
        """The page that `raw`, an archived answer, holds, read again by today's parser."""
        ...

    async def aclose(self) -> None: ...


class PushParser(Protocol):
    """Reads a vendor's push. Raises `ValueError` when the body is not what the vendor sends."""

    def __call__(self, body: bytes, content_type: str) -> PushedCalls: ...


class CallFileReader(Protocol):
    """Reads calls from a file, one at a time, in bounded memory; what cannot be read is yielded as a refusal."""

    def read(self, stream: BinaryIO, name: str) -> Iterator[CallRow | Refusal]: ...
