"""Links between the documents, and what the two READMEs have in common."""

import re

import pytest

from tests.architecture.documents import FENCE, anchors, document, documents, rows, section, spans
from tests.architecture.project import ROOT, name_of, project_files

LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMES = ("README.md", "README.zh-CN.md")


def dead_links(name: str, text: str) -> list[str]:
    dead = []
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if path.startswith("http") or (file.exists() and (not anchor or anchor in anchors(file))):
            continue
        dead.append(target)
    return dead


@pytest.mark.parametrize("name", documents())
def test_every_link_leads_somewhere(name: str) -> None:
    assert dead_links(name, document(name)) == []


def test_a_link_that_leads_nowhere_is_noticed() -> None:
    text = "[a](docs/api.md#errors) [b](docs/api.md#faults) [c](docs/nothing.md) [d](#quick-start)"
    assert dead_links("README.md", text) == ["docs/api.md#faults", "docs/nothing.md"]


FILE = re.compile(r"^[\w./-]+\.(?:py|tsx?|mjs|toml|yml|conf|md|css|lock)$")
OF_THE_FIRST_SYSTEM = {"docs/migrating.md"}
# a page that web/README.md makes as an example, and a name with marks in it
MADE_UP = (
    "src/i18n/zh/agents.ts",
    "en/agents.ts",
    "src/features/agents/",
    "AgentsPage.",
    "src/routes/_app/agents",
    "NNNN-",
)


@pytest.mark.parametrize("name", [name for name in documents() if name not in OF_THE_FIRST_SYSTEM])
def test_a_file_that_is_named_is_there(name: str) -> None:
    ends = tuple(f"/{name_of(file)}" for file in project_files())
    named = {span for span in spans(document(name)) if FILE.match(span) and not span.startswith(MADE_UP)}
    assert [file for file in named if not any(end.endswith(f"/{file.removeprefix('./')}") for end in ends)] == []


def commands_in(name: str) -> list[str]:
    """What is to be typed, without what is said about it."""
    blocks = [block for block in FENCE.findall(document(name)) if block.startswith("```sh")]
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()[1:-1]]
    return [line for line in lines if line]


def test_both_readmes_have_one_type_the_same() -> None:
    english, chinese = (commands_in(name) for name in NAMES)
    assert english == chinese


def test_both_readmes_lead_to_the_same_places() -> None:
    english, chinese = ([one for one in LINK.findall(document(name)) if one not in NAMES] for name in NAMES)
    assert sorted(set(english)) == sorted(set(chinese))


def test_both_readmes_list_the_same_commands() -> None:
    english, chinese = section(NAMES[0], "## Commands"), section(NAMES[1], "## 命令")
    assert [re.findall("`([^`]+)`", row[0]) for row in rows(english)] == [
        re.findall("`([^`]+)`", row[0]) for row in rows(chinese)
    ]


@pytest.mark.parametrize("what", [r"`([A-Z][A-Z_]+)", r"`(/[a-z/.]+)`"], ids=["settings", "addresses"])
def test_both_readmes_name_the_same(what: str) -> None:
    english, chinese = (set(re.findall(what, document(name))) for name in NAMES)
    assert english == chinese


PAGES = re.compile(r"(?:the page|under) ([\u4e00-\u9fff]+)|([\u4e00-\u9fff]+) (?:in|of) the page")
RULES = "deploy/prometheus/leadline.rules.yml"


@pytest.mark.parametrize("name", [*documents(), RULES])
def test_a_page_that_is_named_is_one_of_the_pages(name: str) -> None:
    words = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "web/src/i18n/zh").glob("*.ts"))
    named = {one or other for one, other in PAGES.findall(document(name))}
    assert {page for page in named if page not in words} == set()
