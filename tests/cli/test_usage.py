"""Wrong usage, told in the reader's language."""

import json
from pathlib import Path

import pytest

from leadline.entrypoints.cli.chinese.usage import SENTENCES, in_chinese
from tests.cli.answers import Line, Session, ask

# what is typed, what it says in Chinese, and in English
WRONG = {
    "nothing": ("没有命令 'nothing'。", "No such command 'nothing'."),
    "syn": ("没有命令 'syn'。您是不是要用 'sync'？", "No such command 'syn'. Did you mean 'sync'?"),
    "--": ("缺少命令。", "Missing command."),
    "--nope": ("没有选项 --nope。", "No such option: --nope"),
    "sync --dayz 3": ("没有选项 --dayz（相近的选项：--days）。", "No such option: --dayz (Possible options: --days)"),
    "sync --days": ("选项 '--days' 后面要有值。", "Option '--days' requires an argument."),
    "sync --json=1": ("选项 '--json' 不带值。", "Option '--json' does not take a value."),
    "sync two words": ("多余的参数：two words。", "Got unexpected extra argument(s) (two words)"),
    "sync --days x": ("'--days' 的值有误：应为整数。", "Invalid value for '--days': Input should be a valid integer"),
    f"sync --days {'9' * 5000}": ("'--days' 的值有误：数字太长。", "exceeded maximum size"),
    "sync --days 0": ("'--days' 的值有误：不能小于 1。", "Input should be greater than or equal to 1"),
    "sync --days 9999": ("'--days' 的值有误：不能大于 3660。", "Input should be less than or equal to 3660"),
    "sync --track x": ("'x' 不在可选值之中：'grade', 'task', 'both'。", "'x' is not one of 'grade', 'task', 'both'."),
    "sync --from x": ("'x' 不是日期，应写作 2025-10-24 的形式。", "'x' does not match the formats '%Y-%m-%d'."),
    "user create": ("缺少参数 'name'。", "Missing argument 'name'."),
    "user create x": ("缺少选项 '--role'。", "Missing option '--role'."),
    "import nofile": ("'paths' 的值有误：'nofile' 不存在。", "path 'nofile' does not exist."),
    "import . --mapping nofile": ("'--mapping' 的值有误：'nofile' 不存在。", "file 'nofile' does not exist."),
    "import . --mapping .": ("'.' 是文件夹，应为文件。", "file '.' is a directory."),
    "stats show --to 2025-10-24": ("用法有误：--to 需要同时给出 --from。", "Invalid value: --to needs --from"),
    "stats show --days 1 --from 2025-10-24": ("--days 与 --from/--to 只能二选一", "give either --days or --from/--to"),
    "stats show --from 2025-10-25 --to 2025-10-24": ("晚于 --to 2025-10-24", "is after --to 2025-10-24"),
    "stats show --from 1900-01-01": ("1900-01-01 不在 1970 至 2100 年之间", "is not between 1970 and 2100"),
    "token": ("请给出 --user，或用 --role 指定角色：admin", "give --user, or --role: one of admin"),
    "token --role x": ("--role 的值有误：'x' 不在可选值之中：admin", "Invalid value for --role: 'x' is none of admin"),
    "token --user x --scope own": ("'own' 不是 all", "'own' is not all"),
    "token --user x --agent-id 1": ("由其员工和团队决定", "follow from their employee and team"),
    "jobs list --state x": ("'x' 不在可选值之中：queued, running", "'x' is none of queued, running"),
    "role create X-Y": ("'X-Y'：只能用小写字母、数字和下划线", "'X-Y': small letters, digits and underscores"),
    "role create ab --scope x": ("'x' 不在可选值之中：own, team", "'x' is none of own, team"),
    "employee agents --add a:b": ("--add 需要指定员工", "--add needs an employee"),
    "employee agents 3 --add ab": ("'ab' 应写作 SOURCE:ID，即来源与坐席账号", "'ab' is not SOURCE:ID"),
    f"alerts ack 1 --note {'x' * 501}": ("--note 的值有误：最多 500 字。", "Invalid value for --note: 500 characters"),
    "import-legacy --zone Mars": ("没有这个时区：Mars", "no such time zone: Mars"),
    "user create x --role admin --temporary": ("需要与 --password-stdin 同用", "needs --password-stdin"),
    "user create x --role admin --password-stdin": ("标准输入为空", "standard input is empty"),
    "simulate --faults {": ("不是 JSON，第 2 个字符处有误", "not JSON: Expecting property name"),
    "simulate --faults 3": ("应为 JSON 对象", "not a JSON object"),
    'simulate --faults {"x":1}': ("没有这个故障开关：x。", "no such switch: x"),
    'simulate --faults {"drift":"x"}': ("故障开关 drift 的值不能是 'x'。", "drift cannot be 'x'"),
}
UNREADABLE = {"path {path} is not readable", "file {path} is not readable"}  # the tests may run as root, who reads all
LINES = {words: Line(tuple(words.split()), 300) for words in WRONG}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return ask([*LINES.values()], tmp_path_factory.mktemp("zh"), LANG="zh_CN.UTF-8")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return ask([*LINES.values()], tmp_path_factory.mktemp("en"), LANG="C.UTF-8")


@pytest.mark.parametrize("words", WRONG, ids=lambda words: words[:40])
def test_wrong_usage_is_told_in_the_language_of_the_terminal(chinese: Session, english: Session, words: str) -> None:
    in_zh, in_en = chinese.answers[LINES[words]], english.answers[LINES[words]]
    assert (in_zh.status, in_en.status, in_zh.out, in_en.out) == (2, 2, "", "")
    assert WRONG[words][0] in in_zh.err
    assert WRONG[words][1] in in_en.err


def test_what_stands_around_it_is_chinese_too(chinese: Session) -> None:
    said = chinese.answers[LINES["user create x"]].err
    assert said.startswith(
        "用法：leadline user create [选项] {name}\n运行 'leadline user create --help' 查看帮助。\n╭─ 错误 ─"
    )


def test_in_english_typer_speaks_for_itself(english: Session) -> None:
    said = english.answers[LINES["user create x"]].err
    assert said.startswith(
        "Usage: leadline user create [OPTIONS] {name}\nTry 'leadline user create --help' for help.\n╭─ Error ─"
    )
    assert not [name for name in english.modules if "cli.chinese" in name]


def test_every_sentence_is_one_that_somebody_can_cause(chinese: Session) -> None:
    said = "".join(answer.err for answer in chinese.answers.values())
    starts = [(text, text.zh.split("{")[0] or text.zh.split("}")[1].split("{")[0]) for text in SENTENCES]
    assert [text for text, start in starts if start not in said and text.en not in UNREADABLE] == []


def test_what_nobody_knows_is_told_as_it_came() -> None:
    assert in_chinese("The moon is full.") == "The moon is full."
    assert in_chinese("Invalid value for '--moon': full") == "'--moon' 的值有误：full。"


def test_braces_in_what_was_typed_are_no_marks() -> None:
    assert in_chinese("No such command '{hint}'.") == "没有命令 '{hint}'。"


def test_a_question_is_asked_until_it_is_answered(tmp_path: Path) -> None:
    line = Line(("db", "downgrade", "base"), given="perhaps\nn\n")
    for language, question, again in (
        ("zh", "确定继续？ [y/N]", "请输入 y 或 n。"),
        ("en", "Go on? [y/N]", "Please answer y or n."),
    ):
        answer = ask([line], tmp_path, LEADLINE_LANG=language).answers[line]
        assert (answer.status, answer.err.count(question), again in answer.err) == (1, 2, True)


REFUSED = {
    "PORT": ("abc", "PORT：应为整数", "PORT: Input should be a valid integer"),
    "BUSINESS_TIMEZONE": (
        "Mars",
        "BUSINESS_TIMEZONE：没有这个时区：Mars",
        "BUSINESS_TIMEZONE: no such time zone: Mars",
    ),
    "DATABASE_URL": ("nonsense", "DATABASE_URL 不是数据库地址", "DATABASE_URL is no database address"),
}


@pytest.mark.parametrize(("name", "value", "in_zh", "in_en"), [(name, *told) for name, told in REFUSED.items()])
def test_a_setting_that_cannot_be_used_is_told_in_both(
    tmp_path: Path, name: str, value: str, in_zh: str, in_en: str
) -> None:
    line = Line(("db", "check"))
    for language, said in (
        ("zh", f"错误：配置不可用：{in_zh}"),
        ("en", f"Error: These settings cannot be used: {in_en}"),
    ):
        answer = ask([line], tmp_path, **{"LEADLINE_LANG": language, name: value}).answers[line]
        assert (answer.status, answer.err.startswith(said)) == (1, True), answer.err


def test_what_the_doctor_looked_at_is_named_in_both(tmp_path: Path) -> None:
    made, shown, told = Line(("db", "upgrade")), Line(("doctor",)), Line(("doctor", "--json"))
    chinese, english = (ask([made, shown, told], tmp_path, LEADLINE_LANG=one).answers for one in ("zh", "en"))
    assert {row.split("：")[0] for row in chinese[shown].out.splitlines()} >= {
        "✓ 配置",
        "· 推送",
        "✓ 数据库",
        "· 外呼系统",
    }
    assert {row.split(":")[0] for row in english[shown].out.splitlines()} >= {"✓ settings", "· pushes", "✓ database"}
    names = [[one["check"] for one in json.loads(answers[told].out)] for answers in (chinese, english)]
    assert names[0] == names[1]


def test_the_doctor_may_come_first(tmp_path: Path) -> None:
    looked = Line(("doctor",))
    answer = ask([looked], tmp_path, LEADLINE_LANG="en").answers[looked]
    assert (answer.status, "✗" in answer.out, "newest schema" in answer.out) == (0, False, True), answer.out


@pytest.mark.parametrize(("language", "said"), [("zh", "可这样生成：python3 -c"), ("en", "this makes one: python3 -c")])
def test_a_secret_that_production_lacks_is_told_with_how_to_make_one(tmp_path: Path, language: str, said: str) -> None:
    line = Line(("doctor",))
    told = {"LEADLINE_LANG": language, "APP_ENV": "production", "SECRET_KEY": "short"}
    answer = ask([line], tmp_path, **told).answers[line]
    assert (answer.status, "DATA_ENCRYPTION_KEY" in answer.err, said in answer.err) == (1, True, True), answer.err
