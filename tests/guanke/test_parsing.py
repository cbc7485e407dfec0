from datetime import UTC, datetime
from urllib.parse import quote

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.calls.contracts import CallRow, Outcome, Refusal
from leadline.integrations.guanke.outcomes import CallState
from leadline.integrations.guanke.parsing import ALIASES, RowParser, page_of
from leadline.kernel.clock import BusinessCalendar

ROW: dict[str, object] = {
    "id": 81234,
    "taskId": 501,
    "TaskName": "老客唤醒",
    "userId": 3001,
    "ccId": 0,
    "companyId": 88,
    "deviceName": "广州联通-01",
    "phone": "138****5678",
    "realPhone": "13812345678",
    "province": "广东",
    "city": "广州",
    "callTime": 1761267600,
    "duration": 42,
    "callState": 2,
    "isCall": 1,
    "remark": "下午再联系",
    "hangupReason": "NORMAL_CLEARING",
    "grade": "AS1 成功单9元",
    "audio": "https://recordings.example.com/81234.mp3",
    "params": None,
    "minute": 1,
    "money": 12,
}
NINE = datetime(2025, 10, 24, 1, tzinfo=UTC)
SLOTS = {"name": "陈先生", "company": "宏达商贸"}
SLOTS_TEXT = orjson.dumps(SLOTS).decode()
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["%7B", '{"a":', "1e999", "nan"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIELDS = sorted({*ROW, *ALIASES, "ext", "columns", "content", "isFollow"})


def taken(parse: RowParser, **changes: object) -> CallRow:
    row = parse({**ROW, **changes})
    assert isinstance(row, CallRow), row
    return row


def test_a_row_comes_out_in_our_shape(parse: RowParser) -> None:
    row = taken(parse)
    assert (row.call_id, row.start_time, row.duration, row.outcome) == ("81234", NINE, 42, Outcome.CONNECTED)
    assert (row.task_id, row.task_name, row.agent_id, row.follow_up_id) == ("501", "老客唤醒", "3001", None)
    assert (row.line, row.cost_cents, row.billed_minutes) == ("广州联通-01", 12, 1)
    assert row.recording_url == "https://recordings.example.com/81234.mp3"


def test_the_end_is_derived_from_start_and_duration(parse: RowParser) -> None:
    row = taken(parse)
    assert row.end_time is not None
    assert (row.end_time - row.start_time).seconds == 42
    assert row.end_derived


@pytest.mark.parametrize("moment", [1761267600, "1761267600", 1761267600000, 1761267600.7, "2025-10-24 09:00:00"])
def test_the_call_time_is_read_in_each_of_its_forms(parse: RowParser, moment: object) -> None:
    assert taken(parse, callTime=moment).start_time == NINE


@pytest.mark.parametrize("moment", [None, 0, "", "yesterday", -5, {}, float("nan"), "0000-00-00 00:00:00"])
def test_a_row_without_a_readable_time_is_refused_in_both_languages(parse: RowParser, moment: object) -> None:
    refusal = parse({**ROW, "callTime": moment}, 3)
    assert isinstance(refusal, Refusal)
    assert (refusal.call_id, refusal.line) == ("81234", 3)
    assert "callTime" in refusal.reason.zh
    assert "callTime" in refusal.reason.en


@pytest.mark.parametrize("call_id", [None, "", "  ", [], {}])
def test_a_row_without_an_id_is_refused(parse: RowParser, call_id: object) -> None:
    assert isinstance(parse({**ROW, "id": call_id}), Refusal)


@pytest.mark.parametrize("call_id", [81234, "81234", 81234.0, " 81234 "])
def test_an_id_is_the_same_as_number_and_as_text(parse: RowParser, call_id: object) -> None:
    assert taken(parse, id=call_id).call_id == "81234"


def test_a_null_grade_and_a_null_duration_are_no_errors(parse: RowParser) -> None:
    row = taken(parse, grade=None, duration=None)
    assert (row.grade, row.duration, row.outcome) == (None, 0, Outcome.CONNECTED)


@pytest.mark.parametrize(
    "state, dialled, duration, outcome",
    [
        (CallState.CONNECTED, 1, 0, Outcome.CONNECTED),
        (CallState.CONNECTED, 0, 9, Outcome.CONNECTED),
        ("2", None, None, Outcome.CONNECTED),
        (CallState.NOT_CONNECTED, 1, 9, Outcome.NO_ANSWER),
        (CallState.NOT_CONNECTED, 0, 0, Outcome.NOT_DIALLED),
        (CallState.NOT_DIALLED, 1, 9, Outcome.NOT_DIALLED),
        (None, 0, 9, Outcome.NOT_DIALLED),
        (None, 1, 9, Outcome.CONNECTED),
        (None, 1, 0, Outcome.NO_ANSWER),
        (None, 1, None, Outcome.NO_ANSWER),
        (None, None, 9, Outcome.UNKNOWN),
    ],
)
def test_connected_follows_the_state_and_else_the_talk_time(
    parse: RowParser, state: object, dialled: object, duration: object, outcome: Outcome
) -> None:
    assert taken(parse, callState=state, isCall=dialled, duration=duration, grade=None).outcome is outcome


@pytest.mark.parametrize(
    "reason, grade, outcome",
    [
        ("USER_BUSY", None, Outcome.BUSY),
        ("user_busy", "", Outcome.BUSY),
        ("NO_ANSWER", "关机", Outcome.POWERED_OFF),
        ("UNALLOCATED_NUMBER", None, Outcome.INVALID_NUMBER),
        ("NETWORK_OUT_OF_ORDER", None, Outcome.LINE_FAULT),
        (None, "空号", Outcome.INVALID_NUMBER),
        (None, "停机", Outcome.SUSPENDED),
        (None, "无人接听", Outcome.NO_ANSWER),
        ("用户拒接", None, Outcome.REJECTED),
        ("NORMAL_CLEARING", "未接通", Outcome.NO_ANSWER),
        ("SOMETHING_NEW", "AF2 在忙/晚点再说", Outcome.NO_ANSWER),
    ],
)
def test_an_unanswered_call_is_told_apart_by_its_cause_and_texts(
    parse: RowParser, reason: str | None, grade: str | None, outcome: Outcome
) -> None:
    row = taken(parse, callState=1, hangupReason=reason, grade=grade)
    assert row.outcome is outcome
    assert row.hangup_reason == reason


def test_a_connected_call_stays_connected_whatever_its_grade_says(parse: RowParser) -> None:
    assert taken(parse, grade="拒接", hangupReason="USER_BUSY").outcome is Outcome.CONNECTED


def test_the_raw_outcome_keeps_what_the_vendor_said(parse: RowParser) -> None:
    assert taken(parse, callState=7, isCall=1).raw_outcome == "callState=7 isCall=1"


@pytest.mark.parametrize("form", [SLOTS, SLOTS_TEXT, orjson.dumps(SLOTS_TEXT).decode(), quote(SLOTS_TEXT)])
def test_params_are_read_in_each_of_their_forms(parse: RowParser, form: object) -> None:
    row = taken(parse, params=form)
    assert (row.customer_name, row.company) == ("陈先生", "宏达商贸")
    assert orjson.loads(row.extra or "") == {"params": SLOTS}


def test_the_real_number_goes_before_a_masked_one(parse: RowParser) -> None:
    assert taken(parse).phone == "13812345678"
    assert taken(parse, realPhone="").phone == "138****5678"


def test_overlong_texts_are_cut_and_nul_characters_dropped(parse: RowParser) -> None:
    row = taken(parse, grade="x" * 999, remark="y" * 9999, id="9" * 999, realPhone="1\x003" * 99)
    assert [len(text or "") for text in (row.grade, row.remark, row.call_id, row.phone)] == [100, 2000, 100, 32]
    assert "\x00" not in (row.phone or "")


def test_pushed_names_mean_the_same_as_pulled_ones(parse: RowParser) -> None:
    renamed = {name: alias for alias, name in ALIASES.items() if "_" in alias}
    pushed = {renamed.get(name, name): value for name, value in ROW.items()}
    assert "cdr_id" in pushed
    assert parse(pushed) == parse(ROW)


@ANY_SPEED
@given(row=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8))
def test_no_row_whatever_its_values_raises(row: dict[str, object]) -> None:
    result = RowParser(BusinessCalendar("Asia/Shanghai"))({**ROW, **row})
    if isinstance(result, CallRow):
        assert result.call_id
        assert 0 <= result.duration < 2**31
        "".join(value for value in result if isinstance(value, str)).encode()


@ANY_SPEED
@given(row=VALUES)
def test_nothing_in_the_place_of_a_row_raises(row: object) -> None:
    assert isinstance(RowParser(BusinessCalendar("Asia/Shanghai"))(row), Refusal)


def test_a_page_counts_the_ids_of_rows_that_were_refused_or_not_dialled(parse: RowParser) -> None:
    rows = [ROW, {**ROW, "id": 2, "callTime": None}, {**ROW, "id": 3, "callState": 0}, None]
    page = page_of(parse, {"data": rows, "totalCount": "4"}, 1, b"")
    assert page.ids == {"81234", "2", "3"}
    assert [refusal.line for refusal in page.refused] == [2, 4]
    assert page.expected_total == 4


@pytest.mark.parametrize(
    "data", [None, [], "", {"data": None, "totalCount": 7}, {"data": {}}, {"totalCount": 0, "data": ""}]
)
def test_an_answer_without_a_list_of_rows_is_no_empty_page(parse: RowParser, data: object) -> None:
    with pytest.raises(ValueError, match="is not"):
        page_of(parse, data, 1, b"")
