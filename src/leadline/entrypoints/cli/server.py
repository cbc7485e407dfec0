"""`leadline serve` and `leadline simulate`: the two processes that answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from socket import socket

    from leadline.kernel.settings import Settings

NO_JSON = Text("不是 JSON，第 {place} 个字符处有误", "not JSON: {why}")
NO_SWITCHES = Text('应为 JSON 对象，例如 {"fail_rate": 0.1}', 'not a JSON object such as {"fail_rate": 0.1}')
SIMULATOR_IS_UP = Text(
    "模拟器已启动：{address}，按 Ctrl-C 结束。用法：GUANKE_BASE_URL={address} GUANKE_API_SECRET=… leadline sync",
    "The simulator is up: {address}. Ctrl-C ends it. Use: GUANKE_BASE_URL={address} GUANKE_API_SECRET=… leadline sync",
)
FACTORY = "leadline.entrypoints.api:create_app"


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on; HOST by default.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Port to listen on; PORT by default.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
) -> None:
    """Serve the page and the API until a signal ends it; SIGTERM finishes what runs, within 30 seconds."""
    from leadline.kernel.http.server import run_server
    from leadline.kernel.process import tune_interpreter

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = common.settings_or_exit(**given)
    common.run(_check_schema(settings))
    tune_interpreter()
    run_server(FACTORY, settings, workers=workers, listening=_listen(settings.host, settings.port))


def _listen(host: str, port: int) -> "socket":
    from leadline.kernel.http.listening import AddressRefused, listen

    try:
        return listen(host, port)
    except AddressRefused as error:
        common.fail(error)


async def _check_schema(settings: "Settings") -> None:
    """A new database is given its schema; an older one, or one of another key, is refused with what to do."""
    from leadline.entrypoints.wiring import open_toolbox

    async with open_toolbox(settings):
        pass


def simulate(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8900,
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes other days.")] = 20251026,
    secret: Annotated[str, typer.Option("--secret", help="The API secret that it accepts.")] = "demo-secret",  # noqa: S107  # a simulator's
    username: Annotated[str, typer.Option("--username", help="The account that it accepts.")] = "demo",
    password: Annotated[str, typer.Option("--password", help="The account's password.")] = "demo",  # noqa: S107  # a simulator's
    faults: Annotated[
        str | None, typer.Option("--faults", help='Switches as JSON, such as {"fail_rate": 0.1, "slow_ms": 200}.')
    ] = None,
) -> None:
    """Run the Guanke simulator: a dialer with days of plausible calls, and faults to switch on.

    Switches: fail_rate, rate_limit, retry_after, drop_connections, garbage, empty_error_pages, slow_ms, fail_pages,
    drift, drift_answers, null_grades, fail_totals, fail_log_in, calls_per_day, now. They can be changed while it runs:
    POST /_faults. GET /_truth?day=YYYY-MM-DD tells the exact figures of a day; POST /_expire voids all tokens.
    """
    from leadline.integrations.guanke.simulator.run import serve_simulator, simulator
    from leadline.integrations.guanke.simulator.vendor import Account
    from leadline.kernel.http.listening import url_of

    try:
        app = simulator(seed, Account(secret, username, password), _switches(faults) if faults else None)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--faults") from error
    listening = _listen(host, port)
    common.notices.print(common.say(SIMULATOR_IS_UP.fill(address=url_of(host, port))), markup=False)
    serve_simulator(app, listening)


def _switches(written: str) -> dict[str, object]:
    import json

    try:
        read = json.loads(written)
    except json.JSONDecodeError as error:
        wrong = common.say(NO_JSON.fill(why=error, place=error.pos + 1))
        raise typer.BadParameter(wrong, param_hint="--faults") from error
    if not isinstance(read, dict):
        raise typer.BadParameter(common.say(NO_SWITCHES), param_hint="--faults")
    return read
