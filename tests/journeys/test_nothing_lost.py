"""Nothing lost, nothing doubled: kills, two at once, and a vendor that misbehaves in every way it can."""

import json
from collections.abc import Callable
from random import Random

import pytest

from tests.journeys.syncing import FIRST, LAST, Installation

SEEDED_KILLS = 5
TORTURE_KILLS = 50
FAULTS = [
    {"fail_rate": 0.2},
    {"rate_limit": 0.2, "retry_after": 1},
    {"drop_connections": 0.2},
    {"garbage": 0.2},
    {"empty_error_pages": 0.2},
    {"drift": 7, "drift_answers": 6},
]


def finished(installation: Installation) -> dict[str, list[object]]:
    assert installation.sync_here().complete
    return installation.figures()


def test_a_sync_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    installation: Installation, another: Callable[[], Installation]
) -> None:
    randomness = Random(20251024)
    for _ in range(SEEDED_KILLS):
        installation.kill_one(randomness, longest=1.2)
    assert finished(installation) == finished(another())


@pytest.mark.torture
def test_fifty_kills_at_random_moments_lose_and_double_nothing(
    installation: Installation, another: Callable[[], Installation]
) -> None:
    randomness = Random()
    undisturbed = finished(another())
    for kill in range(TORTURE_KILLS):
        installation.kill_one(randomness, longest=3.0)
        if kill % 10 == 9:
            assert json.loads(_verified(installation))["differing_days"] == []
    assert finished(installation) == undisturbed


def _verified(installation: Installation) -> str:
    process = installation.leadline("stats", "verify", "--json")
    return process.communicate(timeout=120)[0]


def test_two_syncs_of_the_same_days_at_once_give_the_figures_of_one(
    installation: Installation, another: Callable[[], Installation]
) -> None:
    two = [installation.start_sync(), installation.start_sync()]
    printed = [process.communicate(timeout=170) for process in two]
    assert [process.returncode for process in two] == [0, 0], printed
    assert installation.figures() == finished(another())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: next(iter(fault)))
def test_a_vendor_that_fails_now_and_then_costs_time_and_no_call(
    installation: Installation, fault: dict[str, object]
) -> None:
    installation.vendor.set(**fault)
    report = installation.sync_here(first=LAST)
    installation.vendor.set(**dict.fromkeys(fault, 0))
    truth = installation.vendor.truth()
    day = installation.figures()["days"][0]
    assert report.complete, report
    assert (int(day[1]), int(day[2])) == (truth["dialled"], truth["connected"])


def test_a_page_that_never_comes_leaves_the_day_marked_and_its_cached_totals_as_they_were(
    installation: Installation,
) -> None:
    installation.vendor.set(calls_per_day=2500)
    installation.sync_here(first=LAST)
    before = installation.figures()
    installation.vendor.set(fail_pages=[2])
    status, printed = installation.sync(first=LAST)
    after = installation.figures()
    assert (status, json.loads(printed[: printed.rindex("}") + 1])["incomplete_days"]) == (1, [LAST])
    assert after["grades"] == before["grades"]
    assert [row[2] for row in after["states"] if row[1] == "grade"] == ["incomplete"]


def test_a_token_that_expires_in_the_middle_is_renewed(installation: Installation) -> None:
    installation.vendor.set(slow_ms=150)
    process = installation.start_sync()
    while process.poll() is None and installation.vendor.log_ins() == 0:
        pass
    installation.vendor.expire_tokens()
    printed = process.communicate(timeout=170)
    assert process.returncode == 0, printed


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_zone_that_the_machine_is_set_to_changes_no_day(
    installation: Installation, another: Callable[[], Installation], zone: str
) -> None:
    undisturbed = another()
    undisturbed.sync_here(first=FIRST, last=FIRST)
    status, printed = installation.sync(first=FIRST, last=FIRST, TZ=zone)
    assert status == 0, printed
    assert installation.figures() == undisturbed.figures()
