"""Roles, scopes, and the permission that every route declares."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI

from leadline.kernel.auth import permissions
from leadline.kernel.auth.dependencies import (
    PUBLIC,
    declared_permission,
    doors_of,
    hot_doors,
    public,
    require,
    undeclared_routes,
)
from leadline.kernel.auth.permissions import ROLES, all_permissions, permissions_of, register
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.text import Text


async def nothing() -> None: ...


async def guarded(caller: Annotated[Principal, Depends(require("call:read"))]) -> None: ...


def test_the_administrator_holds_every_permission() -> None:
    assert permissions_of("admin") == {permission.name for permission in all_permissions()}


def test_to_see_everybody_is_granted_to_no_role_but_the_administrators() -> None:
    assert [role for role in ROLES if "data:view_all" in permissions_of(role)] == ["admin"]


def test_only_the_administrator_migrates_and_reads_metrics() -> None:
    for name in ("system:migrate", "metrics:read"):
        assert [role for role in ROLES if name in permissions_of(role)] == ["admin"]


def test_every_permission_is_described_in_both_languages() -> None:
    assert all(one.description.zh and one.description.en for one in all_permissions())


@pytest.mark.parametrize("name", ["call", "Call:Read", "call:read:all", "call:read"])
def test_a_malformed_or_taken_permission_is_not_registered(name: str) -> None:
    with pytest.raises(ValueError, match="permission"):
        register(name, Text("一", "one"))


def test_a_permission_is_not_given_to_a_role_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="no such roles"):
        register("test:nobody", Text("一", "one"), ("root",))
    assert not permissions.is_registered("test:nobody")


def test_a_route_cannot_require_what_nobody_registered() -> None:
    with pytest.raises(ValueError, match="no such permission"):
        require("call:raed")


def test_equal_scopes_share_a_key_and_others_do_not() -> None:
    one, same = DataScope.of_agents("a", "b"), DataScope.of_agents("b", "a")
    assert one.key == same.key
    others = {DataScope(all=True).key, DataScope().key, DataScope.of_agents("ab").key}
    assert len(others | {one.key}) == 4


def test_a_route_tells_its_permission_behind_prefixes_too() -> None:
    inner, outer, app = APIRouter(), APIRouter(), FastAPI(openapi_url=None)
    inner.add_api_route("/calls", guarded)
    inner.add_api_route("/open", nothing, dependencies=[Depends(public())])
    outer.include_router(inner, prefix="/v1")
    app.include_router(outer, prefix="/api")
    assert {door.path: declared_permission(door.route) for door in doors_of(app)} == {
        "/api/v1/calls": "call:read",
        "/api/v1/open": PUBLIC,
    }


def test_a_route_that_declares_nothing_is_found() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter()
    router.add_api_route("/forgotten", nothing, methods=["POST"])
    router.add_api_route("/guarded", guarded)
    app.include_router(router, prefix="/api")
    assert undeclared_routes(app) == ["POST /api/forgotten"]


def test_a_router_may_declare_for_all_its_routes() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter(dependencies=[Depends(require("stats:read"))])
    router.add_api_route("/a", nothing)
    app.include_router(router)
    assert undeclared_routes(app) == []


@pytest.mark.parametrize(("path", "method"), [("/calls/{call_id}", "GET"), ("/calls", "POST")])
def test_only_a_get_without_parameters_can_be_hot(path: str, method: str) -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route(path, nothing, methods=[method], dependencies=[Depends(require("call:read", hot=True))])
    with pytest.raises(ValueError, match="can be hot"):
        hot_doors(app)
