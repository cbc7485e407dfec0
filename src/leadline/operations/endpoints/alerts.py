"""Routes of the alert centre."""

from datetime import date
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from leadline.kernel.audit.callers import actor_of
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import PageNumber, PerPage, RowId
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.text import Language, Text
from leadline.operations.contracts import Severity
from leadline.operations.domain.alert_rules import RULES
from leadline.operations.permissions import MANAGE_ALERTS, READ_ALERTS
from leadline.operations.public import title_of
from leadline.operations.repository.alert_rules import RuleRow
from leadline.operations.repository.alerts import AlertFilter, AlertRow
from leadline.operations.schemas.alerts import (
    Acknowledgement,
    Acknowledgements,
    AlertShape,
    AlertSummary,
    BoundsShape,
    RulePatch,
    RuleShape,
)
from leadline.operations.service import alerts

router = APIRouter(prefix="/api", tags=["alerts"])
BACKWARDS = Text("不能早于 start_date", "must not be before start_date")


def database_of(request: Request) -> Database:
    """The database of this process."""
    return cast(JobSystem, request.app.state.jobs).database


def calendar_of(request: Request) -> BusinessCalendar:
    """The business's calendar."""
    return cast(BusinessCalendar, request.app.state.calendar)


Data = Annotated[Database, Depends(database_of)]
Reader = Annotated[Principal, Depends(require(READ_ALERTS))]
Keeper = Annotated[Principal, Depends(require(MANAGE_ALERTS))]


def alert_filter(
    calendar: Annotated[BusinessCalendar, Depends(calendar_of)],
    state: Annotated[Literal["open", "resolved"] | None, Query(description="默认全部 · all by default")] = None,
    severity: Annotated[list[Severity] | None, Query(description="级别，可重复 · repeatable")] = None,
    rule: Annotated[list[str] | None, Query(max_length=50, description="规则，可重复 · repeatable")] = None,
    source: Annotated[str | None, Query(max_length=50, pattern=r"^[^\x00]*$")] = None,
    acknowledged: Annotated[bool | None, Query(description="是否已确认 · acknowledged or not")] = None,
    start_date: Annotated[date | None, Query(description="发生日期 · began on or after")] = None,
    end_date: Annotated[date | None, Query(description="发生日期 · began on or before")] = None,
) -> AlertFilter:
    """The filters of the list."""
    if start_date and end_date and end_date < start_date:
        raise InvalidInput([Detail("end_date", BACKWARDS)])
    rules = [one.replace("\0", "")[:50] for one in rule or ()]
    since = calendar.window_of(start_date).start if start_date else None
    until = calendar.window_of(end_date).end if end_date else None
    return AlertFilter(state, tuple(severity or ()), rules, source, acknowledged, since, until)


def alert_shape(row: AlertRow, language: Language, caller: Principal) -> AlertShape:
    """The alert in the reader's language; why it is so may tell everybody's figures."""
    summary = row.summary if caller.scope.all else alerts.plain_summary(row)
    return AlertShape(
        id=row.id, rule=row.rule, title=title_of(row.rule).to(language), severity=row.severity,
        state="open" if row.resolved_at is None else "resolved", source=row.source or None,
        summary=summary.to(language), facts=row.facts, opened_at=row.opened_at, seen_at=row.seen_at,
        resolved_at=row.resolved_at, acknowledged_at=row.acknowledged_at, acknowledged_by=row.acknowledged_by,
        note=row.note,
    )  # fmt: skip


def rule_shape(row: RuleRow, language: Language) -> RuleShape:
    """The rule in the reader's language."""
    rule, bounds = RULES[row.name], RULES[row.name].bounds
    return RuleShape(
        name=row.name, title=rule.title.to(language), about=rule.about.to(language), enabled=row.enabled,
        severity=row.severity, threshold=row.threshold, changed=row.updated_at is not None,
        bounds=bounds and BoundsShape(
            unit=bounds.unit.to(language), usual=bounds.usual, least=bounds.least, most=bounds.most
        ),
        updated_at=row.updated_at, updated_by=row.updated_by,
    )  # fmt: skip


@router.get(
    "/alerts",
    summary="告警 · The alerts",
    response_model=PageAnswer[AlertShape],
    responses=error_responses(401, 403, 422),
)
async def read_alerts(
    data: Data,
    caller: Reader,
    language: ReaderLanguage,
    wanted: Annotated[AlertFilter, Depends(alert_filter)],
    page: PageNumber = 1,
    per_page: PerPage = 20,
) -> Response:
    """The newest first. Who does not see everybody's data sees none that tell everybody's figures."""
    hidden = alerts.hidden_from(figures=caller.scope.all)
    rows, total = await alerts.alerts_page(data, wanted, page, per_page, hidden)
    return answer([alert_shape(row, language, caller) for row in rows], pagination=Page.of(page, per_page, total))


@router.get(
    "/alerts/summary",
    summary="未恢复告警概况 · The open alerts in short",
    response_model=Answer[AlertSummary],
    responses=error_responses(401, 403),
)
async def read_summary(data: Data, caller: Reader, language: ReaderLanguage) -> Response:
    """How many are open and unread, and the newest five."""
    found = await alerts.open_overview(data, alerts.hidden_from(figures=caller.scope.all))
    by_severity = {
        severity: sum(one.alerts for one in found.counts if one.severity is severity) for severity in Severity
    }
    return answer(
        AlertSummary(
            open=sum(by_severity.values()),
            unread=sum(one.alerts for one in found.counts if not one.acknowledged),
            by_severity=by_severity,
            newest=[alert_shape(row, language, caller) for row in found.newest],
        )
    )


@router.post(
    "/alerts/acknowledge",
    summary="批量确认告警 · Acknowledge several alerts",
    response_model=Answer[list[AlertShape]],
    responses=error_responses(401, 403, 404, 422),
)
async def acknowledge_several(
    data: Data, caller: Keeper, body: Acknowledgements, language: ReaderLanguage, request: Request
) -> Response:
    """All of them or none."""
    hidden = alerts.hidden_from(figures=caller.scope.all)
    rows = await alerts.acknowledge_alerts(data, body.ids, body.note, actor_of(request, caller), hidden)
    return answer([alert_shape(row, language, caller) for row in rows])


@router.get(
    "/alerts/{alert_id}",
    summary="一条告警 · One alert",
    response_model=Answer[AlertShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_alert(data: Data, caller: Reader, alert_id: RowId, language: ReaderLanguage) -> Response:
    """What happened, since when, and who has seen it."""
    row = await alerts.one_alert(data, alert_id, alerts.hidden_from(figures=caller.scope.all))
    return answer(alert_shape(row, language, caller))


@router.post(
    "/alerts/{alert_id}/acknowledge",
    summary="确认告警 · Acknowledge an alert",
    response_model=Answer[AlertShape],
    responses=error_responses(401, 403, 404, 422),
)
async def acknowledge_one(
    data: Data, caller: Keeper, alert_id: RowId, language: ReaderLanguage, request: Request,
    body: Acknowledgement | None = None,
) -> Response:  # fmt: skip
    """Says that somebody has seen it, with a note; it stays open until it is over."""
    hidden = alerts.hidden_from(figures=caller.scope.all)
    note = body.note if body else ""
    rows = await alerts.acknowledge_alerts(data, [alert_id], note, actor_of(request, caller), hidden)
    return answer(alert_shape(rows[0], language, caller))


@router.get(
    "/alert-rules",
    summary="告警规则 · The rules of alerts",
    response_model=Answer[list[RuleShape]],
    responses=error_responses(401, 403),
)
async def read_alert_rules(data: Data, _: Reader, language: ReaderLanguage) -> Response:
    """As they stand, with what each looks at."""
    return answer([rule_shape(row, language) for row in await alerts.rules_of(data)])


@router.patch(
    "/alert-rules/{name}",
    summary="修改告警规则 · Change a rule",
    response_model=Answer[RuleShape],
    responses=error_responses(401, 403, 404, 422),
)
async def change_alert_rule(
    data: Data, caller: Keeper, name: Annotated[str, Path(pattern=r"^[a-z_]{1,50}$")], patch: RulePatch,
    language: ReaderLanguage, request: Request,
) -> Response:  # fmt: skip
    """Takes effect with the next look, within a minute. Switched off, its open alerts are over."""
    given = {field: value for field, value in patch.model_dump().items() if value is not None}
    return answer(rule_shape(await alerts.change_rule(data, name, given, actor_of(request, caller)), language))
