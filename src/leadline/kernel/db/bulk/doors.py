"""Which body a database has."""

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.bulk.contract import BulkDoor
from leadline.kernel.db.bulk.postgres import PostgresDoor
from leadline.kernel.db.bulk.sqlite import SqliteDoor
from leadline.kernel.db.engine import Database


def door_of(database: Database) -> BulkDoor:
    """The door of this database's dialect."""
    return SqliteDoor() if database.dialect == "sqlite" else PostgresDoor()


def door_on(connection: AsyncConnection) -> BulkDoor:
    """The door of this connection's dialect."""
    return SqliteDoor() if connection.dialect.name == "sqlite" else PostgresDoor()
