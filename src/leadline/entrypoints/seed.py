"""Made-up calls for development (`leadline db seed`): the simulator's days, without its process."""

from datetime import datetime, time, timedelta

import orjson

from leadline.calls.contracts import BatchResult, CallRow
from leadline.calls.service.toolbox import CallsToolbox
from leadline.integrations.guanke.parsing import RowParser
from leadline.integrations.guanke.simulator.days import made
from leadline.integrations.guanke.simulator.views import View

SEED_SOURCE = "seed"
SEED = 20251026


async def seed_calls(toolbox: CallsToolbox, days: int, calls: int) -> BatchResult:
    """Writes about `calls` calls for each of the last `days` days; the same ones at every repetition."""
    parse = RowParser(toolbox.calendar)
    result = BatchResult()
    for back in range(days):
        day = toolbox.calendar.today() - timedelta(days=back)
        whole = made(day, SEED, calls)
        view = View(whole, len(whole.times), 0, 0.0)
        start = datetime.combine(day, time.min, toolbox.calendar.zone).timestamp()
        rows = [parse(orjson.loads(view.row(number))) for number in view.rows(start, start + 86_400, None, None, None)]
        async with toolbox.database.transaction() as connection:
            result += await toolbox.ingest.write(
                connection, SEED_SOURCE, [row for row in rows if isinstance(row, CallRow)]
            )
    return result
