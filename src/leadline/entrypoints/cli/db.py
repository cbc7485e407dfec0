"""`leadline db`: the schema."""

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.schema import SchemaVersion

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade(revision: Annotated[str, typer.Argument(help="The revision to go to; head: the newest.")] = "head") -> None:
    """Bring the schema to the newest revision (or to REVISION), all or nothing."""
    _migrate(revision)


@app.command(context_settings={"ignore_unknown_options": True})
def downgrade(
    revision: Annotated[str, typer.Argument(help="A revision, -1 for one step back, or base.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the schema back. What only the newer schema can hold is lost: this asks first."""
    warning = Text(
        "回退会删除新结构中的数据，确定继续？", "Going back deletes what only the newer schema holds. Go on?"
    )
    if not yes and not common.confirmed(warning):
        raise typer.Exit(common.FAILED)
    _migrate(revision, back=True)


def _migrate(revision: str, *, back: bool = False) -> None:
    from leadline.entrypoints.deeds import tell_deed
    from leadline.kernel.db.migrate import migrate

    async def work(database: "Database") -> "SchemaVersion":
        state = await migrate(database, revision, back=back)
        if state.current == state.head:  # an older schema may have no such log
            await tell_deed(database, "database.migrate", "schema", {"revision": state.current})
        return state

    at = _with_database(work).current or "-"
    common.results.print(common.say(Text("数据库结构版本：{at}", "Schema: {at}").fill(at=at)))


@app.command()
def check(json: common.JsonFlag = False) -> None:
    """Tell whether the schema is the program's. Exit status 1 when it is not."""
    from leadline.kernel.db.schema import require_current_schema, schema_version

    async def work(database: "Database") -> None:
        if json:
            state = await schema_version(database)
            common.print_json({**state._asdict(), "current_is_head": state.current == state.head})
        await require_current_schema(database)

    _with_database(work)
    if not json:
        common.results.print(common.say(Text("数据库结构是最新的。", "The schema is the newest.")))


@app.command()
def revision(message: Annotated[str, typer.Argument(help="What the migration does.")]) -> None:
    """Write a new migration from the difference between the tables in the code and the database (for developers)."""
    from leadline.kernel.db.migrate import new_revision
    from leadline.kernel.db.schema import require_current_schema

    async def work(database: "Database") -> "Path":
        await require_current_schema(database)
        return await new_revision(database, message)

    common.results.print(str(_with_database(work)), markup=False)


def _with_database(work: "Callable[[Database], Awaitable[T]]") -> T:
    from leadline.kernel.db.engine import Database

    settings = common.settings_or_exit()

    async def opened() -> T:
        database = Database.of(settings)
        try:
            return await work(database)
        finally:
            await database.close()

    return common.run(opened())


@app.command()
def seed(
    days: Annotated[int, typer.Option("--days", min=1, max=400, help="How many days, today included.")] = 7,
    calls: Annotated[int, typer.Option("--calls", min=1, max=100_000, help="About how many calls a day.")] = 500,
) -> None:
    """Put made-up calls of the source `seed` into the database, for development. Repeating it adds nothing."""
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.seed import seed_calls
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()
    if settings.production:
        common.fail(common.RefusedInProduction(what="db seed"))

    async def work() -> None:
        async with open_toolbox(settings) as toolbox:
            await tell_deed(toolbox.database, "calls.seed", "calls", {"days": days, "calls": calls})
            result = await seed_calls(toolbox, days, calls)
        common.results.print(
            common.say(Text("新增 {new} 条，已有 {same} 条。", "{new} new, {same} there already.")).format(
                new=result.new, same=result.unchanged
            )
        )

    common.run(work())
