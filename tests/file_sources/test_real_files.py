"""The facts of real files that nobody here wrote; they stand beside the repository, not in it."""

from collections import Counter
from pathlib import Path

import pytest

from leadline.calls.contracts import Outcome
from leadline.integrations.asterisk.master_csv import MasterCsvReader
from leadline.integrations.freeswitch.csv_cdr import CsvCdrReader
from leadline.integrations.freeswitch.json_files import JsonCdrReader
from leadline.integrations.tabular.mapping import load_mapping
from leadline.integrations.tabular.reader import MappedFileReader
from tests.file_sources.reading import calls, only_call, only_refusal, read

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data beside the repository")


def test_asterisk_lines_of_eighteen_columns_are_two_calls() -> None:
    assert len(calls(read(MasterCsvReader(), DATA / "cdr/asterisk-18-columns.csv"))) == 2


def test_every_disposition_of_asterisks_own_sample_survives() -> None:
    found = calls(read(MasterCsvReader(), DATA / "cdr/asterisk-good.csv"))
    assert Counter(call.raw_outcome for call in found) == {"ANSWERED": 2, "FAILED": 1, "NO ANSWER": 1, "BUSY": 1}
    assert len({call.call_id for call in found}) == 5


def test_the_sample_that_its_authors_call_buggy_is_cut_off_inside_a_quote() -> None:
    refusal = only_refusal(read(MasterCsvReader(), DATA / "cdr/asterisk-buggy.csv"))
    assert refusal.line == 1
    assert "never closed" in refusal.reason.en


def test_ten_lines_that_excel_saved_are_ten_calls() -> None:
    found = calls(read(CsvCdrReader(), DATA / "cdr/freeswitch-resaved-by-excel.csv"))
    assert Counter(call.hangup_reason for call in found) == {
        "NORMAL_CLEARING": 7, "USER_BUSY": 1, "NO_USER_RESPONSE": 1, "RECOVERY_ON_TIMER_EXPIRE": 1,
    }  # fmt: skip
    assert len({call.call_id for call in found}) == 10
    assert Counter(call.outcome for call in found)[Outcome.CONNECTED] == 7


def test_a_real_json_record_is_one_call() -> None:
    call = only_call(read(JsonCdrReader(), DATA / "cdr/freeswitch-json-cdr.json"))
    assert (call.start_time.isoformat(), call.duration) == ("2018-01-11T10:25:44+00:00", 68)
    assert call.end_time is not None
    assert (call.end_time - call.start_time).seconds == 71


def test_a_real_campaign_comes_through_the_example_mapping() -> None:
    mapping = load_mapping(ROOT / "docs/examples/bank-marketing.toml")
    found = calls(read(MappedFileReader(mapping), DATA / "telemarketing/bank.csv"))
    assert (len(found), len({call.call_id for call in found})) == (4521, 4521)
    assert Counter(call.grade for call in found) == {"yes": 521, "no": 4000}
    assert sum(call.duration for call in found) == 1_193_369
