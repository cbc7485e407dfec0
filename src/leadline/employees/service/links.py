"""One-time sign-in links, made by whoever can reach the database: the command line."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.repository.links import add_link
from leadline.kernel.audit.log import Deed, write_down
from leadline.kernel.clock import now

LINK_MINUTES: Final = 30


async def make_link(connection: AsyncConnection, user_id: int, by: str, minutes: int = LINK_MINUTES) -> str:
    """The secret of a link that signs the user in once, within so many minutes."""
    token, at = secrets.token_urlsafe(32), now()
    await add_link(connection, sha256(token.encode()).digest(), user_id, by, at, at + timedelta(minutes=minutes))
    await write_down(connection, Deed(by, "sign_in_link.create", f"user:{user_id}", {"minutes": minutes}))
    return token
