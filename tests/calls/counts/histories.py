"""Strategies: histories of deliveries, around midnight, repeated, reordered, corrected and overlapping."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leadline.calls.contracts import CallRow, Outcome
from tests.factories.calls import call

MIDNIGHT = datetime(2026, 10, 19, 16, 0, tzinfo=UTC)  # the start of 2026-10-20 in Asia/Shanghai
GRADES = (None, "AS1 成功单9元", "AS2 成功单1元", "AF2 在忙/晚点再说", "19元套餐", "9", "没见过的意向", "")


@st.composite
def rows(draw: st.DrawFn) -> CallRow:
    """One row of a few calls that may be delivered again and again, never the same way."""
    outcome = draw(st.sampled_from(list(Outcome)))
    return call(
        draw(st.sampled_from([f"c{number}" for number in range(12)])),
        MIDNIGHT + timedelta(seconds=draw(st.integers(-7200, 7200))),
        outcome,
        duration=draw(st.integers(0, 600)),
        grade=draw(st.sampled_from(GRADES)),
        agent_id=draw(st.sampled_from([None, "A1", "A2", "A3"])),
        task_id=draw(st.sampled_from([None, "T1", "T2"])),
        province=draw(st.sampled_from([None, "广东", "浙江"])),
        phone=draw(st.sampled_from([None, "13800138000", "13900139000"])),
        remark=draw(st.sampled_from([None, "回访", "尾\0零"])),
    )


histories = st.lists(st.lists(rows(), max_size=15), max_size=6)
