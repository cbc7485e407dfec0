"""CSV and XLSX through a mapping."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
import rustpy_xlsxwriter

from leadline.calls.contracts import Outcome
from leadline.integrations.tabular.mapping import FileMapping, parse_mapping
from leadline.integrations.tabular.reader import MappedFileReader
from tests.file_sources.reading import calls, only_call, only_refusal, read, refusals

TABLE = "id,when,secs,who\n7,2025-10-26 09:00:00,85,139\n"
FIELDS = {"call_id": "id", "start_time": "when", "duration": "secs", "phone": "who"}


def mapping(fields: dict[str, Any] | None = None, **sections: Any) -> FileMapping:  # Any: a mapping as its file says it
    return parse_mapping({"fields": FIELDS | (fields or {})} | sections)


def reader(fields: dict[str, Any] | None = None, **sections: Any) -> MappedFileReader:
    return MappedFileReader(mapping(fields, **sections))


def workbook(*rows: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheet(list(rows), buffer)
    return buffer.getvalue()


def test_columns_feed_the_fields_that_the_mapping_names() -> None:
    call = only_call(read(reader(), TABLE))
    assert (call.call_id, call.duration, call.phone, call.outcome) == ("7", 85, "139", Outcome.CONNECTED)
    assert call.start_time == datetime(2025, 10, 26, 1, tzinfo=UTC)


def test_columns_can_be_named_by_number() -> None:
    fields = {"call_id": 1, "start_time": 2, "duration": 3, "phone": 4}
    content = TABLE.split("\n")[1]
    assert only_call(read(reader(fields, file={"header": False}), content)).phone == "139"


def test_constants_templates_and_value_maps_make_texts() -> None:
    call = only_call(
        read(
            reader(
                {
                    "task_name": {"constant": "spring"},
                    "remark": {"template": "{who} / {1}"},
                    "grade": {"column": "secs", "values": {"85": "long"}, "otherwise": "short"},
                }
            ),
            TABLE,
        )
    )
    assert (call.task_name, call.remark, call.grade) == ("spring", "139 / 7", "long")


def test_parts_and_constants_make_a_time() -> None:
    parts = {"year": {"constant": 2008}, "month": "m", "day": "d", "hour": {"constant": 10}}
    call = only_call(read(reader({"start_time": {"parts": parts}}), "id,m,d,secs,who\n7,oct,9,85,139\n"))
    assert call.start_time == datetime(2008, 10, 9, 2, tzinfo=UTC)


def test_listed_time_formats_are_the_only_ones() -> None:
    other = reader(time={"formats": ["%d/%m/%Y %H:%M"], "zone": "UTC"})
    assert only_call(read(other, TABLE.replace("2025-10-26 09:00:00", "05/10/2025 09:00"))).start_time.month == 10
    assert "start_time" in only_refusal(read(other, TABLE)).reason.en


@pytest.mark.parametrize("text", ["2025-10-26 09:00:05", "2025/10/26 9:00:05", "45956.375057870372", "1761440405"])
def test_a_time_is_read_as_people_programs_and_excel_write_it(text: str) -> None:
    call = only_call(read(reader(), TABLE.replace("2025-10-26 09:00:00", text)))
    assert call.start_time == datetime(2025, 10, 26, 1, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("85.9", 85), ('"1,085"', 1085), ("1:25", 85), ("0:01:25", 85), ("1分25秒", 85), ("", 0), ("2小时", 7200)],
)
def test_durations_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert only_call(read(reader(), TABLE.replace(",85,", f",{text},"))).duration == seconds


@pytest.mark.parametrize(
    ("text", "says"), [("昨天", "看不懂的时间"), ("1999-01-01 09:00:00", "不在 2000 至 2100 年之间")]
)
def test_a_refused_time_is_named_as_people_name_it(text: str, says: str) -> None:
    reason = only_refusal(read(reader(), TABLE.replace("2025-10-26 09:00:00", text))).reason.zh
    assert reason.startswith("开始时间（start_time）：")
    assert says in reason


@pytest.mark.parametrize("text", ["-1", "soon", "1e9", "99999999999", '"12,5"'])
def test_a_duration_that_makes_no_sense_is_refused_with_field_and_line(text: str) -> None:
    refusal = only_refusal(read(reader(), TABLE.replace(",85,", f",{text},")))
    assert (refusal.line, refusal.call_id) == (2, "7")
    assert "duration" in refusal.reason.zh


def test_money_in_yuan_becomes_cents() -> None:
    assert only_call(read(reader({"cost_cents": {"column": "secs", "scale": 100}}), TABLE)).cost_cents == 8500


def test_a_decimal_comma_is_read_where_it_is_said() -> None:
    shape = {"decimal_comma": True, "delimiter": ";"}
    fields = {"cost_cents": {"column": "secs", "scale": 100}}
    content = TABLE.replace(",", ";").replace(";85;", ";1.085,50;")
    assert only_call(read(reader(fields, file=shape), content)).cost_cents == 108550


def test_the_outcome_is_a_columns_text_then_the_duration_then_otherwise() -> None:
    rule = {
        "column": "how",
        "values": {"关机": "powered_off"},
        "connected_when_duration_over": 5,
        "otherwise": "no_answer",
    }
    rows = "id,when,secs,who,how\n" + "".join(
        f"{number},2025-10-26 09:00:00,{secs},139,{how}\n"
        for number, (secs, how) in enumerate([(0, "关机"), (9, "?"), (5, "")])
    )
    found = calls(read(reader(outcome=rule), rows))
    assert [call.outcome for call in found] == [Outcome.POWERED_OFF, Outcome.CONNECTED, Outcome.NO_ANSWER]
    assert [call.raw_outcome for call in found] == ["关机", "?", None]


def test_hashed_ids_keep_equal_rows_apart_and_come_out_the_same_again() -> None:
    hashed = reader({"call_id": {"row_hash": ["when", "who"]}})
    row = "7,2025-10-26 09:00:00,85,139\n"
    first, second = calls(read(hashed, TABLE + row))
    assert second.call_id == f"{first.call_id}#2"
    assert calls(read(hashed, TABLE + row)) == [first, second]


def test_a_corrected_grade_keeps_the_id_that_was_hashed_from_other_columns() -> None:
    hashed = reader({"call_id": {"row_hash": ["when", "who"]}})
    assert only_call(read(hashed, TABLE)).call_id == only_call(read(hashed, TABLE.replace(",85,", ",90,"))).call_id


def test_row_numbers_carry_the_files_name() -> None:
    assert only_call(read(reader({"call_id": {"row_number": True}}), TABLE, "may.csv")).call_id == "may:2"


def test_an_id_too_long_to_store_is_hashed_not_cut() -> None:
    twins = TABLE.replace("\n7,", f"\n{'7' * 200},") + TABLE.split("\n")[1].replace("7", "7" * 199 + "8", 1) + "\n"
    found = calls(read(reader(), twins))
    assert len({call.call_id for call in found}) == 2
    assert all(len(call.call_id) <= 100 for call in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_found(encoding: str) -> None:
    content = "通话ID,开始时间,通话时长,意向度\n7,2025-10-26 09:00:00,85,成功\n".encode(encoding)
    assert only_call(read(MappedFileReader(), content)).grade == "成功"


def test_a_file_whose_one_line_cannot_be_read_is_refused_once() -> None:
    assert "carriage return" in only_refusal(read(reader(), TABLE.replace("\n", "\r"))).reason.en


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert only_call(read(reader(), TABLE.replace(",", delimiter))).call_id == "7"


def test_a_line_break_inside_quotes_belongs_to_the_cell() -> None:
    content = TABLE + '8,2025-10-26 09:00:00,85,"1\n3"\n9,2025-10-26 09:00:00,85,139\n'
    assert [call.phone for call in calls(read(reader(), content))] == ["139", "1\n3", "139"]


def test_a_quote_that_stays_open_costs_its_own_line_only() -> None:
    content = (
        TABLE
        + '8,2025-10-26 09:00:00,85,"139\n'
        + "".join(f"{number},2025-10-26 09:00:00,85,139\n" for number in range(9, 20_000))
    )
    found = read(reader(), content)
    assert [refusal.line for refusal in refusals(found)] == [3]
    assert len(calls(found)) == 19_992


def test_lines_above_the_header_are_skipped_when_told() -> None:
    assert only_call(read(reader(file={"skip_rows": 2}), "Report\n\n" + TABLE)).call_id == "7"


def test_a_missing_column_is_named_and_the_columns_of_the_file_are_listed() -> None:
    refusal = only_refusal(read(reader({"grade": "意向", "line": "trunk"}), TABLE))
    assert "意向, trunk" in refusal.reason.zh
    assert "1=id, 2=when, 3=secs, 4=who" in refusal.reason.en


def test_without_a_mapping_the_usual_chinese_headers_are_understood() -> None:
    headers = "任务,坐席,电话,开始时间,通话时长(秒),呼叫结果,意向度,费用"
    row = "春季,王芳,139,2025/10/26 9:00,1:25,已接通,成功,0.35"
    call = only_call(read(MappedFileReader(), f"{headers}\n{row}\n"))
    assert (call.task_name, call.agent_name, call.duration, call.outcome) == ("春季", "王芳", 85, Outcome.CONNECTED)
    assert (call.grade, call.cost_cents, len(call.call_id)) == ("成功", 35, 24)


def test_headers_that_say_too_little_are_listed_with_what_to_do() -> None:
    refusal = only_refusal(read(MappedFileReader(), "a,b\n1,2\n"))
    assert "docs/mappings.md" in refusal.reason.zh
    assert "1=a, 2=b" in refusal.reason.en


def test_a_workbooks_numbers_dates_and_truths_are_read() -> None:
    typed = datetime(2025, 10, 26, 9, 0, 5)  # noqa: DTZ001 - a cell of Excel knows no zone
    content = workbook({"id": 13800138000, "when": typed, "secs": 85.0, "who": True})
    call = only_call(read(reader(), content, "calls.xlsx"))
    assert (call.call_id, call.duration, call.phone) == ("13800138000", 85, "true")
    assert call.start_time == datetime(2025, 10, 26, 1, 0, 5, tzinfo=UTC)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    refusal = only_refusal(read(reader(file={"sheet": "May"}), workbook({"id": 1}), "calls.xlsx"))
    assert "Sheet1" in refusal.reason.zh


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "empty"),
        (b"id,when,secs,who\n", "a.csv", "nothing below"),
        (b"id,when\n", "a.xlsx", "is none"),
        (workbook({"id": 1}), "a.csv", "really an Excel"),
        (b"PK\x03\x04 and no more", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", ".xls"),
        (b"<html><table>", "a.csv", "web page"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_once(content: bytes, name: str, says: str) -> None:
    refusal = only_refusal(read(reader(), content, name))
    assert says in refusal.reason.en
    assert refusal.reason.zh
