"""Reading the stored calls: pages of the list, one call, its full number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.outcomes import OUTCOME_LABELS
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import NumberNotKnown, RecordNotFound, RevealQuotaSpent
from leadline.calls.repository.record_count import RecordCount, count_records
from leadline.calls.repository.record_list import Found, RecordPages, moment_of, read_one
from leadline.calls.repository.record_plan import choose
from leadline.calls.repository.record_selection import Position, Selection, selection_of
from leadline.calls.repository.records import PHONE_PURPOSE
from leadline.calls.repository.statistics.boards import GradeName, grade_names
from leadline.calls.schemas.records import CallRecordShape
from leadline.calls.schemas.statistics import StatsMeta
from leadline.calls.service.statistics.asking import Asker, Days, freshness
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import Deed, count_deeds, write_down
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.clock import now
from leadline.kernel.crypto.phones import normalise_phone
from leadline.kernel.text import Language

REVEAL = "phone.reveal"
MOST_COUNTED = 1000
# "" is how these columns say that nothing is known
TEXTS = frozenset({"task_id", "agent_id", "grade_code", "province"})
MOMENTS = frozenset({"start_time", "end_time", "synced_at"})
FLAGS = frozenset({"end_derived", "is_success", "has_recording"})
RecordKey = int | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and whom an audit entry names."""

    principal: Principal
    actor: Actor | None = None

    @property
    def named(self) -> Actor:
        """Whom an audit entry names."""
        return self.actor or Actor(self.principal.username, str(self.principal.user_id))

    def deed(self, action: str, subject: str, details: dict[str, object]) -> Deed:
        """An audit entry of this reader."""
        return self.named.did(action, subject, details)


class RecordPage(NamedTuple):
    """A page of the list; `next` is where the following one starts, None at the end."""

    records: list[CallRecordShape]
    next: Position | None
    meta: StatsMeta


def select_records(
    toolbox: CallsToolbox, query: RecordQuery, scope: DataScope, ceiling: int | None = None
) -> Selection:
    """The selection of a query, with the number as its blind indexes."""
    indexes = () if query.phone is None else toolbox.cipher.blind_indexes(normalise_phone(query.phone))
    return selection_of(query, scope, toolbox.calendar, indexes, ceiling)


async def list_records(
    toolbox: CallsToolbox,
    query: RecordQuery,
    scope: DataScope,
    limit: int,
    after: Position | None = None,
    language: Language = "zh-CN",
) -> RecordPage:
    """The `limit` calls that come after a place in the list, and how complete the range is."""
    selection = select_records(toolbox, query, scope)
    async with toolbox.database.reading() as connection:
        rows = await page_of(toolbox, connection, selection, limit + 1, after)
        names = await grade_names(connection)
        source = query.sources[0] if len(query.sources) == 1 else None
        days = Days(selection.first_day, selection.last_day)
        meta = await freshness(connection, Asker(scope, source, now()), days, toolbox.calendar)
    meta.source = "live"
    records = [shape_of(row, names, language) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = Position(last.duration if selection.by_duration else moment_of(last.start_time), last.id)
    return RecordPage(records, following, meta)


async def page_of(
    toolbox: CallsToolbox, connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None
) -> list[Found]:
    """At most `wanted` rows of a selection after a place, by the index that gives them soonest."""
    if selection.empty:
        return []
    driver = await choose(connection, selection, wanted, after)
    pages = RecordPages(toolbox.calendar, selection, driver, toolbox.database.dialect)
    return list(await pages.read(connection, wanted, after))


async def count_calls(toolbox: CallsToolbox, query: RecordQuery, scope: DataScope) -> RecordCount:
    """How many calls the list of `query` has: from the counts, counted where they are few, or estimated.

    Those of one number or one id are counted, up to a thousand.
    """
    selection = select_records(toolbox, query, scope)
    async with toolbox.database.reading() as connection:
        if query.phone is None and query.call_id is None:
            return await count_records(connection, selection, scope, toolbox.calendar)
        found = len(await page_of(toolbox, connection, selection, MOST_COUNTED, None))
        return RecordCount(found, exact=found < MOST_COUNTED)


async def find_record(
    toolbox: CallsToolbox, key: RecordKey, scope: DataScope, language: Language = "zh-CN"
) -> CallRecordShape:
    """One call by its id or its (source, call id); `RecordNotFound` also for one out of scope."""
    async with toolbox.database.reading() as connection:
        row = await read_one(connection, key, scope)
        if row is None:
            raise RecordNotFound
        return shape_of(row, await grade_names(connection), language)


async def reveal_phone(toolbox: CallsToolbox, key: RecordKey, reader: Reader, reason: str) -> str:
    """The call's full number, as the dialer wrote it: audited, and limited to so many a day."""
    async with toolbox.database.transaction() as connection:
        row = await read_one(connection, key, reader.principal.scope, ("c.id", "c.phone_cipher", "c.phone_masked"))
        if row is None:
            raise RecordNotFound
        if row.phone_cipher is None:
            raise NumberNotKnown
        if toolbox.database.dialect == "postgresql":  # two reveals at once must not both be the last one
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 7))"), {"who": reader.named.id}
            )
        today = toolbox.calendar.window_of(toolbox.calendar.today()).start
        limit = toolbox.settings.reveals_per_day
        if await count_deeds(connection, reader.named, REVEAL, today) >= limit:
            raise RevealQuotaSpent(limit=limit)
        details: dict[str, object] = {"reason": reason, "phone": row.phone_masked}
        await write_down(connection, reader.deed(REVEAL, f"call:{row.id}", details))
    return toolbox.cipher.decrypt(bytes(row.phone_cipher), PHONE_PURPOSE).decode()


def shape_of(row: Found, names: Mapping[str, GradeName], language: Language) -> CallRecordShape:
    """What the reader is shown of a row of `SHOWN`."""
    values = dict(row._mapping)  # SQLAlchemy's public name for a row's columns by name
    for name in MOMENTS:
        given: datetime | int | None = values[name]
        values[name] = None if given is None else moment_of(given)
    for name in FLAGS:
        values[name] = bool(values[name])
    for name in TEXTS:
        values[name] = values[name] or None
    label = OUTCOME_LABELS.get(values["outcome"])
    values["phone"] = values.pop("phone_masked")
    values["outcome_label"] = label.to(language) if label else values["outcome"]
    graded = names.get(values["grade_code"] or "")
    values["grade_label"], values["grade_category"] = graded or (None, None)
    return CallRecordShape(**values)
