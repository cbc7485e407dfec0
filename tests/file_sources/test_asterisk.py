"""Master.csv, what Asterisk writes."""

import pytest

from leadline.calls.contracts import Outcome
from leadline.integrations.asterisk.master_csv import MasterCsvReader
from tests.file_sources.reading import SAMPLES, calls, only_call, only_refusal, read, refusals

BASE = (
    '"","2001","13900000001","out","""Li"" <2001>","SIP/2001-0000000a","SIP/t-0000000b","Dial","",'
    '"2025-10-26 09:00:00","{answer}","2025-10-26 09:01:00",60,{billsec},"{disposition}","DOCUMENTATION"'
)


def line(*more: str, disposition: str = "ANSWERED", billsec: int = 50, answer: str = "2025-10-26 09:00:10") -> str:
    base = BASE.format(disposition=disposition, billsec=billsec, answer=answer)
    return ",".join([base, *(f'"{text}"' for text in more)]) + "\n"


def test_a_line_becomes_a_call_with_everything_it_says() -> None:
    call = calls(read(MasterCsvReader(), SAMPLES / "master.csv"))[0]
    assert (call.call_id, call.phone, call.agent_id, call.agent_name) == (
        "1761440400.10", "13900000001", "2001", "Li Lei",
    )  # fmt: skip
    assert (call.outcome, call.duration, call.line) == (Outcome.CONNECTED, 60, "SIP/trunk-a")
    assert call.extra == '{"accountcode": "spring", "userfield": "note"}'


def test_times_are_on_the_business_clock_unless_the_reader_is_told_another() -> None:
    assert only_call(read(MasterCsvReader(), line("1761440400.1", ""))).start_time.isoformat() == (
        "2025-10-26T01:00:00+00:00"
    )
    assert only_call(read(MasterCsvReader("UTC"), line("1761440400.1", ""))).start_time.hour == 9


@pytest.mark.parametrize(
    ("disposition", "billsec", "outcome"),
    [
        ("ANSWERED", 1, Outcome.CONNECTED),
        ("ANSWERED", 0, Outcome.NO_ANSWER),
        ("NO ANSWER", 0, Outcome.NO_ANSWER),
        ("BUSY", 0, Outcome.BUSY),
        ("FAILED", 0, Outcome.LINE_FAULT),
        ("CONGESTION", 0, Outcome.LINE_FAULT),
        ("UNHEARD OF", 9, Outcome.UNKNOWN),
    ],
)
def test_connected_means_answered_and_talked(disposition: str, billsec: int, outcome: Outcome) -> None:
    call = only_call(read(MasterCsvReader(), line("1761440400.1", "", disposition=disposition, billsec=billsec)))
    assert (call.outcome, call.raw_outcome) == (outcome, disposition)


@pytest.mark.parametrize(
    ("more", "identity"),
    [
        (("1761440400.1",), "1761440400.1"),
        (("pbx1-1761440400.1",), "pbx1-1761440400.1"),
        (("1761440400.1", "a note"), "1761440400.1"),
        (("1761440400.1", "peer", "1761440400.0", "7"), "1761440400.1:7"),
        (("1761440400.1", "a note", "peer", "1761440400.0", "7"), "1761440400.1:7"),
    ],
)
def test_the_count_of_columns_tells_where_the_identity_stands(more: tuple[str, ...], identity: str) -> None:
    assert only_call(read(MasterCsvReader(), line(*more))).call_id == identity


@pytest.mark.parametrize("more", [(), ("a note",), ("peer", "1761440400.0", "7")])
def test_without_a_uniqueid_the_lasting_columns_identify_the_call(more: tuple[str, ...]) -> None:
    first = only_call(read(MasterCsvReader(), line(*more)))
    corrected = only_call(read(MasterCsvReader(), line(*more, disposition="BUSY", billsec=0)))
    assert first.call_id == corrected.call_id


def test_lines_that_share_a_uniqueid_are_numbered_and_none_merges_into_another() -> None:
    leg = line("1761440400.1", "")
    assert [call.call_id for call in calls(read(MasterCsvReader(), leg * 3))] == [
        "1761440400.1", "1761440400.1#2", "1761440400.1#3",
    ]  # fmt: skip


def test_reading_the_same_file_again_gives_the_same_calls() -> None:
    reader, content = MasterCsvReader(), line("1761440400.1", "") * 2 + line("1761440400.2", "")
    assert read(reader, content) == read(reader, content)


@pytest.mark.parametrize("columns", [15, 22])
def test_another_count_of_columns_is_refused_with_its_line(columns: int) -> None:
    refusal = only_refusal(read(MasterCsvReader(), ",".join(["x"] * columns)))
    assert refusal.line == 1
    assert str(columns) in refusal.reason.en
    assert str(columns) in refusal.reason.zh


def test_a_quote_that_stays_open_costs_its_own_line_only() -> None:
    good = line("1761440400.1", "")
    found = read(MasterCsvReader(), good + good.replace('"ANSWERED"', '"ANSWERED') + good + good[:-2])
    assert [refusal.line for refusal in refusals(found)] == [2, 4]
    assert len(calls(found)) == 2
    assert "never closed" in refusals(found)[1].reason.en


def test_a_bad_time_is_refused_with_the_call_it_belongs_to() -> None:
    refusal = only_refusal(read(MasterCsvReader(), line("1761440400.1", "").replace("2025-10-26 09:00:00", "soon")))
    assert (refusal.line, refusal.call_id) == (1, "1761440400.1")
    assert "soon" in refusal.reason.zh


def test_an_unanswered_call_has_no_answer_time_and_is_taken() -> None:
    call = only_call(read(MasterCsvReader(), line("1761440400.1", "", answer="", billsec=0, disposition="NO ANSWER")))
    assert call.outcome is Outcome.NO_ANSWER


def test_an_empty_file_says_so() -> None:
    assert "empty" in only_refusal(read(MasterCsvReader(), b"")).reason.en


def test_a_workbook_is_refused_once_and_not_line_by_line() -> None:
    assert "Excel" in only_refusal(read(MasterCsvReader(), b"PK\x03\x04" + b"\n" * 50)).reason.en
