"""The demo's people: an administrator, a manager with a team, and agents whose calls are the simulator's."""

from contextlib import suppress
from typing import Final

from leadline.employees.domain.names import folded
from leadline.employees.domain.periods import Period
from leadline.employees.errors import AgentTaken, EmployeeTaken
from leadline.employees.permissions import USER_MANAGE
from leadline.employees.repository.accounts import find_account
from leadline.employees.repository.listing import Wanted
from leadline.employees.service import agents, employees, operators, teams
from leadline.employees.service.callers import Asking, operator
from leadline.employees.service.employees import Question
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.employees.service.user_secrets import Draft, create_user
from leadline.entrypoints.wiring import DEMO
from leadline.integrations.guanke.simulator.names import AGENTS
from leadline.kernel.audit.actors import Actor
from leadline.kernel.auth.dependencies import admit

ADMINISTRATOR: Final = "demo"
MANAGER: Final = "demo-manager"
AGENT: Final = "demo-agent"
PEOPLE: Final = (
    (ADMINISTRATOR, "演示管理员", "admin"),
    (MANAGER, "演示主管", "manager"),
    (AGENT, AGENTS[0][1], "employee"),
)
TEAMS: Final = ("演示一组", "演示二组")
LINK_MINUTES: Final = 24 * 60
DEMO_ACTOR: Final = Actor("demo")


async def hire(tools: EmployeesToolbox) -> None:
    """Makes them once: whoever is there already stays as somebody left them. They have no password, only links.

    Each step finds what it made before, and the two users who belong to employees come last: cut short anywhere, the
    next start finishes it, and with both of them there it is never begun again.
    """
    asking = operator(DEMO_ACTOR)
    admit(asking.principal, USER_MANAGE)  # registered by its import, as all that the operator holds
    known = await _known_users(tools)
    if ADMINISTRATOR not in known:
        await _user(tools, asking, ADMINISTRATOR)
    if {MANAGER, AGENT} <= known:
        return
    department = await _team(tools, asking, "演示销售部", None)
    below = [await _team(tools, asking, name, department) for name in TEAMS]
    manager = await _employee(tools, asking, "演示主管", below[0])
    staff = []
    for place, (agent_id, name) in enumerate(AGENTS):
        staff.append(await _employee(tools, asking, name, below[place * len(below) // len(AGENTS)]))
        with suppress(AgentTaken):  # tied before, or by somebody to an employee of their own
            await agents.add_agent(tools, asking, staff[-1], DEMO, str(agent_id), Period(None, None))
    for name, employee in ((MANAGER, manager), (AGENT, staff[0])):
        if name not in known:
            await _user(tools, asking, name, employee)


async def links(tools: EmployeesToolbox) -> dict[str, str]:
    """A new one-time link for each of them who may sign in."""
    return {name: await operators.link_of(tools, name, DEMO_ACTOR, LINK_MINUTES) for name, _, _ in PEOPLE}


async def _known_users(tools: EmployeesToolbox) -> set[str]:
    async with tools.database.reading() as connection:
        return {name for name, _, _ in PEOPLE if await find_account(connection, folded(name)) is not None}


async def _user(tools: EmployeesToolbox, asking: Asking, name: str, employee: int | None = None) -> None:
    """With the employee they are, in one transaction; one whom somebody gave another user meanwhile keeps that."""
    _, full_name, role = next(one for one in PEOPLE if one[0] == name)
    try:
        await create_user(tools, asking, Draft(name, full_name, role, employee_id=employee), "later")
    except EmployeeTaken:
        await create_user(tools, asking, Draft(name, full_name, role), "later")


async def _team(tools: EmployeesToolbox, asking: Asking, name: str, parent: int | None) -> int:
    for team in await teams.list_teams(tools.database, asking, name):
        if (team.row.name, team.row.parent_id) == (name, parent):
            return team.row.id
    return (await teams.create_team(tools.database, asking, name, parent)).row.id


async def _employee(tools: EmployeesToolbox, asking: Asking, name: str, team: int) -> int:
    question = Question(Wanted(per_page=200, sort="employee_no", q=name), team_id=team)
    found, _ = await employees.list_employees(tools, asking, question)
    for one in found:
        if one.row.name == name:
            return one.row.id
    return (await employees.create_employee(tools, asking, {"name": name, "team_id": team})).row.id
