"""What a command says at its end: in the reader's language, one in the singular."""

import re
from pathlib import Path

import pytest

from leadline.entrypoints.cli import common
from leadline.entrypoints.cli.chinese.figures import FIGURES
from leadline.kernel.jobs.history import JobRow
from leadline.kernel.text import Text
from tests.cli.answers import Line, ask

MASTER = (
    '"","400","13800000000","from-internal","""A"" <400>","SIP/1","SIP/2","Dial","x","2026-03-10 10:00:00",'
    '"2026-03-10 10:00:05","2026-03-10 10:00:35",35,30,"ANSWERED","DOCUMENTATION","1741572000.1",""\n'
)


def test_the_summary_of_an_import_is_named_in_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "Master.csv").write_text(MASTER)
    made, taken = Line(("db", "upgrade")), Line(("import", "Master.csv"))
    in_zh = ask([made, taken], tmp_path, LEADLINE_LANG="zh").answers[taken]
    in_en = ask([taken], tmp_path, LEADLINE_LANG="en").answers[taken]
    names = [row.split("  ")[0] for row in in_zh.out.splitlines()]
    assert (in_zh.status, names[:3]) == (0, ["文件", "新增", "更新"]), in_zh
    assert not re.search("[A-Za-z]", in_zh.out)
    assert [row.split()[0] for row in in_en.out.splitlines()][:3] == ["files", "new_count", "updated_count"]


def test_everything_that_is_told_of_a_job_has_a_chinese_name() -> None:
    assert set(JobRow._fields) - set(FIGURES) == set()


@pytest.mark.parametrize("unit", list(common.ONE))
def test_one_is_told_in_the_singular(unit: Text) -> None:
    assert common.counted(1, unit).en == f"1 {common.ONE[unit]}"
    assert common.counted(0, unit).en == f"0 {unit.en}"
    assert common.counted(12_345, unit) == (f"12,345 {unit.zh}", f"12,345 {unit.en}")


def test_an_export_of_nothing_says_so_in_both(tmp_path: Path) -> None:
    made, asked = Line(("db", "upgrade")), Line(("export", "--out", "out.csv"))
    assert ask([made, asked], tmp_path, LEADLINE_LANG="zh").answers[asked].out == "已导出 0 通到 out.csv。\n"
    assert ask([asked], tmp_path, LEADLINE_LANG="en").answers[asked].out == "Exported 0 calls to out.csv.\n"
