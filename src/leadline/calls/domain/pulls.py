"""The pull of one day: what its rounds brought, whether that is the whole day, and if not, why not."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from leadline.calls.contracts import Completeness, Refusal
from leadline.calls.ports import CallPage, PageFailure
from leadline.kernel.text import Text

ROUNDS: Final = 3
MOST_REASONS: Final = 3
WHOLE: Final = frozenset({Completeness.COMPLETE, Completeness.PARTIAL})
_RANK: Final = {Completeness.COMPLETE: 3, Completeness.PARTIAL: 2, Completeness.INCOMPLETE: 1}

REFUSED = Text(
    "供应商的 {count} 行无法识别，未计入：{reasons}",
    "{count} of the vendor's rows could not be read and are not counted: {reasons}",
)
PAGES_FAILED = Text(
    "{count} 页没有取到（第 {numbers} 页）：{reason}",
    "{count} pages did not come (page {numbers}): {reason}",
)
SHORT = Text(
    "供应商称当天有 {expected} 条话单，拉取 {rounds} 轮后取得 {held} 条，数目不符；请稍后重新同步。",
    "The vendor counts {expected} rows that day; after {rounds} rounds we hold {held}. Sync the day again later.",
)
UNDERWAY = Text("正在拉取，或拉取中断。", "The pull is under way, or was broken off.")
BROKEN_OFF = Text(
    "拉取中断：{reason}已到的话单保留并计数，请重新同步。",
    "The pull was broken off. {reason} The rows that came are kept and counted; sync the day again.",
)


class Verdict(NamedTuple):
    """What a pull of one day came to. `began` is when its last round began: what the vendor had then, we hold."""

    state: Completeness
    began: datetime
    vendor_rows: int | None = None
    received_rows: int = 0
    refused_rows: int = 0
    reason: Text | None = None


class DayTally:
    """Counts the distinct ids of a day over the rounds of its pull, against the vendor's own count.

    Rows shift between pages while they are read, so one round may see a row twice and miss another. What one round
    missed another may bring: the day is whole when the ids of all rounds together, or of one round without a failed
    page, are as many as the vendor says.
    """

    def __init__(self, day_end: datetime) -> None:
        self._day_end = day_end
        self._ids: set[str] = set()
        self._refused: dict[str, Refusal] = {}
        self.rounds = 0
        self.pages = 0

    def begin_round(self, moment: datetime) -> None:
        """The pages that follow are those of a new round."""
        self.rounds += 1
        self.began = moment
        self._round_ids: set[str] = set()
        self._nameless: list[Refusal] = []  # refused rows without an id: told apart within a round only
        self._failures: list[PageFailure] = []
        self._first_total: int | None = None
        self._last_total: int | None = None

    def add(self, page: CallPage) -> None:
        """A page that came."""
        self.pages += 1
        self._ids |= page.ids
        self._round_ids |= page.ids
        for refusal in page.refused:
            if refusal.call_id is None:
                self._nameless.append(refusal)
            else:
                self._refused[refusal.call_id] = refusal
        for row in page.rows if self._refused else ():
            self._refused.pop(row.call_id, None)  # refused in an earlier round, readable now
        if page.expected_total is not None:
            self._last_total = page.expected_total
            if self._first_total is None:
                self._first_total = page.expected_total

    def fail(self, failure: PageFailure) -> None:
        """A page that did not come."""
        self._failures.append(failure)

    @property
    def held(self) -> int:
        """Distinct rows that came, those refused included."""
        return len(self._ids) + len(self._nameless)

    @property
    def expected(self) -> int | None:
        """The vendor's count, as the last page of this round gave it."""
        return self._last_total

    @property
    def refused(self) -> int:
        """Rows that could not be read."""
        return len(self._refused) + len(self._nameless)

    @property
    def in_vain(self) -> bool:
        """No page came at all: asking again at once would be in vain as well."""
        return self.pages == 0 and bool(self._failures)

    @property
    def failure(self) -> Text | None:
        """Why the first of the failed pages did not come."""
        return self._failures[0].reason if self._failures else None

    def adds_up(self) -> bool:
        """Whether nothing is missing, so that no further round is needed."""
        if self.expected is None:
            return not self._failures
        if self.held == self.expected:
            return True
        if self._failures:
            return False
        return len(self._round_ids) + len(self._nameless) == self.expected or self._grew()

    def _grew(self) -> bool:
        """A running day grows under our hands and its last count is never reached.

        From the second round on, holding as many rows as there were when the round began is what 'as of its time' asks.
        """
        running = self.began < self._day_end
        return running and self.rounds > 1 and self._first_total is not None and self.held >= self._first_total

    def verdict(self) -> Verdict:
        """What the rounds came to. Refused rows make the day incomplete though every row came."""
        reasons: list[Text] = []
        if not self.adds_up():
            reasons.append(self._shortfall())
        if self.refused:
            reasons.append(self._refusals())
        state = Completeness.INCOMPLETE if reasons else state_of(self.began, self._day_end)
        reason = _joined(reasons) if reasons else None
        return Verdict(state, self.began, self.expected, self.held, self.refused, reason)

    def _shortfall(self) -> Text:
        if self._failures:
            numbers = ", ".join(str(failure.number) for failure in self._failures[:10])
            return with_reason(PAGES_FAILED, self._failures[0].reason, count=len(self._failures), numbers=numbers)
        return SHORT.fill(expected=self.expected, held=self.held, rounds=self.rounds)

    def _refusals(self) -> Text:
        first = first_reasons([*self._refused.values(), *self._nameless])
        return Text(
            REFUSED.zh.format(count=self.refused, reasons=first.zh),
            REFUSED.en.format(count=self.refused, reasons=first.en),
        )


def state_of(began: datetime, day_end: datetime) -> Completeness:
    """The state of a day that was asked for as a whole at `began`: complete only when the day was over."""
    return Completeness.COMPLETE if began >= day_end else Completeness.PARTIAL


def outranked(state: Completeness, began: datetime, stored: Completeness, stored_at: datetime | None) -> bool:
    """Whether a pull that came to `state` must leave the day as another pull left it.

    Of two pulls at once the later to finish writes, with one exception: where the other asked for everything after this
    one `began`, and got more of it, this one knows nothing newer. A failure that began later does count.
    """
    if stored_at is None or stored not in WHOLE:
        return False
    return stored_at > began and _RANK.get(stored, 0) > _RANK.get(state, 0)


def first_reasons(refusals: Iterable[Refusal]) -> Text:
    """The first few distinct reasons, in a row."""
    distinct = list(dict.fromkeys(refusal.reason for refusal in refusals))[:MOST_REASONS]
    return _joined(distinct)


def with_reason(sentence: Text, reason: Text, **values: object) -> Text:
    """`sentence` with its marks filled, `{reason}` by the reason in the same language."""
    return Text(sentence.zh.format(reason=reason.zh, **values), sentence.en.format(reason=reason.en, **values))


def _joined(texts: Iterable[Text]) -> Text:
    parts = list(texts)
    return Text(";".join(part.zh for part in parts), "; ".join(part.en for part in parts))
