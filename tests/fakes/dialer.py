"""A dialer that answers what the test wrote down."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date

from leadline.calls.contracts import CallRow, ConnectionReport, Refusal, TotalsLine, VendorTotals
from leadline.calls.ports import CallPage, PageFailure, SourceFailure, SourceLimits
from leadline.kernel.text import Text

Answer = CallPage | PageFailure | Exception | Callable[[], object]
TIMEOUT = Text("超时", "timed out")
UNREADABLE = Text("没有时间", "no time")


def page(
    number: int, rows: Sequence[CallRow], total: int | None, refused: Sequence[Refusal] = (), ids: Sequence[str] = ()
) -> CallPage:
    """A page that came. Its archive holds its number and its ids."""
    named = {row.call_id for row in rows} | {one.call_id for one in refused if one.call_id} | set(ids)
    raw = f"{number}:{','.join(sorted(named))}".encode()
    return CallPage(number, tuple(rows), tuple(refused), frozenset(named), total, raw)


def lost(number: int) -> PageFailure:
    """A page that did not come."""
    return PageFailure(number, TIMEOUT)


def refusal(call_id: str | None = None) -> Refusal:
    """A row that could not be read."""
    return Refusal(UNREADABLE, call_id=call_id)


def totals(day: date, calls: int, orders: int = 0, accounts: Sequence[TotalsLine] = ()) -> VendorTotals:
    """The vendor's figures of a day."""
    return VendorTotals(day, TotalsLine("", "总计", calls, calls // 2, orders), tuple(accounts))


class FakeDialer:
    """`script[day]` is a list of rounds, each a list of answers; the last round is given again and again.

    An exception among the answers is raised; a callable is called and, when it returns an awaitable, awaited.
    """

    name = "fake"
    limits = SourceLimits(7, 1000, 100.0, 1)

    def __init__(self) -> None:
        self.script: dict[date, list[list[Answer]]] = defaultdict(lambda: [[page(1, (), 0)]])
        self.figures: dict[date, VendorTotals | Exception | None] = {}
        self.asked: list[date] = []
        self.reread: Callable[[bytes], CallPage] = _unreadable
        self.report = ConnectionReport(ok=True, steps=(Text("好", "fine"),))

    def gives(self, day: date, *rounds: list[Answer]) -> None:
        self.script[day] = list(rounds)

    async def pages(self, day: date) -> AsyncIterator[CallPage | PageFailure]:
        rounds = self.script[day]
        self.asked.append(day)
        for answer in rounds.pop(0) if len(rounds) > 1 else rounds[0]:
            await asyncio.sleep(0)
            if isinstance(answer, Exception):
                raise answer
            if isinstance(answer, CallPage | PageFailure):
                yield answer
            else:
                made = answer()
                if asyncio.iscoroutine(made):
                    await made

    async def totals(self, day: date) -> VendorTotals | None:
        answer = self.figures.get(day)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def check(self) -> ConnectionReport:
        return self.report

    def replay(self, raw: bytes) -> CallPage:
        return self.reread(raw)

    async def aclose(self) -> None:
        return None


def _unreadable(raw: bytes) -> CallPage:
    raise ValueError(raw)


def no_log_in() -> SourceFailure:
    """Nothing can be asked."""
    return SourceFailure(Text("登录被拒绝", "log-in refused"))
