"""Lists of the documents that the program knows as well: settings, tables, deeds, metrics, alerts, schedules."""

import ast
import re
from collections.abc import Iterator

import pytest

from leadline.entrypoints.tables import metadata
from leadline.kernel.settings import Settings
from leadline.operations.domain.alert_rules import RULES
from tests.architecture.documents import document, documents, rows, section, spans
from tests.architecture.project import python_files, tree_of

OPERATIONS, DATA = "docs/operations.md", "docs/data.md"
# names of other programs' variables, and of the first systems'
OF_OTHERS = re.compile(r"^(LC_ALL|LEADLINE_(LANG|TOKEN|BACKEND)|(OTEL|VITE|FLASK|SQLALCHEMY)_\w+|POSTGRES_PASSWORD)$")
OF_THE_FIRST = {"docs/migrating.md", "CHANGELOG.md", "ARCHITECTURE.md"}
SETTING = re.compile(r"^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?$", re.DOTALL)
DEED = re.compile(r"^[a-z_]+\.[a-z_]+$")


def constants(*callers: str) -> Iterator[str]:
    """The texts that stand as arguments of calls of these names."""
    for file in python_files("src"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in callers:
                yield from (text for one in node.args for text in texts_in(one))


def texts_in(tree: ast.AST) -> Iterator[str]:
    return (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_setting_is_told_in_the_operations() -> None:
    told = set(re.findall(r"`([A-Z0-9_]+)", document(OPERATIONS)))
    assert [name.upper() for name in Settings.model_fields if name.upper() not in told] == []


@pytest.mark.parametrize("name", [name for name in documents() if name not in OF_THE_FIRST])
def test_a_setting_that_is_told_is_one(name: str) -> None:
    told = {found[1] for span in spans(document(name)) if (found := SETTING.match(span))}
    unknown = {one for one in told if one.lower() not in Settings.model_fields and not OF_OTHERS.match(one)}
    assert sorted(unknown - {"NORMAL_CLEARING", "EMP_001"}) == []


def test_every_table_is_told() -> None:
    told = set(re.findall(r"^(?:\| .*?|### )`?([a-z_]+)`?[:,| ]", document(DATA), re.MULTILINE))
    told |= {name for row in rows(document(DATA)) for name in re.findall(r"`([a-z_]+)`", row[0])}
    assert sorted(metadata.tables.keys() - told) == []


def test_every_deed_is_told() -> None:
    told = {name for row in rows(section(OPERATIONS, "## Who did what")) for name in re.findall(r"`([^`]+)`", row[0])}
    done = {text for text in constants("did", "tell", "tell_deed", "deed", "Deed") if DEED.match(text)}
    assert sorted(done - told) == []
    assert sorted(told - {text for file in python_files("src") for text in texts_in(tree_of(file))}) == []


def test_the_rules_of_alerts_are_told_with_what_is_set_at_first() -> None:
    told = {row[0].strip("`"): row[2] for row in rows(section(OPERATIONS, "## Alerts"))}
    assert told.keys() == set(RULES)
    for name, rule in RULES.items():
        first = f"{rule.bounds.usual:g}" if rule.bounds else "–"
        assert told[name].split(" ")[0] == first, name


def test_every_schedule_is_told() -> None:
    told = set(re.findall(r"`([a-zA-Z_.0-9]+)`", section(OPERATIONS, "## Pulling regularly")))
    named = {text for text in constants("Declared") if re.fullmatch(r"[a-z_]+", text)}
    assert {"recount", "alerts"} <= named
    assert sorted(named - told) == []


def metrics_of_the_program() -> set[str]:
    """Names of metrics as they stand where one is made, counters of a family without their ending."""
    kinds = ("Counter", "Gauge", "Histogram", "GaugeMetricFamily", "CounterMetricFamily", "Reading")
    named = {text for text in constants(*kinds) if re.fullmatch(r"leadline_[a-z_0-9]+", text)}
    return {name.removeprefix("leadline_") for name in named}


def test_every_metric_is_told() -> None:
    cells = [row[0] for row in rows(section(OPERATIONS, "## Logs and metrics"))]
    told = {re.sub(r"\{.*", "", span) for cell in cells for span in re.findall(r"`([^`]+)`", cell)}
    families = tuple(name.removesuffix("…") for name in told if name.endswith("…"))
    program = metrics_of_the_program()
    assert sorted(name for name in program - told if not name.startswith(families)) == []
    written = {name for file in python_files("src") for name in texts_in(tree_of(file))}
    assert sorted(name for name in told if not name.endswith("…") and f"leadline_{name}" not in written) == []
