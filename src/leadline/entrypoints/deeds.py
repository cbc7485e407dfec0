"""What the command line does, written down in the audit log under `cli:<the system's user>`."""

from collections.abc import Mapping

from leadline.kernel.audit.actors import operator
from leadline.kernel.audit.log import write_down
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import retrying


async def tell_deed(database: Database, action: str, subject: str, details: Mapping[str, object] | None = None) -> None:
    """One entry in a transaction of its own: before what takes long, after what is done at once."""

    async def write() -> None:
        async with database.transaction() as connection:
            await write_down(connection, operator().did(action, subject, details))

    await retrying(write)
