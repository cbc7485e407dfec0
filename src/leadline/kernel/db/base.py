"""The one metadata that every context's tables join, and the column types they share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, types
from sqlalchemy.dialects import postgresql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SerialId = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY counts up by itself in SQLite


def to_microseconds(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970, the form in which SQLite keeps it."""
    return (moment - EPOCH) // MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The aware UTC moment of `to_microseconds`."""
    return EPOCH + timedelta(microseconds=value)


class UtcDateTime(types.TypeDecorator[datetime]):
    """An aware moment: `timestamptz` on PostgreSQL, integer microseconds since 1970 on SQLite.

    SQLite has no time type; an integer sorts, compares and indexes faster than its text form and cannot be written in
    two ways. To read one by hand: `datetime(start_time / 1000000, 'unixepoch')`.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:  # Any: SQLAlchemy's own signature
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # Any: int or datetime by dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not reach the database")
        return value if dialect.name == "postgresql" else to_microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # Any: int or datetime by dialect
        if value is None or dialect.name == "postgresql":
            return value if value is None else value.astimezone(UTC)
        return from_microseconds(value)
