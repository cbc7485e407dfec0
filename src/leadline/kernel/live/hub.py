"""The hub of a process: everybody who listens here, and the one who looks what has changed, for all of them.

A commit is heard by the pulse; then one statement reads what has changed, however many listen. What nobody told of (a
process that has no pulse, a message that was lost) is found by looking once a second, as long as anybody listens.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from leadline.kernel.auth.authenticator import Authenticator, Credentials
from leadline.kernel.auth.ports import Identity
from leadline.kernel.auth.version import AUTH
from leadline.kernel.db.counters import read_counters
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import DATABASE_ERRORS
from leadline.kernel.errors import LeadlineError
from leadline.kernel.live.listener import Ending, Listener
from leadline.kernel.live.topics import Feed, Topic, Versions, missed, written
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.metrics import Counter, Gauge
from leadline.kernel.text import Text

MOST_LISTENERS = 2000
LISTENERS = Gauge("leadline_stream_listeners", "Readers of /api/stream", multiprocess_mode="livesum")
EVENTS = Counter("leadline_stream_events_total", "Events that were handed to readers of /api/stream", ("event",))
LOOKS = Counter(
    "leadline_stream_looks_total",
    "How often it was read what has changed; why: told of a commit, or by itself",
    ("why",),
)
ENDED = Counter("leadline_stream_ended_total", "Streams that ended, by why", ("reason",))
log = get_logger(__name__)


class StreamFull(LeadlineError):
    """This process has as many readers as it takes, or is about to end."""

    status = 503
    code = "stream_full"
    message = Text("实时推送的连接数已满，请稍后重试。", "No more readers are taken just now; try again soon.")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often the hub looks by itself, and how soon after one look comes the next, in seconds."""

    poll: float = 1.0
    least: float = 0.2
    again: float = 5.0


class Hub:
    """`topics` and `feeds` are what can be listened to in this process."""

    def __init__(
        self,
        database: Database,
        authenticator: Authenticator,
        topics: Sequence[Topic],
        feeds: Sequence[Feed] = (),
        rhythm: Rhythm | None = None,
    ) -> None:
        self._database = database
        self._authenticator = authenticator
        self.topics, self.feeds = tuple(topics), tuple(feeds)
        self._rhythm = rhythm or Rhythm()
        self._listeners: set[Listener] = set()
        self._versions: Versions = {}
        self._looked_at = float("-inf")
        self._heard: set[str] = set()
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._closed = False

    @property
    def events(self) -> list[str]:
        """The names of all events."""
        return [*(topic.event for topic in self.topics), *(feed.event for feed in self.feeds)]

    @property
    def names(self) -> set[str]:
        """What the pulse has to tell of."""
        return {AUTH, *(topic.counter for topic in self.topics), *(feed.news for feed in self.feeds)}

    def __len__(self) -> int:
        return len(self._listeners)

    def hear(self, names: Collection[str]) -> None:
        """Something was committed, here or in another process."""
        if AUTH in names:
            self._authenticator.version.forget()
        if self._listeners:
            self._heard.update(names)
            self._wake.set()

    async def join(
        self, credentials: Credentials, identity: Identity, wanted: Collection[str], last_id: str | None
    ) -> Listener:
        """A listener of what the caller wants and may hear. It is told first what it missed since `last_id`."""
        if self._closed or len(self._listeners) >= MOST_LISTENERS:
            raise StreamFull
        listener = Listener(credentials, identity, wanted)
        events = listener.allow((*self.topics, *self.feeds))
        await self._look({AUTH}, or_others=True)  # nothing comes between what is read here and what is told next
        changed = [] if last_id is None else self._missed(last_id)
        hello = {"events": events, "changed": [event for event in events if event in changed]}
        listener.put("hello", self._frame("hello", hello))
        self._listeners.add(listener)
        LISTENERS.set(len(self._listeners))
        self._heard.update(feed.news for feed in self.feeds)
        self._wake.set()
        return listener

    def leave(self, listener: Listener) -> None:
        """It listens no more."""
        self._listeners.discard(listener)
        LISTENERS.set(len(self._listeners))
        ENDED.labels(listener.ending or "gone").inc()

    def close(self) -> None:
        """The process is to end: every stream ends now, and none begins."""
        self._closed = True
        self._end_all("restart")

    async def run(self) -> None:
        """Looks and tells until it is cancelled."""
        while True:
            await self._rest()
            heard, self._heard = self._heard, set()
            try:
                if self._listeners:
                    await self._look(heard or self.names)
                    LOOKS.labels("told" if heard else "poll").inc()
            except DATABASE_ERRORS as error:
                log.warning("What has changed could not be read", reason=type(error).__name__)
                self._heard |= heard
                await asyncio.sleep(self._rhythm.again)
            await asyncio.sleep(self._rhythm.least)

    async def _rest(self) -> None:
        """Until something was heard; as long as anybody listens, no longer than `poll`."""
        try:
            async with asyncio.timeout(self._rhythm.poll if self._listeners else None):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    async def _look(self, names: Collection[str], *, or_others: bool = False) -> None:
        """Reads what `names` say has changed, and tells of it; `or_others`: unless somebody began to since."""
        clock = asyncio.get_running_loop().time
        asked = clock()
        async with self._turn:
            if or_others and self._looked_at >= asked:
                return
            feeds = [feed for feed in self.feeds if feed.news in names and self._any_hears(feed.event)]
            counted = not {feed.news for feed in self.feeds}.issuperset(names)
            started, before = clock(), self._versions
            async with self._database.reading() as connection:
                if counted:
                    self._versions = await read_counters(connection)
                found = [(feed, await feed.changes(connection)) for feed in feeds]
            if counted:
                self._looked_at = started
            if before and self._versions.get(AUTH) != before.get(AUTH):
                self._authenticator.version.forget()
                await self._check_rights()
            for feed, changes in found:
                self._tell_changes(feed, changes)
            await self._tell_versions(before)

    async def _tell_versions(self, before: Versions) -> None:
        moved = [one for one in self.topics if before and self._version(one) != before.get(one.counter, 0)]
        for topic in sorted(moved, key=lambda one: one.settles):
            if topic.settles and self._any_hears(topic.event):
                await asyncio.sleep(topic.settles)
            self._tell(topic.event, topic.event, {"version": self._version(topic)})

    def _version(self, topic: Topic) -> int:
        return self._versions.get(topic.counter, 0)

    def _tell_changes(self, feed: Feed, changes: Mapping[str, object]) -> None:
        for about, data in changes.items():
            self._tell(feed.event, f"{feed.event} {about}", data)

    def _tell(self, event: str, about: str, data: object) -> None:
        frame = self._frame(event, data)  # made once, whoever gets it
        told = EVENTS.labels(event)
        for listener in self._listeners:
            if listener.hears(event):
                listener.put(about, frame)
                told.inc()

    async def _check_rights(self) -> None:
        """Somebody's rights have changed: every listener is asked for anew, before it hears anything more."""
        for listener in list(self._listeners):
            try:
                listener.believe(await self._authenticator.identity_of_request(listener.credentials))
            except DATABASE_ERRORS:  # one who cannot be known now comes back and is asked again
                listener.end("signed_out")
            else:
                listener.allow((*self.topics, *self.feeds))

    def _missed(self, last_id: str) -> list[str]:
        return [*missed(last_id, self._versions, self.topics), *(feed.event for feed in self.feeds)]

    def _any_hears(self, event: str) -> bool:
        return any(listener.hears(event) for listener in self._listeners)

    def _frame(self, event: str, data: object) -> bytes:
        return b"id: %s\nevent: %s\ndata: %s\n\n" % (
            written(self._versions, self.topics).encode(), event.encode(), to_json(data),
        )  # fmt: skip

    def _end_all(self, ending: Ending) -> None:
        for listener in list(self._listeners):
            listener.end(ending)
