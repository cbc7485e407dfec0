"""Teams: a tree whose shape decides who sees whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.teams import LONGEST_PATH, MOST_LEVELS, Leaf, in_order, levels, path_of
from leadline.employees.errors import BeyondYourRights, TeamNotFound, TeamRefused
from leadline.employees.repository import teams as stored
from leadline.employees.repository.teams import TeamRow
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.versions import next_version
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.text import Text

CIRCLE = Text("不能把团队移到它自己或其下级团队之下", "a team cannot be moved below itself")
TOO_DEEP = Text("层级过多（最多 16 层）", "too many levels (16 at most)")
SAME_NAME = Text("同一上级团队下已有同名团队", "its parent has a team of that name already")
NOT_EMPTY = Text("团队下仍有员工或下级团队", "it still has employees or teams below it")


class Team(NamedTuple):
    """A team, its own employees and those of everything below it, none of whom has left."""

    row: TeamRow
    employees: int
    employees_below: int


@dataclass(frozen=True, slots=True)
class TeamChange:
    """What is to change of a team. `moves`: whether `parent_id` is meant, where None is the top."""

    name: str | None = None
    moves: bool = False
    parent_id: int | None = None
    seen: datetime | None = None


async def list_teams(database: Database, asking: Asking, q: str = "") -> list[Team]:
    """The teams within reach as one reads a tree."""
    async with database.reading() as connection:
        caller = await reader_of(connection, asking)
        rows = await stored.read_teams(connection, caller.knows_teams())
        heads = await stored.heads_by_team(connection)
    by_id = {row.id: row for row in rows}
    order = in_order(Leaf(row.id, row.name, row.parent_id) for row in rows)
    listed = [_counted(by_id[team], rows, heads) for team in order]
    return [team for team in listed if q.lower() in team.row.name.lower()]


async def find_team(connection: AsyncConnection, caller: Caller, team_id: int) -> TeamRow:
    """The team; TeamNotFound also for one out of reach."""
    found = await stored.read_team(connection, team_id, caller.knows_teams())
    if found is None:
        raise TeamNotFound
    return found


async def create_team(database: Database, asking: Asking, name: str, parent_id: int | None) -> Team:
    """A new team below another, or at the top."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        above = await _above(connection, caller, parent_id)
        await _name_is_free(connection, name, parent_id)
        moment = now()
        values = {"name": name, "parent_id": parent_id, "path": "", "created_at": moment, "updated_at": moment}
        team_id = await stored.insert_team(connection, values)
        row = TeamRow(team_id, name, parent_id, _checked(path_of(team_id, above)), moment, moment)
        await stored.update_team(connection, team_id, {"path": row.path})
        await tell(connection, caller.actor, "team.create", f"team:{team_id}", after=_told(row))
        return Team(row, 0, 0)


async def change_team(database: Database, asking: Asking, team_id: int, change: TeamChange) -> Team:
    """Renames a team, or moves it with everything below it."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        old = await find_team(connection, caller, team_id)
        new = old._replace(name=change.name or old.name, updated_at=next_version(old.updated_at, change.seen))
        if change.moves and change.parent_id != old.parent_id:
            new = await _moved(connection, caller, new, change.parent_id)
        if (new.name, new.parent_id) != (old.name, old.parent_id):
            await _name_is_free(connection, new.name, new.parent_id)
        values = {"name": new.name, "parent_id": new.parent_id, "updated_at": new.updated_at}
        await stored.update_team(connection, team_id, values)
        await tell(connection, caller.actor, "team.change", f"team:{team_id}", _told(old), _told(new))
        rows = await stored.read_below(connection, new.path)
        return _counted(new, rows, await stored.heads_by_team(connection))


async def delete_team(database: Database, asking: Asking, team_id: int) -> None:
    """Takes away a team without employees and without teams below it."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        row = await find_team(connection, caller, team_id)
        if not await stored.is_empty(connection, team_id):
            raise _refused(NOT_EMPTY)
        await stored.delete_team(connection, team_id)
        await tell(connection, caller.actor, "team.delete", f"team:{team_id}", before=_told(row))


async def _moved(connection: AsyncConnection, caller: Caller, team: TeamRow, parent_id: int | None) -> TeamRow:
    above = await _above(connection, caller, parent_id)
    if above.startswith(team.path):
        raise _refused(CIRCLE)
    path = path_of(team.id, above)
    for row in await stored.read_below(connection, team.path):
        _checked(path + row.path.removeprefix(team.path))
    await stored.move_paths(connection, team.path, path)
    return team._replace(parent_id=parent_id, path=path)


async def _above(connection: AsyncConnection, caller: Caller, parent_id: int | None) -> str:
    """The path of the parent, which has to be within reach; only who sees all makes teams at the top."""
    if parent_id is not None:
        return (await find_team(connection, caller, parent_id)).path
    if caller.kind != "all":
        raise BeyondYourRights(what="parent_id")
    return "/"


async def _name_is_free(connection: AsyncConnection, name: str, parent_id: int | None) -> None:
    if await stored.is_named(connection, name, parent_id):
        raise _refused(SAME_NAME)


def _checked(path: str) -> str:
    if levels(path) > MOST_LEVELS or len(path) > LONGEST_PATH:
        raise _refused(TOO_DEEP)
    return path


def _refused(problem: Text) -> TeamRefused:
    refusal = TeamRefused(problem=problem.en)
    refusal.text = Text(
        TeamRefused.message.zh.format(problem=problem.zh), TeamRefused.message.en.format(problem=problem.en)
    )
    return refusal


def _counted(row: TeamRow, rows: Iterable[TeamRow], heads: dict[int, int]) -> Team:
    below = sum(heads.get(one.id, 0) for one in rows if one.path.startswith(row.path))
    return Team(row, heads.get(row.id, 0), below)


def _told(row: TeamRow) -> dict[str, object]:
    return {"name": row.name, "parent_id": row.parent_id}
