"""Guanke as a `DialerSource`: a day's pages, the vendor's own totals, and a connection test that explains itself."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import date
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import httpx
import orjson

from leadline.calls.contracts import ConnectionReport, TotalsLine, VendorTotals
from leadline.calls.ports import CallPage, PageFailure, SourceFailure, SourceLimits
from leadline.integrations.guanke.client import Answer, GuankeClient, Tuning
from leadline.integrations.guanke.failures import VendorFailure
from leadline.integrations.guanke.parsing import RowParser, page_of
from leadline.integrations.guanke.tokens import Credentials, TokenStore
from leadline.integrations.guanke.values import counted, mapping_of, text_of
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.reaching import why_not_reached
from leadline.kernel.text import Text

WIDEST_WINDOW_DAYS: Final = 7
LARGEST_PAGE: Final = 1000
CALLS_PATH: Final = "/task/cdr/all2"
TOTALS_PATH: Final = "/extension/agent/stat"
BY_ACCOUNT: Final = 1
BY_TASK: Final = 20
_SUMMARY_NAMES: Final = ("总计", "平均")
_CONNECT_SECONDS: Final = 10.0


class GuankeSource:
    """One Guanke account as a source of calls.

    `page_size` above the vendor's 1000 is refused (it answers such pages with no rows). A `transport` replaces the
    network in tests.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        credentials: Credentials,
        calendar: BusinessCalendar,
        token_store: TokenStore,
        tuning: Tuning | None = None,
        page_size: int = LARGEST_PAGE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        if not 1 <= page_size <= LARGEST_PAGE:
            raise ValueError(f"page_size must be from 1 to {LARGEST_PAGE}")
        tuning = tuning or Tuning()
        self._name = name
        self._base_url = base_url.rstrip("/")
        self._calendar = calendar
        self._parse = RowParser(calendar)
        self._limits = SourceLimits(WIDEST_WINDOW_DAYS, page_size, tuning.requests_per_second, tuning.parallel_pages)
        self._probes_network = transport is None
        self._credentials = credentials
        self._client = GuankeClient(name, self._base_url, credentials, token_store, tuning, transport)

    @property
    def name(self) -> str:
        return self._name

    @property
    def limits(self) -> SourceLimits:
        return self._limits

    async def aclose(self) -> None:
        await self._client.aclose()

    async def pages(self, day: date) -> AsyncGenerator[CallPage | PageFailure, None]:
        """Every page of `day`. The first page tells how many there are, and each further answer may raise the number.

        When the first page does not come, the second one is asked: it tells the number as well.
        """
        first = await self._page(day, 1)
        yield first
        upcoming, last = 2, self._last_page(first)
        running: set[asyncio.Task[CallPage | PageFailure]] = set()
        try:
            while running or upcoming <= last:
                while upcoming <= last and len(running) < self._limits.parallel_pages:
                    running.add(asyncio.create_task(self._page(day, upcoming)))
                    upcoming += 1
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    page = task.result()
                    # Only an answer tells how many pages there are; a failure here must not lengthen the day.
                    last = max(last, self._last_page(page)) if isinstance(page, CallPage) else last
                    yield page
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def totals(self, day: date) -> VendorTotals:
        """The vendor's figures of `day`, by account and by task. Raises `SourceFailure`."""
        accounts, tasks = await asyncio.gather(self._stat(day, BY_ACCOUNT), self._stat(day, BY_TASK))
        return VendorTotals(day, accounts[0], accounts[1], tasks[1])

    def replay(self, raw: bytes) -> CallPage:
        """The page in an archived answer. Raises ValueError when it is none."""
        envelope = mapping_of(orjson.loads(raw))
        if envelope is None:
            raise ValueError("the archived answer is not an object")
        return page_of(self._parse, envelope.get("data"), None, raw)

    async def check(self) -> ConnectionReport:
        """Address, connection, credentials, a request for one row: each in turn, until one fails."""
        steps: list[Text] = []
        figures: dict[str, object] = {}
        try:
            address = _address_of(self._base_url)
            steps.append(_ADDRESS_FINE.fill(address=f"{address.scheme}://{address.host}"))
            if self._probes_network:
                steps.append(await _connected(address.host, address.port))
            await self._client.log_in()
            steps.append(_CREDENTIALS_FINE)
            started = monotonic()
            page = await self._client.get(CALLS_PATH, self._query(self._calendar.today(), 1, 1), self._reader(1))
            figures = {"calls_today": page.expected_total, "seconds": round(monotonic() - started, 3)}
            steps.append(_ALL_FINE.fill(**figures))
        except SourceFailure as failure:
            steps.append(failure.reason)
        return ConnectionReport(ok=bool(figures), steps=tuple(steps), figures=figures)

    async def _page(self, day: date, number: int) -> CallPage | PageFailure:
        query = self._query(day, number, self._limits.page_size)
        try:
            return await self._client.get(CALLS_PATH, query, self._reader(number))
        except VendorFailure as failure:
            return PageFailure(number, failure.reason)

    def _reader(self, number: int) -> Callable[[Answer], CallPage]:
        def read(answer: Answer) -> CallPage:
            return page_of(self._parse, answer.data, number, answer.body)

        return read

    def _query(self, day: date, number: int, size: int) -> dict[str, str | int]:
        return {
            "page": number,
            "pageSize": size,
            "startTime": f"{day.isoformat()} 00:00:00",
            "endTime": f"{day.isoformat()} 23:59:59",
        }

    def _last_page(self, page: CallPage | PageFailure) -> int:
        if isinstance(page, PageFailure):
            return page.number + 1
        size = self._limits.page_size
        if page.expected_total is not None:
            return -(-page.expected_total // size)
        full = len(page.rows) + len(page.refused) >= size
        return page.number + 1 if full else page.number

    async def _stat(self, day: date, query_type: int) -> tuple[TotalsLine, tuple[TotalsLine, ...]]:
        body = {"start_time": day.isoformat(), "end_time": day.isoformat(), "query_type": query_type}
        return await self._client.post(TOTALS_PATH, body, _totals_in)


def _totals_in(answer: Answer) -> tuple[TotalsLine, tuple[TotalsLine, ...]]:
    """(the total, the lines). Raises ValueError when the answer holds neither a total nor an empty list of lines."""
    data = mapping_of(answer.data)
    content = data.get("content") if data is not None else None
    if data is None or not isinstance(content, list):
        raise ValueError("data.content is not a list")
    lines = [line for item in content if (line := _line(item)) is not None]
    summaries = [line for line in lines if _summary(line)]
    kept = tuple(line for line in lines if not _summary(line))
    total = _line(data.get("total")) or next((line for line in summaries if line.name == "总计"), None)
    if total is None:
        if kept:
            raise ValueError("data.total is missing")
        total = TotalsLine("", "", 0, 0, 0)
    return total._replace(key="", name="总计"), kept


def _line(item: object) -> TotalsLine | None:
    row = mapping_of(item)
    if row is None:
        return None
    return TotalsLine(
        text_of(row.get("user_id"), 100) or "",
        text_of(row.get("username"), 200) or "",
        counted(row.get("callout_number")) or 0,
        counted(row.get("called_number")) or 0,  # 接通, in spite of its name
        counted(row.get("success_number")) or 0,
    )


def _summary(line: TotalsLine) -> bool:
    return line.name in _SUMMARY_NAMES or line.key in _SUMMARY_NAMES


class _Address(NamedTuple):
    scheme: str
    host: str
    port: int


def _address_of(url: str) -> _Address:
    """Where `url` leads. Raises `SourceFailure` when it is no address of a web server."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        raise SourceFailure(_ADDRESS_WRONG) from None
    if not parts.hostname:
        raise SourceFailure(_ADDRESS_WRONG)
    return _Address(parts.scheme, parts.hostname, port)


async def _connected(host: str, port: int) -> Text:
    """The step 'connected'. Raises `SourceFailure` when the name or the connection fails."""
    loop = asyncio.get_running_loop()
    try:
        addresses = await asyncio.wait_for(loop.getaddrinfo(host, port), _CONNECT_SECONDS)
    except (OSError, UnicodeError):  # TimeoutError is an OSError
        raise SourceFailure(_NO_SUCH_HOST.fill(host=host)) from None
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), _CONNECT_SECONDS)
        writer.close()
        await writer.wait_closed()
    except OSError as error:
        why = why_not_reached(error)
        raise SourceFailure(_NO_CONNECTION.fill(host=host, port=port, why=why)) from error
    return _CONNECTED.fill(host=host, port=port, address=addresses[0][4][0])


_ADDRESS_WRONG: Final = Text(
    "地址不可用：GUANKE_BASE_URL 应形如 https://open-api.gooki.com。",
    "The address cannot be used: GUANKE_BASE_URL should look like https://open-api.gooki.com.",
)
_ADDRESS_FINE: Final = Text("地址：{address}。", "Address: {address}.")
_NO_SUCH_HOST: Final = Text(
    "域名 {host} 无法解析；请检查 GUANKE_BASE_URL 与本机的 DNS。",
    "The name {host} cannot be resolved. Check GUANKE_BASE_URL and this machine's DNS.",
)
_NO_CONNECTION: Final = Text(
    "无法连接 {host}:{port}（{why}）；请检查网络、防火墙，以及供应商是否限制了来源 IP。",
    "No connection to {host}:{port} ({why}). Check the network, the firewall, and the vendor's list of addresses.",
)
_CONNECTED: Final = Text("已连接 {host}:{port}（{address}）。", "Connected to {host}:{port} ({address}).")
_CREDENTIALS_FINE: Final = Text("登录成功，令牌可用。", "The log-in was accepted; there is a token.")
_ALL_FINE: Final = Text(
    "取一行话单成功：今天目前共 {calls_today} 条，用时 {seconds} 秒。一切正常。",
    "One row was read: {calls_today} rows today so far, in {seconds} s. All is well.",
)
