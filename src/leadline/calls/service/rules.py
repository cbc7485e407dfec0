"""Grade rules: read, try against what was seen, change. A change re-judges the calls that it concerns."""

import hashlib
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.deltas import Counted, Deltas
from leadline.calls.domain.grades import UNMAPPED, GradeBook, GradeRule
from leadline.calls.errors import GradeRuleRefused, GradeRulesMoved
from leadline.calls.models import call_names, call_records, grade_rules
from leadline.calls.repository.counts import apply_deltas
from leadline.calls.repository.rules import RULES_VERSION, read_rules
from leadline.calls.repository.sync_days import lock_day
from leadline.calls.service.recount import each_day
from leadline.calls.service.sync.settle import recalculate_grades
from leadline.kernel.clock import now
from leadline.kernel.db.bulk.doors import door_of
from leadline.kernel.db.counters import bump_alone, read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import retrying
from leadline.kernel.errors import Detail
from leadline.kernel.text import Text

LONGEST_PATTERN = 200
RECENT = timedelta(days=30)
# What makes a search take for ever: a repeated group, or many repeats in a row (escapes and sets are taken out first)
ESCAPES_AND_SETS = re.compile(r"\\.|\[\^?\]?[^\]]*\]", re.DOTALL)
REPEATED_GROUP = re.compile(r"\)[*+{]")
REPEATS = re.compile(r"(?<!\()[*+?{]")
MOST_REPEATS = 4
JUDGED = ("grade_code", "order_kind", "order_cents")
COUNTED_COLUMNS = tuple(call_records.c[name] for name in Counted._fields)


class GradeUse(NamedTuple):
    """A grade text that was seen, the code it is counted under, and the code that other rules would give it.

    `calls` are those of the last 30 days; `days` are the days among them that had any, oldest first.
    """

    text: str
    code: str
    would_be: str
    calls: int
    days: tuple[tuple[date, int], ...] = ()


def version_of(rules: Sequence[GradeRule]) -> str:
    """Names this very list of rules: another list, or another order, has another name."""
    return hashlib.sha256(repr(tuple(rules)).encode()).hexdigest()[:16]


async def list_rules(database: Database) -> tuple[GradeRule, ...]:
    """The rules in force, in the order in which they are tried."""
    async with database.reading() as connection:
        return await read_rules(connection)


async def preview(database: Database, rules: Sequence[GradeRule]) -> list[GradeUse]:
    """Every grade text that was ever seen whose code would change, with the calls that carry it; most calls first."""
    check_rules(rules)
    book = GradeBook(rules)
    return await _uses(database, lambda text, code: book.code_of(text) != code, book)


async def unmapped(database: Database) -> list[GradeUse]:
    """The grade texts that no rule fits, with the calls that carry them; most calls first."""
    return await _uses(database, lambda _, code: code == UNMAPPED, None)


async def _uses(database: Database, wanted: Callable[[str, str], bool], book: GradeBook | None) -> list[GradeUse]:
    calls = call_records.c
    async with database.reading() as connection:
        names = await connection.execute(
            select(call_names.c.key, call_names.c.name).where(call_names.c.kind == "grade").distinct()
        )
        texts = {(text, code) for text, code in names if wanted(text, code)}
        counted = select(calls.grade, calls.grade_code, calls.stat_date, func.count()).where(
            calls.grade_code.in_(sorted({code for _, code in texts})), calls.start_time >= now() - RECENT
        )
        by_day = counted.group_by(calls.grade, calls.grade_code, calls.stat_date).order_by(calls.stat_date)
        numbers: defaultdict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
        for text, code, day, number in await connection.execute(by_day):
            numbers[text, code].append((day, number))
    uses = []
    for text, code in texts:
        days = tuple(numbers[text, code])
        would_be = book.code_of(text) if book else code
        uses.append(GradeUse(text, code, would_be, sum(number for _, number in days), days))
    return sorted(uses, key=lambda use: (-use.calls, use.text))


def check_rules(rules: Sequence[GradeRule]) -> None:
    """Raises `GradeRuleRefused` naming every rule that cannot stand."""
    problems = [Detail(f"rules.{place}", reason) for place, rule in enumerate(rules) if (reason := _problem(rule))]
    if not rules:
        problems.append(Detail("rules", Text("至少需要一条规则。", "At least one rule is needed.")))
    problems += _contradictions(rules)
    if problems:
        raise GradeRuleRefused(problems)


def _contradictions(rules: Sequence[GradeRule]) -> list[Detail]:
    """Rules that give one code two meanings: the counts by code could not tell its orders apart."""
    meanings: dict[str, tuple[str, str, int]] = {}
    found: list[Detail] = []
    for place, rule in enumerate(rules):
        meaning = (rule.category, rule.order_kind, rule.value_cents)
        if meanings.setdefault(rule.code, meaning) != meaning:
            reason = Text(
                "同一代码的类别、订单类别和价值必须一致。", "Rules of one code must agree in category, kind, value."
            )
            found.append(Detail(f"rules.{place}.code", reason))
    return found


def _problem(rule: GradeRule) -> Text | None:
    if not rule.pattern.strip() or len(rule.pattern) > LONGEST_PATTERN:
        return Text(
            "匹配内容不能为空，且不超过 200 个字符。", "The pattern must not be empty or longer than 200 characters."
        )
    if rule.match == "regex":
        try:
            re.compile(rule.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            return Text(f"正则表达式有误：{error}", f"Not a regular expression: {error}")
        plain = ESCAPES_AND_SETS.sub("x", rule.pattern)
        if REPEATED_GROUP.search(plain) or len(REPEATS.findall(plain)) > MOST_REPEATS:
            return Text(
                f"正则表达式重复了一个分组，或重复符号超过 {MOST_REPEATS} 个，可能极慢。",
                f"The expression repeats a group, or more than {MOST_REPEATS} times in all: it can take for ever.",
            )
    if rule.code in ("", UNMAPPED) or not rule.code.strip():
        return Text("代码不能为空，也不能是 unmapped。", "The code must be neither empty nor `unmapped`.")
    if (rule.category == "success") != bool(rule.order_kind):
        return Text("只有成功类规则有订单类别，且必须有。", "A success rule, and no other, has an order kind.")
    return None


async def change_rules(
    connection: AsyncConnection, rules: Sequence[GradeRule], instead_of: str | None = None
) -> tuple[GradeRule, ...]:
    """Puts `rules` in force from this transaction's commit on, and returns the former ones.

    With `instead_of` (`version_of` what the editor read) it raises `GradeRulesMoved` when others are in force by now.
    `rejudge` then brings the stored calls in line.
    """
    check_rules(rules)
    await bump_alone(connection, RULES_VERSION)  # first: waits for batches that judge by the old rules
    former = await read_rules(connection)
    if instead_of is not None and version_of(former) != instead_of:
        raise GradeRulesMoved
    await connection.execute(delete(grade_rules))
    await connection.execute(
        insert(grade_rules),
        [
            {name: getattr(rule, name) for name in rule.__slots__} | {"position": place}
            for place, rule in enumerate(rules)
        ],
    )
    return former


class Rejudged(NamedTuple):
    """One source's day brought in line with the rules, and how many of its calls changed."""

    source: str
    day: date
    calls: int


async def rejudge(database: Database) -> AsyncIterator[Rejudged]:
    """Judges again every stored call whose grade the rules in force see differently, a day at a time.

    Each day is one transaction with its counts, so that it can be stopped and started again at any point.
    """
    async for stale in misjudged(database, date.min, date.max):
        changed = await retrying(partial(_rejudge_day, database, stale.source, stale.day))
        yield Rejudged(stale.source, stale.day, changed)

    async def rename() -> None:
        async with database.transaction() as connection:
            await _rename_texts(connection, GradeBook(await read_rules(connection)))

    await retrying(rename)


class Misjudged(NamedTuple):
    """A source's day with calls that other rules than those in force have judged, and their grade texts."""

    source: str
    day: date
    texts: tuple[str | None, ...]


async def misjudged(database: Database, first: date, last: date) -> AsyncIterator[Misjudged]:
    """The days that a change of the rules has not reached (its process ended half-way); `rejudge` mends them."""
    async for source, day in each_day(database, first, last):
        async with database.reading() as connection:
            stale = await _stale_texts(connection, source, day)
        if stale:
            yield Misjudged(source, day, tuple(stale))


async def _stale_texts(connection: AsyncConnection, source: str, day: date) -> list[str | None]:
    """The grade texts of the day whose calls carry something else than the rules in force give them."""
    book = GradeBook(await read_rules(connection))
    calls = call_records.c
    written = select(calls.grade, *(calls[name] for name in JUDGED)).distinct()
    found = await connection.execute(written.where(calls.source == source, calls.stat_date == day))
    return [text for text, *judged in found if tuple(judged) != book.verdict(text)]


async def _rejudge_day(database: Database, source: str, day: date) -> int:
    """The day's calls with their counts, and the orders that the grade track keeps of the day when it was whole."""
    async with database.transaction() as connection:
        await lock_day(connection, source, "grade", day)  # before the rules, as a pull's settlement does
        changed = await _rejudge_within(connection, database, source, day)
        if changed:
            await recalculate_grades(connection, source, day)
        return changed


async def _rejudge_within(connection: AsyncConnection, database: Database, source: str, day: date) -> int:
    await read_counter(connection, RULES_VERSION, shared_lock=True)
    book = GradeBook(await read_rules(connection))
    stale = await _stale_texts(connection, source, day)
    calls = call_records.c
    deltas = Deltas()
    before_after: list[tuple[Counted, Counted]] = []
    updates: list[tuple[str, str, int, int]] = []
    mine = and_(calls.source == source, calls.stat_date == day, calls.grade.in_(stale))
    query = select(calls.id, calls.grade, *COUNTED_COLUMNS).where(mine).order_by(calls.call_id).with_for_update()
    for row_id, text, *values in (await connection.execute(query)).all():
        before = Counted(*values)
        judged = book.verdict(text)
        code, order, cents = judged
        after = before._replace(grade_code=code, order_kind=order, order_cents=cents)
        if after != before:
            before_after.append((before, after))
            updates.append((*judged, row_id))
    if updates:
        deltas.count([before for before, _ in before_after], -1)
        deltas.count([after for _, after in before_after], 1)
        door = door_of(database)
        await door.update(connection, call_records, JUDGED, "id", updates)
        await apply_deltas(connection, door, source, deltas)
    return len(updates)


async def _rename_texts(connection: AsyncConnection, book: GradeBook) -> None:
    names = await connection.execute(
        select(call_names.c.source, call_names.c.key, call_names.c.name)
        .where(call_names.c.kind == "grade")
        .order_by(call_names.c.source, call_names.c.key)  # as batches take them
    )
    for source, text, code in names.all():
        if book.code_of(text) != code:
            same = (call_names.c.source == source, call_names.c.kind == "grade", call_names.c.key == text)
            await connection.execute(update(call_names).where(*same).values(name=book.code_of(text), updated_at=now()))
