"""The files in deploy/ that watch a server: they name metrics that exist, and a real Prometheus takes them."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import REGISTRY

from leadline.calls.service.metering import call_watches
from leadline.entrypoints.api import create_app
from leadline.kernel.http.health import check_watch
from leadline.kernel.jobs.watching import job_watches
from leadline.kernel.observability.machine import machine_families
from leadline.kernel.settings import Settings
from tests.kernel.http.test_server import wait_until_up
from tests.servers.ports import free_port
from tests.servers.prometheus import PrometheusServer, checked, tool

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "leadline.rules.yml"
DASHBOARD = DEPLOY / "grafana" / "leadline.json"
NAME = re.compile(r"\bleadline_[a-z0-9_]+")
TOKEN = "a token of a scraper"


def series_of(family: Metric) -> set[str]:
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    return {family.name + ending for ending in ("", *endings.get(family.type, ()))}


@pytest.fixture
def exported(settings: Settings) -> set[str]:
    """The name of every series that the application exports."""
    app = create_app(settings)  # makes every metric of every context
    families = [*REGISTRY.collect(), *machine_families({"home": settings.leadline_home})]
    watches = (check_watch({}), *call_watches(app.state.calls), *job_watches(app.state.calls.database))
    return {name for family in families for name in series_of(family)} | {
        name for watch in watches for name in watch.gauges
    }


@pytest.mark.parametrize("file", [RULES, DASHBOARD], ids=["rules", "dashboard"])
def test_every_metric_that_is_named_is_exported(file: Path, exported: set[str]) -> None:
    named = set(NAME.findall(file.read_text()))
    assert named - exported == set()
    assert len(named) > 10


def test_every_panel_asks_something_and_has_its_place() -> None:
    panels = [panel for panel in json.loads(DASHBOARD.read_text())["panels"] if panel["type"] != "row"]
    assert all(target["expr"] for panel in panels for target in panel["targets"])
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places) > 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of deploy/prometheus with the scraper's token in its place."""
    copy = tmp_path / "prometheus"
    shutil.copytree(DEPLOY / "prometheus", copy)
    (copy / "leadline.token").write_text(TOKEN)
    return copy


def test_promtool_takes_configuration_and_rules(folder: Path) -> None:
    assert "SUCCESS" in checked("check", "config", "prometheus.yml", folder=folder)
    assert "SUCCESS" in checked("check", "rules", "leadline.rules.yml", folder=folder)
    assert "SUCCESS" in checked("test", "rules", "leadline.rules.test.yml", folder=folder)


def test_promtool_takes_every_question_of_the_dashboard(folder: Path) -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", ())]
    rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
    (folder / "asked.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))  # JSON is YAML
    checked("check", "rules", "asked.yml", folder=folder)


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path) -> Iterator[int]:
    """The port of `leadline serve`, with a source that was never pulled."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"], "APP_ENV": "testing", "DATABASE_URL": sqlite_url, "LEADLINE_HOME": str(tmp_path),
        "METRICS_TOKEN": TOKEN, "GUANKE_API_SECRET": "none", "GUANKE_BASE_URL": "http://127.0.0.1:9",
        "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    tool("prometheus")  # before anything is started
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "leadline", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        wait_until_up(f"http://127.0.0.1:{port}")
        yield port
    finally:
        process.kill()
        process.wait(20)


@pytest.fixture
def prometheus(server: int, folder: Path) -> Iterator[PrometheusServer]:
    """Our configuration and rules, on this server and without patience."""
    config = folder / "prometheus.yml"
    config.write_text(re.sub("127.0.0.1:5001", f"127.0.0.1:{server}", config.read_text()).replace("15s", "1s"))
    rules = folder / "leadline.rules.yml"
    rules.write_text(re.sub(r"for: \w+", "for: 0s", rules.read_text()))
    one = PrometheusServer(config)
    yield one
    one.stop()


def test_a_real_prometheus_reads_a_real_server_and_fires(prometheus: PrometheusServer) -> None:
    fired: set[str] = set()
    deadline = time.monotonic() + 90
    while "LeadlineTrackStale" not in fired:
        assert time.monotonic() < deadline, f"{fired} {prometheus.log.read_text()[-2000:]}"
        time.sleep(0.2)
        with contextlib.suppress(httpx.HTTPError):  # it listens before it is ready, and refuses then
            answer = httpx.get(f"{prometheus.url}/api/v1/alerts").raise_for_status()
            alerts = answer.json()["data"]["alerts"]
            fired = {one["labels"]["alertname"] for one in alerts if one["state"] == "firing"}
    assert "LeadlineDown" not in fired
