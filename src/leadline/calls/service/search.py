"""The search of the page: agents, tasks, calls by id or by a whole number, as far as the reader may see them."""

import re
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.repository.found_names import find_agents, find_tasks
from leadline.calls.repository.record_list import Found as FoundRow
from leadline.calls.repository.record_list import calls_with_id
from leadline.calls.repository.statistics.boards import grade_names
from leadline.calls.schemas.records import CallRecordShape
from leadline.calls.schemas.search import Found, FoundAgent, FoundTask
from leadline.calls.service.records import page_of, select_records, shape_of
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.text import Language

READ_CALLS = "call:read"
DAYS_OF_A_NUMBER = 366
DAYS_OF_A_TASK = 92
NUMBER = re.compile(r"\+?[\d\s()-]{7,30}", re.ASCII)
SHORTEST_NUMBER = 7


async def search(
    toolbox: CallsToolbox, reader: Principal, words: str, limit: int, language: Language = "zh-CN"
) -> Found:
    """At most `limit` of each kind. Calls only for who may read them."""
    today = toolbox.calendar.today()
    scope = reader.scope
    async with toolbox.database.reading() as connection:
        agents = await find_agents(connection, scope, words)
        tasks = await find_tasks(connection, scope, words, today - timedelta(days=DAYS_OF_A_TASK), today)
        calls: list[CallRecordShape] = []
        if reader.may(READ_CALLS):
            rows = await _calls(toolbox, connection, scope, words, limit)
            names = await grade_names(connection) if rows else {}
            calls = [shape_of(row, names, language) for row in rows]
    return Found(
        agents=[FoundAgent(source=one.source, agent_id=one.key, name=one.name) for one in agents[:limit]],
        tasks=[FoundTask(source=one.source, task_id=one.key, name=one.name) for one in tasks[:limit]],
        calls=calls,
    )


async def _calls(
    toolbox: CallsToolbox, connection: AsyncConnection, scope: DataScope, words: str, limit: int
) -> list[FoundRow]:
    """Calls of this id, and the newest ones of this number."""
    found = list(await calls_with_id(connection, words, scope, limit))
    if len(found) < limit and NUMBER.fullmatch(words) and len(re.sub(r"\D", "", words)) >= SHORTEST_NUMBER:
        end = toolbox.calendar.window_of(toolbox.calendar.today()).end
        query = RecordQuery(end - timedelta(days=DAYS_OF_A_NUMBER), end, phone=words)
        selection = select_records(toolbox, query, scope)
        known = {row.id for row in found}
        rows = await page_of(toolbox, connection, selection, limit, None)
        found += [row for row in rows if row.id not in known][: limit - len(found)]
    return found
