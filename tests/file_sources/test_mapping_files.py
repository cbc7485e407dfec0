"""Mapping files: what is accepted, and how a bad one is refused."""

from pathlib import Path

import pytest

from leadline.integrations.tabular.guessing import guess_mapping
from leadline.integrations.tabular.mapping import MappingRefused, load_mapping

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "bank-marketing.toml"
GOOD = '[fields]\ncall_id = "id"\nstart_time = "when"\nduration = 3\n'


def refused(path: Path, text: str) -> MappingRefused:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingRefused) as caught:
        load_mapping(path)
    return caught.value


def test_the_example_in_the_documentation_loads() -> None:
    assert load_mapping(EXAMPLE).file.delimiter == ";"


def test_json_says_the_same_as_toml(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(GOOD)
    (tmp_path / "m.json").write_text('{"fields": {"call_id": "id", "start_time": "when", "duration": 3}}')
    assert load_mapping(tmp_path / "m.toml") == load_mapping(tmp_path / "m.json")


def test_every_fault_is_named_by_its_place_in_both_languages(tmp_path: Path) -> None:
    error = refused(tmp_path / "m.toml", GOOD + 'grade = { column = "g", colour = 1 }\nphone = { }\n')
    assert {detail.field for detail in error.details} == {"fields.grade.colour", "fields.phone"}
    assert "没有这个键" in error.to("zh-CN")
    assert "exactly one origin" in error.to("en")


def test_a_field_that_there_is_not_is_one_mistake_in_plain_words(tmp_path: Path) -> None:
    error = refused(tmp_path / "m.toml", GOOD + 'colour = "c"\nphone = 0\nremark = { column = [] }\n[other]\n')
    assert [detail.field for detail in error.details] == [
        "fields.colour", "fields.phone.column", "fields.remark.column", "other",
    ]  # fmt: skip
    assert "there is no such field; there are call_id raw_outcome" in error.to("en")
    assert "literal" not in error.to("en").casefold()
    assert "Input should" not in error.to("zh-CN")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[fields]\nstart_time = "when"\nduration = 1\n', "lacks call_id"),
        ('[fields]\ncall_id = "id"\nstart_time = "when"\n', "outcome"),
        (GOOD + 'colour = "c"\n', "fields.colour"),
        (GOOD + 'remark = { template = "{a" }\n', "braces"),
        (GOOD + 'remark = { template = "{a!r}" }\n', "column names only"),
        (GOOD + "remark = { row_number = true }\n", "call_id only"),
        (GOOD + 'remark = { parts = { year = "y", month = "m", day = "d" } }\n', "times only"),
        (GOOD + 'end_time = { parts = { year = "y" } }\n', "month and day"),
        (GOOD + "phone = 0\n", "fields.phone"),
        (GOOD + '[time]\nzone = "Mars/Base"\n', "Mars/Base"),
        (GOOD + '[file]\nencoding = "klingon"\n', "klingon"),
        (GOOD + '[file]\nencoding = "base64"\n', "base64"),
        (GOOD + '[outcome]\ncolumn = "c"\nvalues = { a = "won" }\n', "outcome.values.a"),
        (GOOD + "[outcome]\n", "connected_when_duration_over"),
        ("fields = 3", "fields"),
        ("not toml at all", "m.toml"),
    ],
)
def test_a_bad_mapping_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path / "m.toml", text).to("en")


def test_a_mapping_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match=r"gone\.toml"):
        load_mapping(tmp_path / "gone.toml")


def test_another_kind_of_file_is_no_mapping(tmp_path: Path) -> None:
    assert ".toml" in refused(tmp_path / "m.yaml", "fields: {}").to("zh-CN")


def test_our_own_exports_headers_are_understood() -> None:
    mapping = guess_mapping(["call_id", "start_time", "duration", "outcome", "agent_name", "grade"])
    assert mapping.fields["agent_name"].column == 5
    assert mapping.outcome.column == 4


def test_agents_and_tasks_without_an_id_are_told_apart_by_their_names() -> None:
    fields = guess_mapping(["开始时间", "坐席姓名", "任务名称", "工号", "时长"]).fields
    assert (fields["agent_id"].column, fields["agent_name"].column) == (4, 2)
    assert (fields["task_id"].column, fields["task_name"].column) == (3, 3)


def test_without_an_id_the_time_and_the_number_make_one() -> None:
    assert guess_mapping(["开始时间", "电话", "通话时长", "意向度"]).fields["call_id"].row_hash == (1, 2)
