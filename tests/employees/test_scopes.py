"""What a user may do and whose calls they see follows from role, override, team and dialer accounts."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.rights import edits_for, effective
from leadline.employees.errors import LastAdministrator
from leadline.employees.models import role_permissions, teams, users
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.scopes import Standing, standing_of
from leadline.kernel.auth.permissions import VIEW_ALL, all_permissions, permissions_of
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.clock import now
from leadline.kernel.db.counters import read_counter
from leadline.kernel.db.engine import Database
from tests.employees.conftest import Company
from tests.factories.staff import make_team

WANG = AgentGrant("A1", "guanke", None, date(2026, 10, 10))
NORTH = {
    WANG,
    AgentGrant("A1", "guanke", date(2026, 10, 11), None),
    AgentGrant("A2", "guanke"),
    AgentGrant("of-li", "guanke"),
}


async def standing(database: Database, user: int) -> Standing:
    async with database.reading() as connection:
        found = await standing_of(connection, user)
    assert found is not None
    return found


async def override(connection: AsyncConnection, user: int, kind: str) -> None:
    await connection.execute(update(users).where(users.c.id == user).values(data_scope=kind))


async def test_an_employee_sees_their_own_accounts_on_their_own_days(database: Database, company: Company) -> None:
    wang = await standing(database, company.users["wang"])
    assert wang.scope == DataScope(grants=frozenset({WANG}))
    assert VIEW_ALL not in wang.permissions


async def test_a_manager_sees_the_team_and_everything_below(database: Database, company: Company) -> None:
    assert (await standing(database, company.users["li"])).scope.grants == NORTH
    everything = NORTH | {AgentGrant("of-zhang", "guanke"), AgentGrant("of-sun", "guanke")}
    assert (await standing(database, company.users["zhang"])).scope.grants == everything


async def test_an_override_decides_before_the_role(database: Database, company: Company) -> None:
    async with database.transaction() as connection:
        await override(connection, company.users["zhang"], "team")
        await override(connection, company.users["sun"], "all")
    assert (await standing(database, company.users["zhang"])).scope.grants == {AgentGrant("of-zhang", "guanke")}
    sun = await standing(database, company.users["sun"])
    assert sun.scope.all
    assert VIEW_ALL in sun.permissions


async def test_who_has_no_employee_or_no_team_sees_nobody_else(database: Database, company: Company) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(users).where(users.c.id == company.users["root"]).values(role="manager"))
    assert (await standing(database, company.users["root"])).scope == DataScope()


async def test_team_1_is_not_above_team_12(database: Database, company: Company) -> None:
    async with database.transaction() as connection:
        other = await make_team(connection, "other")
        await connection.execute(update(teams).where(teams.c.id == other).values(path=f"/{company.teams['sales']}2/"))
    assert len((await standing(database, company.users["zhang"])).scope.grants) == len(NORTH) + 2


async def test_an_edited_role_keeps_its_other_defaults(database: Database, company: Company) -> None:
    rows = [("employee", "call:export", True), ("employee", "stats:read", False), ("employee", "gone:away", True)]
    async with database.transaction() as connection:
        for role, permission, granted in rows:
            values = {"role": role, "permission": permission, "granted": granted}
            await connection.execute(insert(role_permissions).values(values))
    held = (await standing(database, company.users["wang"])).permissions
    assert held == (permissions_of("employee") | {"call:export"}) - {"stats:read", VIEW_ALL}


def test_the_administrator_holds_everything_whatever_was_edited() -> None:
    assert effective("admin", {"call:read": False}) == {one.name for one in all_permissions()} - {VIEW_ALL}


def test_view_all_is_not_granted_by_hand() -> None:
    assert VIEW_ALL not in effective("employee", {VIEW_ALL: True})


@pytest.mark.parametrize("wanted", [{"call:read"}, set(), {"phone:reveal", "stats:read", "call:read"}])
def test_edits_lead_from_the_defaults_to_what_is_wanted(wanted: set[str]) -> None:
    for role in ("employee", "made_here"):
        assert effective(role, edits_for(role, frozenset(wanted))) == wanted


async def test_two_administrators_who_disable_each_other_leave_one(database: Database, company: Company) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(users).where(users.c.id == company.users["li"]).values(role="admin"))

    async def disable(name: str) -> str:
        try:
            async with database.transaction() as connection, change_of_rights(connection):
                target = update(users).where(users.c.id == company.users[name])
                await connection.execute(target.values(disabled_at=now()))
        except LastAdministrator:
            return "refused"
        return "done"

    assert sorted(await asyncio.gather(disable("root"), disable("li"))) == ["done", "refused"]


async def test_a_change_of_rights_is_told_to_every_process(database: Database, company: Company) -> None:
    async with database.reading() as connection:
        before = await read_counter(connection, "auth")
    async with database.transaction() as connection, change_of_rights(connection):
        await override(connection, company.users["wang"], "team")
    async with database.reading() as connection:
        assert await read_counter(connection, "auth") == before + 1
