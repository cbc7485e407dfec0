"""Whatever the bytes: a reader yields calls and refusals, nothing else, and comes to an end."""

import io
from collections.abc import Callable

import pytest
import rustpy_xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.calls.contracts import CallRow, Refusal
from leadline.calls.ports import CallFileReader
from leadline.integrations.asterisk.master_csv import MasterCsvReader
from leadline.integrations.freeswitch.csv_cdr import CsvCdrReader
from leadline.integrations.freeswitch.json_files import JsonCdrReader, parse_push
from leadline.integrations.tabular import text_lines
from leadline.integrations.tabular.identity import Repeats
from leadline.integrations.tabular.mapping import parse_mapping
from leadline.integrations.tabular.reader import MappedFileReader
from leadline.integrations.tabular.records import read_records
from leadline.integrations.tabular.text_lines import read_lines

WITHOUT_HEADER = parse_mapping(
    {
        "file": {"header": False, "delimiter": ","},
        "fields": {
            "call_id": {"row_hash": ["*"]}, "start_time": 1, "duration": 1, "end_time": 1, "cost_cents": 1, "remark": 1,
        },
    }
)  # fmt: skip
READERS: list[Callable[[], CallFileReader]] = [
    MasterCsvReader,
    CsvCdrReader,
    JsonCdrReader,
    MappedFileReader,
    lambda: MappedFileReader(WITHOUT_HEADER),
]
# pieces that get past the first checks, beside bytes that do not
PIECES = st.sampled_from(
    [b'"', b'""', b",", b";", b"\n", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"[", b"{", b"}"]
    + [b"2025-10-26 09:00:00", b"9999-12-31 23:59:59", b"0001-01-01", b"1761440400", b"1:99:99", b"-5", b"9" * 5000]
    + [b'{"variables":{"uuid":"u","start_epoch":"' + text + b'"}}' for text in (b"1", b"9" * 30, b"x", b"%zz")]
    + [b'{"variables":{"uuid":"\\ud800","billsec":1e400}}', "通话ID,开始时间,通话时长\n".encode(), b"x,"]
)
CONTENT = st.lists(PIECES | st.binary(max_size=40), max_size=40).map(b"".join)


def workbook() -> bytes:
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheet([{"call_id": 1, "start_time": "2025-10-26", "duration": 3}] * 5, buffer)
    return buffer.getvalue()


WORKBOOK = workbook()


def readable(row: CallRow | Refusal) -> bool:
    """Whether a database takes it: UTC, no NUL, no half characters, lengths within limits."""
    if isinstance(row, Refusal):
        return bool(row.reason.zh.encode() and row.reason.en.encode())
    texts = [text for text in row if isinstance(text, str)]
    return (
        row.start_time.utcoffset() is not None
        and len(row.call_id) <= 100
        and all("\x00" not in text and text.encode() is not None and len(text) <= 2000 for text in texts)
    )


@pytest.mark.parametrize("make", READERS)
@given(content=CONTENT, name=st.sampled_from(["a.csv", "a.xlsx", "a.json"]))
@settings(max_examples=150, deadline=30_000, suppress_health_check=[HealthCheck.too_slow])
def test_arbitrary_bytes_yield_calls_and_refusals_only(
    make: Callable[[], CallFileReader], content: bytes, name: str
) -> None:
    assert all(readable(row) for row in make().read(io.BytesIO(content), name))


@given(content=CONTENT, content_type=st.sampled_from(["application/json", "x/base64", ""]))
@settings(max_examples=150, deadline=2000)
def test_an_arbitrary_push_is_read_or_a_value_error(content: bytes, content_type: str) -> None:
    try:
        pushed = parse_push(content, content_type)
    except ValueError:
        return
    found: list[CallRow | Refusal] = [*pushed.rows, *pushed.refused]
    assert all(readable(row) for row in found)


@given(at=st.integers(0, len(WORKBOOK) - 1), byte=st.integers(0, 255), cut=st.booleans())
@settings(max_examples=150, deadline=2000)
def test_a_damaged_workbook_yields_calls_and_refusals_only(at: int, byte: int, cut: bool) -> None:
    damaged = WORKBOOK[:at] if cut else WORKBOOK[:at] + bytes([byte]) + WORKBOOK[at + 1 :]
    assert all(readable(row) for row in MappedFileReader().read(io.BytesIO(damaged), "a.xlsx"))


@given(content=CONTENT)
def test_the_size_of_a_block_changes_nothing(content: bytes) -> None:
    whole = list(read_records(read_lines(io.BytesIO(content), "latin-1"), span=3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "BLOCK_BYTES", 7)
        assert list(read_records(read_lines(io.BytesIO(content), "latin-1"), span=3)) == whole


def test_a_file_without_line_feeds_is_one_refusal_and_is_not_kept() -> None:
    found = list(MasterCsvReader().read(io.BytesIO(b"x" * 3_000_000 + b"\n"), "a.csv"))
    assert len(found) == 1
    assert isinstance(found[0], Refusal)


def test_repeats_are_known_within_the_window_and_forgotten_behind_it() -> None:
    repeats = Repeats(window=3)
    assert [repeats.distinct(text) for text in "aabcdefga"] == ["a", "a#2", "b", "c", "d", "e", "f", "g", "a"]
