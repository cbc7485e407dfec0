"""Real records that nobody here wrote, taken in by the command line, and their facts got out of the API."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadline.entrypoints.api import create_app
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.settings import load_settings
from tests.journeys.syncing import Installation

DATA = Path(__file__).parents[3] / "shared" / "data"
MAPPING = Path(__file__).parents[2] / "docs" / "examples" / "bank-marketing.toml"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder with real records, ../shared/data, is not here")


def taken(installation: Installation, *arguments: str | Path) -> dict[str, Any]:
    """What `leadline import` says of it."""
    process = installation.leadline("import", "--json", *map(str, arguments), LEADLINE_LANG="en")
    printed, errors = process.communicate(timeout=120)
    assert process.returncode in (0, 1), errors
    report: dict[str, Any] = json.loads(printed)
    return report | {"status": process.returncode}


def asked(installation: Installation, path: str, *, method: str = "GET", body: object = None) -> Any:
    """Whatever the API answers as data."""
    settings = load_settings(app_env="testing", database_url=installation.database_url, leadline_home=installation.home)
    token = Tokens(settings.jwt_secret_key.get_secret_value()).mint(1, "tester", "admin")

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(settings))
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://api", headers=headers) as client:
            return await client.request(method, path, json=body)

    answer = asyncio.run(ask())
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def by_reason(installation: Installation, start: str, end: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in asked(installation, f"/api/calls?start={start}&end={end}&per_page=200"):
        counts[row["hangup_reason"]] = counts.get(row["hangup_reason"], 0) + 1
    return counts


def test_asterisk_files_of_all_widths_come_in_with_their_dispositions(installation: Installation) -> None:
    good = taken(installation, DATA / "cdr" / "asterisk-good.csv")
    wide = taken(installation, DATA / "cdr" / "asterisk-18-columns.csv")
    assert (good["new_count"], wide["new_count"]) == (5, 2)
    dispositions = by_reason(installation, "2009-01-14", "2009-01-15")
    assert dispositions == {"ANSWERED": 2, "FAILED": 1, "NO ANSWER": 1, "BUSY": 1}


def test_the_line_that_its_authors_call_buggy_is_refused_with_the_reason(installation: Installation) -> None:
    report = taken(installation, "--source", "asterisk", DATA / "cdr" / "asterisk-buggy.csv")
    assert (report["status"], report["refused"], report["refusals"][0]["line"]) == (1, 1, 1)
    assert "quote" in report["refusals"][0]["reason"]


def test_the_freeswitch_file_that_excel_saved_again_comes_in_whole_and_once(installation: Installation) -> None:
    file = DATA / "cdr" / "freeswitch-resaved-by-excel.csv"
    first, again = taken(installation, file), taken(installation, file)
    assert (first["new_count"], again["new_count"], again["unchanged"]) == (10, 0, 10)
    assert by_reason(installation, "2020-02-10", "2020-02-11") == {
        "NORMAL_CLEARING": 7,
        "USER_BUSY": 1,
        "NO_USER_RESPONSE": 1,
        "RECOVERY_ON_TIMER_EXPIRE": 1,
    }


def test_the_json_record_of_freeswitch_talks_for_68_seconds(installation: Installation) -> None:
    taken(installation, DATA / "cdr" / "freeswitch-json-cdr.json")
    calls = asked(installation, "/api/calls?start=2018-01-11&end=2018-01-11")
    assert [(call["duration"], call["is_success"]) for call in calls] == [(68, True)]


def test_the_telemarketing_campaign_comes_in_through_a_mapping(installation: Installation) -> None:
    report = taken(installation, "--mapping", MAPPING, "--as", "bank", DATA / "telemarketing" / "bank.csv")
    trend = asked(installation, "/api/stats/trend?start=2008-01-01&end=2010-12-31&interval=month")
    rules = asked(installation, "/api/settings/grade-rules")
    sold = {"match": "exact", "pattern": "yes", "code": "sold", "label": "成交", "category": "success"}
    body = {"rules": [{**sold, "order_kind": "deposit"}, *rules]}
    changed = asked(installation, "/api/settings/grade-rules", method="PUT", body=body)
    grades = asked(installation, "/api/stats/grades?start=2008-01-01&end=2010-12-31")
    assert (report["new_count"], sum(trend["total_calls"])) == (4521, 4521)
    assert sum(trend["talk_seconds"]) == 1_193_369
    assert changed["rejudged_calls"] == 521
    assert [row["calls"] for row in grades if row["code"] == "sold"] == [521]
