"""`leadline employee`: who works here, with which dialer accounts, and what they did."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadline.employees.ports import SeenAgent
    from leadline.employees.repository.agents import AgentRow
    from leadline.employees.service.employees import Employee

app = typer.Typer(no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="The employee's id or number, such as EMP_001.")]
MOST_LISTED = 100_000


@app.command("list")
def list_employees(
    team: Annotated[
        int | None, typer.Option("--team", min=1, help="Only this team (its id) and those below it.")
    ] = None,
    text: Annotated[str, typer.Option("--search", help="A text in number, name, position or mail.")] = "",
    json: common.JsonFlag = False,
) -> None:
    """List the employees with their teams, users and dialer accounts."""
    from leadline.employees.repository.listing import Wanted
    from leadline.employees.service import employees
    from leadline.employees.service.employees import Question
    from leadline.entrypoints.cli.staff import open_staff

    question = Question(Wanted(1, MOST_LISTED, "employee_no", text), team)

    async def work() -> "list[Employee]":
        async with open_staff() as (tools, operator):
            return (await employees.list_employees(tools, operator, question))[0]

    found = common.run(work())
    if json:
        common.print_json([_plain(one) for one in found])
        return
    headers = common.say(Text("工号 姓名 团队 用户 状态 坐席账号", "number name team user status accounts")).split()
    rows = [
        (one.row.employee_no, one.row.name, one.row.team_name, one.row.username, one.row.status, _accounts(one.agents))
        for one in found
    ]
    common.print_table(headers, rows)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The employee's name.")],
    number: Annotated[str | None, typer.Option("--number", help="Such as EMP_001; without: the next free one.")] = None,
    team: Annotated[int | None, typer.Option("--team", min=1, help="The team's id.")] = None,
    user: Annotated[int | None, typer.Option("--user", min=1, help="The id of the user they sign in as.")] = None,
    json: common.JsonFlag = False,
) -> None:
    """Enter an employee. Their dialer accounts follow by `leadline employee agents NUMBER --add`."""
    from leadline.employees.service import employees
    from leadline.entrypoints.cli.staff import open_staff

    given = {"name": name, "employee_no": number, "team_id": team, "user_id": user}

    async def work() -> "Employee":
        async with open_staff() as (tools, operator):
            told = {field: value for field, value in given.items() if value is not None}
            return await employees.create_employee(tools, operator, told)

    made = common.run(work())
    if json:
        common.print_json(_plain(made))
        return
    told = Text("员工 {number} {name}", "Employee {number} {name}")
    common.results.print(common.say(told.fill(number=made.row.employee_no, name=made.row.name)), markup=False)


@app.command("agents")
def show_agents(
    employee: Annotated[str | None, typer.Argument(help="Id or number; without: accounts that are nobody's.")] = None,
    add: Annotated[str | None, typer.Option("--add", help="SOURCE:ID of a dialer account to be tied.")] = None,
    first: common.FromDay = None,
    last: common.ToDay = None,
    json: common.JsonFlag = False,
) -> None:
    """Show an employee's dialer accounts, tie another one, or list those that call and are nobody's."""
    if employee is None:
        if add:
            raise typer.BadParameter(common.say(Text("--add 需要指定员工", "--add needs an employee")))
        _show_free(as_json=json)
        return
    from leadline.employees.domain.periods import Period
    from leadline.employees.service import agents, employees
    from leadline.entrypoints.cli.staff import key_of, open_staff

    key, period = key_of(employee), Period(_day(first), _day(last))
    account = _account(add) if add else None

    async def work() -> "Sequence[AgentRow]":
        async with open_staff() as (tools, operator):
            if account:
                await agents.add_agent(tools, operator, key, *account, period)
            return (await employees.show_employee(tools, operator, key)).agents

    rows = common.run(work())
    if json:
        common.print_json([row._asdict() for row in rows])
        return
    headers = common.say(Text("来源 坐席账号 起 止", "source account from to")).split()
    common.print_table(headers, [(row.source, row.agent_id, row.valid_from, row.valid_to) for row in rows])


@app.command()
def kpis(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], metavar="<YYYY-MM-DD>", help="The day, YYYY-MM-DD; yesterday by default."
        ),
    ] = None,
    json: common.JsonFlag = False,
) -> None:
    """Store a day's figures of every employee, counted from the calls. Doing it again corrects them."""
    from leadline.employees.service.kpis import store_kpis
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> tuple[date, int]:
        async with open_staff() as (tools, _):
            chosen = day.date() if day else tools.calendar.today() - timedelta(days=1)
            return chosen, await store_kpis(tools, chosen)

    chosen, stored = common.run(work())
    if json:
        common.print_json({"date": chosen, "employees": stored})
        return
    told = Text("{day}：已存 {count}的 KPI。", "{day}: the figures of {count} are stored.")
    counted = common.counted(stored, common.EMPLOYEES)
    common.results.print(common.say(told.fill(day=chosen, count=counted)), markup=False)


def _show_free(*, as_json: bool) -> None:
    from leadline.employees.service.agents import unassigned_agents
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "list[SeenAgent]":
        async with open_staff() as (tools, _):
            return await unassigned_agents(tools, 30)

    found = common.run(work())
    if as_json:
        names = ("source", "agent_id", "name", "last_day")
        common.print_json([{name: getattr(one, name) for name in names} for one in found])
        return
    headers = common.say(Text("来源 坐席账号 名称 最近通话", "source account name last-day")).split()
    common.print_table(headers, [(one.source, one.agent_id, one.name, one.last_day) for one in found])


def _account(given: str) -> tuple[str, str]:
    source, colon, agent_id = given.partition(":")
    if not colon or not agent_id:
        shape = Text(
            "{given} 应写作 SOURCE:ID，即来源与坐席账号（:ID 表示不限来源）",
            "{given} is not SOURCE:ID (:ID for any source)",
        )
        raise typer.BadParameter(common.say(shape.fill(given=repr(given))))
    return source, agent_id


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _accounts(agents: "Sequence[AgentRow]") -> str:
    return " ".join(f"{one.source}:{one.agent_id}" for one in agents)


def _plain(employee: "Employee") -> dict[str, object]:
    agents = [{"source": one.source, "agent_id": one.agent_id, **one.period._asdict()} for one in employee.agents]
    row = employee.row
    names = (
        "id",
        "employee_no",
        "name",
        "team_id",
        "team_name",
        "user_id",
        "username",
        "status",
        "joined_on",
        "left_on",
    )
    return {**{name: getattr(row, name) for name in names}, "agents": agents}
