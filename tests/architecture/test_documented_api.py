"""The API as docs/api.md tells it: its routes with their permissions, its codes with their status, who may do what."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from leadline.entrypoints.api import create_app
from leadline.kernel.auth.permissions import ROLES, VIEW_ALL, all_permissions, permissions_of
from leadline.kernel.errors import LeadlineError
from leadline.kernel.http.failures import _HTTP as OF_THE_HTTP_LAYER
from leadline.kernel.settings import load_settings
from tests.architecture.documents import document, rows, section
from tests.architecture.project import PACKAGE

PAGE = "docs/api.md"
METHOD = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\b|`(/[^`?]*)[^`]*`")
CODE = re.compile(r"`([a-z_]+)`")
Told = dict[tuple[str, str], str]


def refusals(of: type[LeadlineError] = LeadlineError) -> Iterator[type[LeadlineError]]:
    for one in of.__subclasses__():
        if one.__module__.startswith("leadline."):
            yield one
            yield from refusals(one)


def codes_with_status() -> set[tuple[str, int]]:
    """Code and status of every row of the tables of codes."""
    found = set()
    for row in rows(document(PAGE)):
        if row[0].isdigit():
            found |= {(code, int(row[0])) for code in CODE.findall(row[1])}
        elif len(row) == 3 and row[1].isdigit():
            found |= {(code, int(row[1])) for code in CODE.findall(row[0])}
        else:
            found |= {(code, int(status)) for status, code in re.findall(r"\b([45]\d\d) `(\w+)`", row[-1])}
    return found


def codes_without_status() -> set[str]:
    """Codes of jobs, and those of the command line."""
    text = section(PAGE, "## Errors")
    return set(CODE.findall(text[text.index("A job that failed") :]))


@pytest.fixture(scope="module")
def refused() -> set[tuple[str, int]]:
    """Code and status of every refusal, wherever it is written."""
    named = re.compile(r"^class \w+\((LeadlineError|NotFound|NotAuthenticated)\)", re.MULTILINE)
    for file in PACKAGE.rglob("*.py"):
        if named.search(file.read_text(encoding="utf-8")):
            import_module(".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts))
    return {(one.code, one.status) for one in refusals()}


def test_every_code_is_told_with_its_status(refused: set[tuple[str, int]]) -> None:
    told, apart = codes_with_status(), codes_without_status()
    assert sorted({(code, status) for code, status in refused if code not in apart} - told) == []


def test_no_code_is_told_that_nothing_answers(refused: set[tuple[str, int]]) -> None:
    known = refused | {(LeadlineError.code, LeadlineError.status)}
    known |= {(one.code, status) for status, one in OF_THE_HTTP_LAYER.items()}
    assert sorted(codes_with_status() - known) == []
    job_words = {"error", "refused"}
    assert sorted(codes_without_status() - {code for code, _ in known} - job_words) == []


def plain(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path.rstrip("/"))


def routes_told() -> Told:
    """Every method and address that a row may mean, with the row's second cell.

    A path that does not begin with /api goes on from one before it, or stands beside one.
    """
    found: Told = {}
    for row in rows(document(PAGE)):
        methods: list[str] = []
        bases: list[str] = []
        fresh = True
        for method, path in METHOD.findall(row[0]):
            if method:
                methods = [method] if fresh else [*methods, method]
                fresh = False
                continue
            fresh = True
            whole = path.startswith(("/api", "/health", "/metrics"))
            above = [base.rsplit("/", 1)[0] for base in bases]
            bases += [path] if whole else [base + path for base in (*bases, *above)]
            meant = [path] if whole else bases
            found |= {(one, plain(base)): row[1] for one in methods for base in meant}
    return found


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Method, address and permission of each route, by the API's own document."""
    home = tmp_path_factory.mktemp("home")
    told = create_app(load_settings(leadline_home=home, app_env="testing")).openapi()
    return {
        (method.upper(), plain(path)): str(operation.get("x-permission") or operation.get("description", ""))
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    }


def test_every_route_is_told(spoken: Told) -> None:
    assert sorted(spoken.keys() - routes_told().keys()) == []


def test_every_address_that_is_told_is_there(spoken: Told) -> None:
    addresses = {path for _, path in spoken} | {"/health"}
    written = re.findall(r"`(?:[A-Z]+ )?(/api/[^`?\s]*)", document(PAGE))
    hidden = {"/api/docs", "/api/openapi.json", "/api/sources/guanke/push/<PUSH_SECRET>"}
    assert sorted({plain(path) for path in written} - addresses - hidden) == []


def test_each_row_names_the_permission_of_its_routes(spoken: Told) -> None:
    told = routes_told()
    wrong = {
        route: (words, told[route])
        for route, words in spoken.items()
        for permission in re.findall(r"^[a-z]+:[a-z_]+$", words)
        if route in told and f"`{permission}`" not in told[route]
    }
    assert wrong == {}


def test_the_table_of_permissions_is_what_the_roles_hold() -> None:
    lines = section(PAGE, "## Tokens").splitlines()
    head = next(line for line in lines if line.startswith("| permission |"))
    roles = [cell.strip() for cell in head.split("|")[2:-1]]
    assert set(roles) == ROLES.keys()
    granted = {
        name: {role for role, cell in zip(roles, row[1:], strict=True) if cell == "✓"}
        for row in rows(section(PAGE, "## Tokens"))
        if len(row) == len(roles) + 1
        for name in re.findall(r"`([a-z]+:[a-z_]+)`", row[0])
    }
    held = {one.name: {role for role in ROLES if one.name in permissions_of(role)} for one in all_permissions()}
    assert {name: who for name, who in granted.items() if name != VIEW_ALL} == {
        name: who for name, who in held.items() if name != VIEW_ALL
    }
