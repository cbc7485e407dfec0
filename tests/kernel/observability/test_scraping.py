"""What a scrape tells, who may scrape, and what a gauge that cannot be read costs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from leadline.kernel.http.app import create_app_shell
from leadline.kernel.observability.watches import FAILURES, Reading, Watch
from leadline.kernel.settings import Settings

TOKEN = "a token that a scraper was given"
Value = Callable[..., float | None]


class Queue:
    """What a watch of these tests looks at."""

    def __init__(self) -> None:
        self.length = 3.0
        self.asked = 0
        self.broken = False
        self.slow = False

    async def read(self) -> Iterable[Reading]:
        self.asked += 1
        if self.broken:
            raise RuntimeError("no such table")
        if self.slow:
            await asyncio.Event().wait()
        return [Reading("leadline_queue", self.length, kind="mail")]


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
async def scraper(queue: Queue, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async def steady() -> Iterable[Reading]:
        return [Reading("leadline_steady", 1)]

    async def database() -> None:
        if queue.broken:
            raise OSError("gone")

    app = create_app_shell(
        Settings(_env_file=None, jwt_secret_key="j" * 40, metrics_token=TOKEN, leadline_home=tmp_path / "later"),
        checks={"database": database},
        watches=[
            Watch("queue", {"leadline_queue": "Length"}, queue.read),
            Watch("steady", {"leadline_steady": "Steady"}, steady),
        ],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test", headers={"authorization": f"Bearer {TOKEN}"}
    ) as client:
        yield client


async def scraped(client: httpx.AsyncClient) -> Value:
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]

    def value(name: str, **labels: str) -> float | None:
        fitting = [one.value for one in samples if one.name == name and labels.items() <= one.labels.items()]
        return sum(fitting) if fitting else None

    return value


async def test_a_scraper_reads_with_the_token_of_the_settings(scraper: httpx.AsyncClient) -> None:
    assert (await scraper.get("/metrics")).headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", f"bearer {TOKEN}", TOKEN])
async def test_another_token_is_refused(scraper: httpx.AsyncClient, given: str) -> None:
    assert (await scraper.get("/metrics", headers={"authorization": given})).status_code == 401


async def test_without_a_token_in_the_settings_an_empty_one_opens_nothing() -> None:
    app = create_app_shell(Settings(_env_file=None, jwt_secret_key="j" * 40))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as without:
        assert (await without.get("/metrics", headers={"authorization": "Bearer "})).status_code == 401


async def test_a_watch_is_asked_once_for_scrapes_that_follow_each_other(
    scraper: httpx.AsyncClient, queue: Queue
) -> None:
    values = [await scraped(scraper) for _ in range(3)]
    assert [value("leadline_queue", kind="mail") for value in values] == [3, 3, 3]
    assert queue.asked == 1


@pytest.mark.parametrize("fault", ["broken", "slow"])
async def test_a_watch_that_fails_is_left_out_and_counted(
    scraper: httpx.AsyncClient, queue: Queue, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadline.kernel.observability.watches.PATIENCE_SECONDS", 0.05)
    before = FAILURES.labels("queue")._value.get()
    setattr(queue, fault, True)
    value = await scraped(scraper)
    assert value("leadline_queue") is None
    assert value("leadline_steady") == 1
    assert value("leadline_watch_failures_total", watch="queue") == before + 1


async def test_a_check_that_fails_shows_as_zero(scraper: httpx.AsyncClient, queue: Queue) -> None:
    queue.broken = True
    assert (await scraped(scraper))("leadline_check_ok", check="database") == 0


async def test_it_tells_of_processes_machine_and_build(scraper: httpx.AsyncClient) -> None:
    value = await scraped(scraper)
    for name in (
        "leadline_process_cpu_seconds_total", "leadline_process_resident_bytes", "leadline_process_open_files",
        "leadline_process_threads", "leadline_process_start_time_seconds", "leadline_host_cpu_seconds_total",
        "leadline_host_cpus", "leadline_host_network_bytes_total",
    ):  # fmt: skip
        assert (value(name) or 0) > 0, name
    assert value("leadline_build_info") == 1
    total = value("leadline_host_memory_bytes", kind="total") or 0
    assert total > (value("leadline_host_memory_bytes", kind="available") or 0) > 0


async def test_the_disk_of_a_folder_that_is_yet_to_be_made_is_told(scraper: httpx.AsyncClient) -> None:
    value = await scraped(scraper)
    free, total = (value("leadline_disk_bytes", folder="home", kind=kind) for kind in ("free", "total"))
    assert 0 < (free or 0) < (total or 0)
