"""`leadline keys`: the keys that encrypt what is stored."""

from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.kernel.crypto.data_keys import KeyState
    from leadline.kernel.crypto.rotation import Rotation

app = typer.Typer(no_args_is_help=True)
ROLES = {
    "primary": Text("当前", "primary"),
    "old": Text("旧", "old"),
    "missing": Text("未配置", "missing"),
}


@app.command("list")
def list_keys(json: common.JsonFlag = False) -> None:
    """Show every key that is set or used, and how many values it wrote.

    A key that is `old` and used by nothing may be taken out of DATA_ENCRYPTION_OLD_KEYS.
    """
    from leadline.entrypoints.wiring import open_toolbox
    from leadline.kernel.crypto import data_keys
    from leadline.kernel.db.schema import require_current_schema

    settings = common.settings_or_exit()

    async def work() -> "list[KeyState]":
        async with open_toolbox(settings, any_schema=True) as toolbox:  # also with a wrong key: this tells which
            await require_current_schema(toolbox.database)
            return await data_keys.list_keys(toolbox.database, toolbox.cipher)

    keys = common.run(work())
    if json:
        common.print_json([{**key._asdict(), "values": sum(key.used.values())} for key in keys])
        return
    words = {role: common.say(text) for role, text in ROLES.items()}
    yes, no = common.say(Text("是 否", "yes no")).split()
    rows = [
        [key.key_id, words[key.role], yes if key.retired else no, sum(key.used.values()), ", ".join(sorted(key.used))]
        for key in keys
    ]
    common.print_table(common.say(Text("密钥 用途 已停用 数值 所在", "key role retired values in")).split(), rows)


@app.command()
def rotate(
    batch: Annotated[int, typer.Option("--batch", min=1, max=10_000, help="How many rows a transaction writes.")] = 500,
    json: common.JsonFlag = False,
) -> None:
    """Write anew, with DATA_ENCRYPTION_KEY, everything that the keys of DATA_ENCRYPTION_OLD_KEYS wrote.

    Set both and restart all servers before. It can run while they serve; stopped or killed, it goes on where it was.
    Exit status 1 when something is left that an old key wrote.
    """
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import open_toolbox
    from leadline.kernel.crypto import rotation

    settings = common.settings_or_exit()

    async def work() -> "Rotation":
        async with open_toolbox(settings) as toolbox:
            database, cipher = toolbox.database, toolbox.cipher
            key = cipher.key_id.hex()
            await tell_deed(database, "keys.rotate", f"data_key:{key}")
            with common.Bar("keys rotate", await rotation.count_rows(database), unit=common.ROWS) as bar:
                outcome = await rotation.rotate(database, cipher, bar.to, batch)
            figures = {"rows": outcome.rows, "renewed": outcome.renewed, "complete": outcome.complete}
            await tell_deed(database, "keys.rotated", f"data_key:{key}", figures)
            return outcome

    outcome = common.run(work())
    figures = {"rows": outcome.rows, "renewed": outcome.renewed, "unreadable": outcome.unreadable, "left": outcome.left}
    if json:
        common.print_json({**figures, "complete": outcome.complete})
    else:
        left = ", ".join(f"{name} {count:,}" for name, count in sorted(outcome.left.items()))
        common.print_pairs({**figures, "left": left or 0})
        done = Text(
            "完成：旧密钥可从 DATA_ENCRYPTION_OLD_KEYS 中删除。", "Done: DATA_ENCRYPTION_OLD_KEYS may be emptied."
        )
        part = Text("尚未完成：仍有数据需要旧密钥，请勿删除。", "Not done: something still needs an old key. Keep it.")
        common.results.print(common.say(done if outcome.complete else part))
    if not outcome.complete:
        raise typer.Exit(common.FAILED)
