"""What a date column falls on, in both dialects' words."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class weekday_of(FunctionElement[int]):  # noqa: N801  # reads as the SQL function that it is
    """The weekday of a date column, Monday 0."""

    type = Integer()
    inherit_cache = True


class week_of(FunctionElement[date]):  # noqa: N801  # as above
    """The Monday of a date column's week."""

    type = Date()
    inherit_cache = True


class month_of(FunctionElement[date]):  # noqa: N801  # as above
    """The first day of a date column's month."""

    type = Date()
    inherit_cache = True


SQLITE_WEEKDAY = "((CAST(strftime('%w', {day}) AS INTEGER) + 6) % 7)"
WORDS = {
    (weekday_of, "sqlite"): SQLITE_WEEKDAY,
    (weekday_of, "postgresql"): "(CAST(EXTRACT(ISODOW FROM {day}) AS INTEGER) - 1)",
    (week_of, "sqlite"): f"date({{day}}, '-' || {SQLITE_WEEKDAY} || ' days')",
    (week_of, "postgresql"): "CAST(date_trunc('week', {day}) AS DATE)",
    (month_of, "sqlite"): "(substr({day}, 1, 7) || '-01')",
    (month_of, "postgresql"): "CAST(date_trunc('month', {day}) AS DATE)",
}


@compiles(weekday_of)
@compiles(week_of)
@compiles(month_of)
def _in_words(element: FunctionElement[Any], compiler: SQLCompiler, **options: Any) -> str:  # Any: SQLAlchemy's own
    day = compiler.process(element.clauses, **options)
    return WORDS[type(element), compiler.dialect.name].format(day=day)
