"""How writes are told to the audit log: the fields that changed, as they were and as they are."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import changed


async def tell(
    connection: AsyncConnection,
    actor: Actor,
    action: str,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    **details: object,
) -> None:
    """Writes down a deed in the caller's transaction."""
    change = changed(_plain(before or {}), _plain(after or {}))
    await write_down(connection, actor.did(action, subject, _plain(details), change=change))


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _written(value) for name, value in values.items()}


def _written(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return value
