"""The demo's people: an administrator, a manager with a team, and agents whose calls are the simulator's."""

from contextlib import suppress
from typing import Final

from leadline.employees.domain.passwords import folded
from leadline.employees.domain.periods import Period
from leadline.employees.errors import AgentTaken
from leadline.employees.permissions import USER_MANAGE
from leadline.employees.repository.accounts import find_account
from leadline.employees.service import agents, employees, operators, teams
from leadline.employees.service.callers import Asking, operator
from leadline.employees.service.operators import UserDraft
from leadline.employees.service.toolbox import EmployeesToolbox
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
    """Makes them once: whoever is there already stays as somebody left them. They have no password, only links."""
    users = {name: await _user(tools, name, full_name, role) for name, full_name, role in PEOPLE}
    fresh = {name for name, (_, made) in users.items() if made}
    if {MANAGER, AGENT} - fresh:
        return
    asking = operator(DEMO_ACTOR)
    admit(asking.principal, USER_MANAGE)  # registered by its import, as all that the operator holds
    department = await teams.create_team(tools.database, asking, "演示销售部", None)
    below = [(await teams.create_team(tools.database, asking, name, department.row.id)).row.id for name in TEAMS]
    await _employee(tools, asking, "演示主管", below[0], users[MANAGER][0])
    for place, (agent_id, name) in enumerate(AGENTS):
        team = below[place * len(below) // len(AGENTS)]
        hired = await _employee(tools, asking, name, team, users[AGENT][0] if place == 0 else None)
        with suppress(AgentTaken):  # somebody tied the account to an employee of their own
            await agents.add_agent(tools, asking, hired, DEMO, str(agent_id), Period(None, None))


async def links(tools: EmployeesToolbox) -> dict[str, str]:
    """A new one-time link for each of them who may sign in."""
    return {name: await operators.link_of(tools, name, DEMO_ACTOR, LINK_MINUTES) for name, _, _ in PEOPLE}


async def _user(tools: EmployeesToolbox, name: str, full_name: str, role: str) -> tuple[int, bool]:
    """The user's number, and whether they are new."""
    async with tools.database.reading() as connection:
        account = await find_account(connection, folded(name))
    if account is not None:
        return account.id, False
    draft = UserDraft(name, full_name, role, by_links_only=True)
    return (await operators.create_user(tools, draft, DEMO_ACTOR)).id, True


async def _employee(tools: EmployeesToolbox, asking: Asking, name: str, team: int, user: int | None) -> int:
    given: dict[str, object] = {"name": name, "team_id": team}
    if user is not None:
        given["user_id"] = user
    return (await employees.create_employee(tools, asking, given)).row.id
