"""What the calls context needs of the outside world. Integrations implement these; wiring picks one by setting."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, NamedTuple, Protocol

from leadline.calls.contracts import CallRow, ConnectionReport, FileKind, Refusal, VendorTotals
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


class FileLine(NamedTuple):
    """A line of a table as it stands, with its number in the file."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file seems to be. `lines` are its first ones (none of JSON, which is no table).

    `mapping` is what the headers of a table tell of its columns, in the form of a mapping file; what they do not tell
    is not in it. A switch's own file has one as well, for who takes it for a table after all.
    """

    kind: FileKind
    lines: tuple[FileLine, ...] = ()
    mapping: Mapping[str, Any] | None = None  # Any: a mapping file's content


class CallFiles(Protocol):
    """The kinds of files that calls can be read from. A stream is at its start, and is left there."""

    def look(self, stream: BinaryIO, name: str, most: int) -> FileLook:
        """The file's kind and its first lines; raises `LeadlineError` where no calls can be read from such a file."""
        ...

    def kind_of(self, stream: BinaryIO, name: str, *, mapped: bool = False) -> str:
        """Which reader fits, by the name's ending and the first line; `mapped`: there is a mapping for it."""
        ...

    def reader(
        self, kind: str, stream: BinaryIO, name: str, mapping: object = None, *, first_only: bool = False
    ) -> CallFileReader:
        """The reader of that kind; raises `LeadlineError` where the mapping, a mapping file's content, is wrong.

        `first_only`: a few hundred rows are enough, which may be known from an earlier look.
        """
        ...
