from datetime import date, timedelta

import pytest

from leadline.integrations.guanke.simulator.days import CONNECTED, NOT_DIALLED, made
from leadline.integrations.guanke.simulator.faults import Faults
from leadline.integrations.guanke.simulator.run import simulator
from tests.guanke.simulated import FRIDAY, HTTP, SimulatedVendor

MONTH = [date(2025, 10, 1) + timedelta(days=offset) for offset in range(31)]


def test_the_same_seed_makes_the_same_day() -> None:
    assert made(FRIDAY, 7) == made(FRIDAY, 7)
    assert made(FRIDAY, 7) != made(FRIDAY, 8)


def test_weekdays_are_as_busy_as_the_vendors_and_weekends_less() -> None:
    counts = {day: len(made(day, 7).times) for day in MONTH[:14]}
    assert all(15_000 <= count <= 47_000 for day, count in counts.items() if day.weekday() < 5)
    assert all(count <= 12_300 for day, count in counts.items() if day.weekday() >= 5)


def test_about_a_sixth_of_the_calls_connects() -> None:
    states = made(FRIDAY, 7).states
    dialled = sum(state != NOT_DIALLED for state in states)
    assert 0.14 < states.count(CONNECTED) / dialled < 0.18


def test_a_bearer_prefix_is_refused(vendor: SimulatedVendor) -> None:
    headers = {"Authorization": f"Bearer {vendor.token()}"}
    assert HTTP.get(f"{vendor.url}/device/list", headers=headers).json()["code"] == 1000001


def test_an_expired_token_has_a_code_of_its_own_with_http_200(vendor: SimulatedVendor) -> None:
    headers = {"Authorization": vendor.token()}
    vendor.expire_tokens()
    answer = HTTP.get(f"{vendor.url}/device/list", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (200, 1000002)


def test_a_page_over_a_thousand_rows_has_none(vendor: SimulatedVendor) -> None:
    assert vendor.calls(pageSize=1001)["data"]["data"] == []
    assert len(vendor.calls(pageSize=1000)["data"]["data"]) == 1000


def test_a_span_over_seven_days_is_refused(vendor: SimulatedVendor) -> None:
    assert vendor.calls(startTime="2025-10-18 00:00:00")["code"] == 200
    assert vendor.calls(startTime="2025-10-17 00:00:00")["code"] != 200


def test_pages_run_on_from_day_to_day(vendor: SimulatedVendor) -> None:
    found = [vendor.calls(startTime="2025-10-23 00:00:00", pageSize=1000, page=page)["data"] for page in range(1, 9)]
    ids = [str(row["id"]) for page in found for row in page["data"]]
    assert len(ids) == len(set(ids)) == found[0]["totalCount"] == 7140


@pytest.mark.parametrize("state", [0, 1, 2])
def test_calls_can_be_asked_for_by_state(vendor: SimulatedVendor, state: int) -> None:
    rows = vendor.calls(callState=state, pageSize=1000)["data"]["data"]
    assert rows
    assert {row.get("callState", state) for row in rows} == {state}


def test_calls_can_be_asked_for_by_number_and_task(vendor: SimulatedVendor) -> None:
    row = vendor.calls(pageSize=2)["data"]["data"][1]
    (found,) = vendor.calls(phone=row["realPhone"], taskId=row["taskId"])["data"]["data"]
    assert str(found["id"]) == str(row["id"])


def test_the_traps_of_the_contract_are_in_a_page(vendor: SimulatedVendor) -> None:
    rows = vendor.calls(pageSize=1000)["data"]["data"]
    assert {type(row["id"]) for row in rows} == {int, str}
    assert {type(row["callTime"]) for row in rows} == {int, str}
    assert {type(row["params"]) for row in rows} == {type(None), dict, str}
    assert any(row["grade"] is None for row in rows)
    assert any(row["duration"] is None for row in rows)
    assert any("callState" not in row for row in rows)
    assert any(row["isCall"] == 0 for row in rows)


def test_today_grows_with_the_clock(vendor: SimulatedVendor) -> None:
    counts = []
    for moment in ("08:59:59", "12:00:00", "18:00:00", "21:00:00"):
        vendor.set(now=f"2025-10-24 {moment}")
        counts.append(vendor.truth()["rows"])
    assert counts == sorted(set(counts))
    assert (counts[0], counts[-1]) == (0, 3570)


def test_summary_rows_stand_inside_the_content(vendor: SimulatedVendor) -> None:
    body = {"start_time": "2025-10-24", "end_time": "2025-10-24", "query_type": 1}
    headers = {"Authorization": vendor.token()}
    content = HTTP.post(f"{vendor.url}/extension/agent/stat", json=body, headers=headers).json()["data"]["content"]
    assert {line["username"].strip() for line in content} >= {"总计", "平均"}


def test_a_share_of_the_grades_can_be_withheld(vendor: SimulatedVendor) -> None:
    before = vendor.truth()["by_grade"]["null"]
    vendor.set(null_grades=0.5)
    assert vendor.truth()["by_grade"]["null"] > before * 1.3


def test_a_task_can_be_made_and_given_more_numbers(vendor: SimulatedVendor) -> None:
    headers = {"Authorization": vendor.token()}
    task = {"task_name": "t", "scene_id": 11, "device_id": 21, "phones": [{"phone": "13800000000"}]}
    made_task = HTTP.post(f"{vendor.url}/task/external/add", json=task, headers=headers).json()["data"]
    more = {"task_id": made_task, "phones": [{"phone": "13800000001"}]}
    assert HTTP.post(f"{vendor.url}/task/external/add/phone", json=more, headers=headers).json()["data"] == 2
    both_lines = HTTP.post(f"{vendor.url}/task/external/add", json=task | {"device_group_id": 1}, headers=headers)
    assert both_lines.json()["code"] != 200


@pytest.mark.parametrize("switches", [{"no_such": 1}, {"fail_rate": "much"}, {"now": "noon"}, {"fail_pages": 3}])
def test_an_unfit_switch_is_refused_and_nothing_is_changed(switches: dict[str, object]) -> None:
    faults = Faults()
    with pytest.raises(ValueError, match=next(iter(switches))):
        faults.update({"slow_ms": 5} | switches)
    assert faults == Faults()


def test_switches_can_be_set_at_the_start() -> None:
    assert simulator(faults={"fail_rate": 0.5}).state()["fail_rate"] == 0.5
