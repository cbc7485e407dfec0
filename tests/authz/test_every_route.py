"""Every route, every role, every scope, every place: nobody reads or changes what is not theirs.

The walk is made from the OpenAPI document and the table in `routes.py`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from leadline.employees.domain.rights import effective, with_scope
from leadline.entrypoints.api import create_app
from leadline.kernel.auth.permissions import SIGNED_IN, all_permissions
from leadline.kernel.settings import load_settings
from tests.authz.routes import ONES_OWN, ROUTES, Route
from tests.authz.world import BUILT_IN, MARKS, PHONES, PLACES, REACH, World, opened

OTHERWISE = {"{day}": "2026-10-20", "{source}": "guanke", "{name}": "employee", "{session_id}": "0" * 32}
QUERY = {
    "GET /api/search": "?q=zz",
    "GET /api/stats/explore": "?by=agent&metrics=calls",
    "GET /api/stats/grade-stats": "?date=2026-10-20",
    "GET /api/stats/agents": "?per_page=200",
    "GET /api/stats/agents/search": "?q=A&per_page=200",
    "GET /api/stats/tasks/search": "?q=1&per_page=200",
    "GET /api/stream": "?seconds=1",
    "GET /api/stats/tasks": "?per_page=200",
    "GET /api/calls": "?per_page=200",
    "GET /api/employees": "?per_page=200",
    "GET /api/users": "?per_page=200",
}
SHOWN_IN_LISTS = (
    "GET /api/calls",
    "GET /api/calls/export",
    "GET /api/stats/agents",
    "GET /api/employees",
    "GET /api/users",
)


def declared() -> dict[str, str | None]:
    """`METHOD /path` -> permission of every route in the OpenAPI document."""
    with tempfile.TemporaryDirectory() as home:
        document = create_app(load_settings(app_env="testing", leadline_home=Path(home))).openapi()
    return {
        f"{method.upper()} {path}": operation.get("x-permission")
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


DECLARED = declared()


def holds(caller: str, permission: str) -> bool:
    if permission == SIGNED_IN:
        return True
    if caller not in BUILT_IN:
        return permission != "data:view_all" or caller == "may_all_all"
    return permission in with_scope(effective(caller, {}), BUILT_IN[caller])  # type: ignore[arg-type]  # one of the scopes


def filled(name: str, parameters: dict[str, object] | None = None) -> tuple[str, str]:
    """The method, and the path with parameters; without any, with plausible ones."""
    method, _, path = name.partition(" ")
    for key, value in (parameters or {}).items():
        path = path.replace(f"{{{key}}}", quote(str(value), safe=""))
    for mark, value in OTHERWISE.items():
        path = path.replace(mark, value)
    while "{" in path:
        path = path[: path.index("{")] + "1" + path[path.index("}") + 1 :]
    return method, path + QUERY.get(name, "")


def record_routes() -> Iterator[tuple[str, Route]]:
    return ((name, route) for name, route in ROUTES.items() if route.record)


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    assert sorted(DECLARED.keys() - ROUTES.keys()) == [], "say in tests/authz/routes.py what these show or change"
    assert sorted(ROUTES.keys() - DECLARED.keys()) == []


def test_every_permission_that_a_route_asks_for_is_registered() -> None:
    known = {one.name for one in all_permissions()} | {SIGNED_IN, None}
    assert set(DECLARED.values()) <= known


async def test_nobody_does_what_they_may_not(database_url: str, tmp_path: Path) -> None:
    wrong: list[str] = []
    async with opened(database_url, tmp_path) as world:
        for name, permission in DECLARED.items():
            if permission is None:
                continue
            method, path = filled(name)
            status = (await world.ask("", method, path, {})).status_code
            wrong += [f"nobody {name}: {status}"] * (status != 401)
            for caller in world.tokens:
                if not holds(caller, permission):
                    status = (await world.ask(caller, method, path, {})).status_code
                    wrong += [f"{caller} {name}: {status}"] * (status != 403)
    assert wrong == []


async def test_what_is_out_of_reach_is_not_there(database_url: str, tmp_path: Path) -> None:
    async with opened(database_url, tmp_path) as world:
        wrong = [
            fault
            for name, route in record_routes()
            for caller in world.tokens
            if holds(caller, DECLARED[name] or "")
            for place in PLACES
            if (fault := await looked_at(world, (name, route), caller, place))
        ]
    assert wrong == []


async def looked_at(world: World, asked: tuple[str, Route], caller: str, place: str) -> str:
    """What is wrong with the answer, or nothing."""
    name, route = asked
    parameters = world.records[route.record].get(f"{caller} {place}")
    if parameters is None:
        return ""
    near = {"own"} if route.record in ONES_OWN else REACH[world.scopes[caller]]
    if route.record == "team":
        near = near | {"team"}  # one's own team has a name for everybody in it
    if place in near and route.ends:
        return ""
    method, path = filled(name, parameters)
    response = await world.ask(caller, method, path, route.body)
    if place not in near:
        return "" if response.status_code == 404 else f"{caller} {place} {name}: {response.status_code}"
    there = response.status_code not in (401, 403) and not is_absent(response.status_code, response.text)
    return "" if there else f"{caller} {place} {name}: {response.status_code} {response.text[:200]}"


def is_absent(status: int, text: str) -> bool:
    return status == 404 and "recording" not in text  # a call that is there may have none


async def test_no_list_or_figure_tells_of_who_is_out_of_reach(database_url: str, tmp_path: Path) -> None:
    wrong: list[str] = []
    async with opened(database_url, tmp_path) as world:
        for name, permission in DECLARED.items():
            if not name.startswith("GET ") or ROUTES[name].record or permission is None:
                continue
            for caller in world.tokens:
                if holds(caller, permission):
                    text = (await world.ask(caller, *filled(name))).text
                    wrong += told_too_much(caller, name, text, world.scopes[caller])
    assert wrong == []


def told_too_much(caller: str, name: str, text: str, scope: str) -> list[str]:
    wrong = [f"{caller} {name}: a whole number" for phone in PHONES.values() if phone in text]
    if ROUTES[name].everybody:
        return wrong
    seen = {place for place in PLACES if MARKS[place] in text}
    near = {"own"} if name == "GET /api/views" else REACH[scope]
    wrong += [f"{caller} {name} tells of {place}" for place in sorted(seen - near)]
    if name in SHOWN_IN_LISTS:
        wrong += [f"{caller} {name} keeps back {place}" for place in sorted(near - seen)]
    return wrong
