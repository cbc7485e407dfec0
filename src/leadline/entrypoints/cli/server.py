"""`leadline serve` and `leadline simulate`: the two processes that answer."""

from typing import Annotated

import typer

from leadline.entrypoints.cli import common

FACTORY = "leadline.entrypoints.api:create_app"


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on; HOST by default.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port; PORT by default.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve the API until a signal ends it; SIGTERM finishes what runs, within 30 seconds."""
    from leadline.kernel.http.server import run_server
    from leadline.kernel.process import tune_interpreter

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = common.settings_or_exit(**given)
    common.run(_check_schema(settings))
    tune_interpreter()
    run_server(FACTORY, settings, workers=workers)


async def _check_schema(settings: "common.Settings") -> None:
    """A new database is given its schema; an older one is refused with what to do."""
    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.migrate import migrate, require_current_schema, schema_version

    database = Database.of(settings)
    try:
        if (await schema_version(database)).current is None:
            await migrate(database)
        await require_current_schema(database)
    finally:
        await database.close()
