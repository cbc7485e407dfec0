"""Whether a user may sign in."""

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.repository.links import drop_links
from leadline.employees.repository.sessions import end_sessions
from leadline.employees.repository.users import update_user
from leadline.employees.service.callers import Caller
from leadline.employees.service.deeds import tell
from leadline.kernel.clock import now


async def disable_within(connection: AsyncConnection, caller: Caller, user_id: int) -> None:
    """Disables the user and ends their sessions and links, within a change of rights whose caller may do it."""
    moment = now()
    await update_user(connection, user_id, {"disabled_at": moment, "updated_at": moment})
    await drop_links(connection, user_id)
    ended = await end_sessions(connection, user_id, moment)
    await tell(connection, caller.actor, "user.disable", f"user:{user_id}", sessions=ended)


async def enable_within(connection: AsyncConnection, caller: Caller, user_id: int) -> None:
    """Lets the user sign in again."""
    await update_user(connection, user_id, {"disabled_at": None, "updated_at": now()})
    await tell(connection, caller.actor, "user.enable", f"user:{user_id}")
