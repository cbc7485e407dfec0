"""mod_cdr_csv with the `example` template."""

import pytest

from leadline.calls.contracts import Outcome
from leadline.integrations.freeswitch.causes import OUTCOME_OF, outcome_of
from leadline.integrations.freeswitch.csv_cdr import CsvCdrReader
from tests.file_sources.reading import SAMPLES, calls, only_call, only_refusal, read

EXCEL = "Outbound Call,1002,&,default,2025/2/1 9:41,2025/2/1 9:41,2025/2/1 9:42,{0},{0},{1},{2},,1002,PCMU,PCMU\r\n"


def test_a_line_becomes_a_call_with_everything_it_says() -> None:
    call = calls(read(CsvCdrReader(), SAMPLES / "cdr.csv"))[0]
    assert (call.call_id[-4:], call.phone, call.agent_id, call.agent_name) == ("0001", "13900000001", "2001", "Li Lei")
    assert (call.outcome, call.duration, call.hangup_reason) == (Outcome.CONNECTED, 60, "NORMAL_CLEARING")


def test_a_normal_clearing_without_talk_was_not_answered() -> None:
    outcomes = [call.outcome for call in calls(read(CsvCdrReader(), SAMPLES / "cdr.csv"))]
    assert outcomes == [Outcome.CONNECTED, Outcome.BUSY, Outcome.NO_ANSWER]


def test_what_excel_made_of_the_times_is_read() -> None:
    call = only_call(read(CsvCdrReader(), "\ufeff" + EXCEL.format(11, "NORMAL_CLEARING", "u-1")))
    assert call.start_time.isoformat() == "2025-02-01T01:41:00+00:00"


def test_where_the_switch_placed_the_call_the_caller_is_the_number_dialled() -> None:
    call = only_call(read(CsvCdrReader(), EXCEL.format(11, "NORMAL_CLEARING", "u-1")))
    assert (call.phone, call.agent_id, call.agent_name) == ("1002", None, None)


def test_lines_that_share_a_uuid_are_numbered_even_when_they_are_the_same() -> None:
    twice = EXCEL.format(20, "NORMAL_CLEARING", "u-1") * 2 + EXCEL.format(20, "USER_BUSY", "u-1")
    found = calls(read(CsvCdrReader(), twice))
    assert [call.call_id for call in found] == ["u-1", "u-1#2", "u-1#3"]
    assert found == calls(read(CsvCdrReader(), twice))


def test_a_line_without_a_uuid_is_refused() -> None:
    assert "uuid" in only_refusal(read(CsvCdrReader(), EXCEL.format(1, "NORMAL_CLEARING", ""))).reason.zh


def test_another_count_of_columns_is_refused() -> None:
    assert "15" in only_refusal(read(CsvCdrReader(), "a,b,c\n")).reason.en


def test_names_saved_by_a_chinese_windows_are_read() -> None:
    text = EXCEL.replace("Outbound Call", "王芳").replace("&", "13900000001").format(9, "NORMAL_CLEARING", "u-1")
    assert only_call(read(CsvCdrReader(), text.encode("gb18030"))).agent_name == "王芳"


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("UNALLOCATED_NUMBER", Outcome.INVALID_NUMBER),
        ("CALL_REJECTED", Outcome.REJECTED),
        ("ORIGINATOR_CANCEL", Outcome.CANCELLED),
        ("NORMAL_TEMPORARY_FAILURE", Outcome.LINE_FAULT),
        ("SOMETHING_NEW", Outcome.UNKNOWN),
    ],
)
def test_a_cause_is_known_by_its_name(cause: str, outcome: Outcome) -> None:
    assert outcome_of(cause, 0) is outcome


def test_no_unanswered_cause_is_connected_however_long_it_was_billed() -> None:
    assert outcome_of("RECOVERY_ON_TIMER_EXPIRE", 32) is Outcome.UNREACHABLE


def test_every_cause_without_talk_is_something_else_than_connected() -> None:
    assert Outcome.CONNECTED not in {outcome_of(cause, 0) for cause in OUTCOME_OF}
