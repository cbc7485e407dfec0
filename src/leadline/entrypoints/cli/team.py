"""`leadline team`: the tree of teams."""

from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.employees.service.teams import Team, TeamChange

app = typer.Typer(no_args_is_help=True)
TeamId = Annotated[int, typer.Argument(min=1, help="The team's id, see `leadline team list`.")]


@app.command("list")
def list_teams(json: common.JsonFlag = False) -> None:
    """List the teams as a tree, with how many employees each has."""
    from leadline.employees.domain.teams import levels
    from leadline.employees.service import teams
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "list[Team]":
        async with open_staff() as (tools, operator):
            return await teams.list_teams(tools.database, operator)

    found = common.run(work())
    if json:
        common.print_json([_plain(team) for team in found])
        return
    headers = common.say(Text("团队 编号 员工 含下级", "team id employees with-below")).split()
    rows = [
        ("  " * (levels(team.row.path) - 1) + team.row.name, team.row.id, team.employees, team.employees_below)
        for team in found
    ]
    common.print_table(headers, rows)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The team's name.")],
    parent: Annotated[int | None, typer.Option("--parent", min=1, help="The team above it; none: at the top.")] = None,
    json: common.JsonFlag = False,
) -> None:
    """Make a team."""
    from leadline.employees.service import teams
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "Team":
        async with open_staff() as (tools, operator):
            return await teams.create_team(tools.database, operator, name, parent)

    _show(common.run(work()), as_json=json)


@app.command()
def rename(
    team: TeamId, name: Annotated[str, typer.Argument(help="The team's new name.")], json: common.JsonFlag = False
) -> None:
    """Give a team another name."""
    from leadline.employees.service.teams import TeamChange

    _change(team, TeamChange(name=name), as_json=json)


@app.command()
def move(
    team: TeamId,
    parent: Annotated[int | None, typer.Option("--parent", min=1, help="The team above it; none: to the top.")] = None,
    json: common.JsonFlag = False,
) -> None:
    """Move a team with everything below it."""
    from leadline.employees.service.teams import TeamChange

    _change(team, TeamChange(moves=True, parent_id=parent), as_json=json)


@app.command()
def delete(team: TeamId) -> None:
    """Delete a team without employees and without teams below it."""
    from leadline.employees.service import teams
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> None:
        async with open_staff() as (tools, operator):
            await teams.delete_team(tools.database, operator, team)

    common.run(work())
    common.results.print(common.say(Text("已删除。", "Deleted.")))


def _change(team: int, change: "TeamChange", *, as_json: bool) -> None:
    from leadline.employees.service import teams
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "Team":
        async with open_staff() as (tools, operator):
            return await teams.change_team(tools.database, operator, team, change)

    _show(common.run(work()), as_json=as_json)


def _show(team: "Team", *, as_json: bool) -> None:
    if as_json:
        common.print_json(_plain(team))
        return
    told = Text("团队 {id}：{name}", "Team {id}: {name}").fill(id=team.row.id, name=team.row.name)
    common.results.print(common.say(told), markup=False)


def _plain(team: "Team") -> dict[str, object]:
    row = team.row
    return {
        "id": row.id,
        "name": row.name,
        "parent_id": row.parent_id,
        "employees": team.employees,
        "employees_below": team.employees_below,
    }
