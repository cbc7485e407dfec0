"""Settings of call data: grade rules (意向度) and accounts that are no agents."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from leadline.calls.contracts import RejudgeCalls
from leadline.calls.domain.grades import GradeRule
from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.schemas.jobs import JobStarted
from leadline.calls.schemas.settings import (
    ExclusionCreate,
    ExclusionMade,
    ExclusionShape,
    GradeDayShape,
    GradeRulesChange,
    GradeRulesChanged,
    GradeRuleShape,
    GradeRulesPut,
    GradeUseShape,
)
from leadline.calls.service import exclusions, rules
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import changed
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, Meta, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import InBackground, RowId
from leadline.kernel.jobs.queue import enqueue

router = APIRouter(prefix="/api/settings", tags=["settings"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Reader = Annotated[Principal, Depends(require("settings:read"))]
Writer = Annotated[Principal, Depends(require("settings:write"))]


def _rules(change: GradeRulesChange) -> list[GradeRule]:
    return [GradeRule(**shape.model_dump()) for shape in change.rules]


def _by_position(listed: Sequence[GradeRule]) -> dict[str, object]:
    return {str(place): _shape(rule) for place, rule in enumerate(listed)}


@router.get(
    "/grade-rules",
    summary="意向度规则 · The grade rules",
    response_model=Answer[list[GradeRuleShape]],
    responses=error_responses(401, 403),
)
async def read_grade_rules(tools: Toolbox, _: Reader) -> Response:
    """The rules in force, in the order in which they are tried; `meta.version` names this list."""
    listed = await rules.list_rules(tools.database)
    meta = Meta.model_validate({"version": rules.version_of(listed)})
    return answer([GradeRuleShape(**_shape(rule)) for rule in listed], meta)


def _use_shapes(uses: Sequence[rules.GradeUse]) -> list[GradeUseShape]:
    return [
        GradeUseShape(
            text=use.text, code=use.code, would_be=use.would_be, calls=use.calls,
            days=[GradeDayShape(date=day, calls=calls) for day, calls in use.days],
        )
        for use in uses
    ]  # fmt: skip


def _shape(rule: GradeRule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in GradeRuleShape.model_fields}


@router.get(
    "/grade-rules/unmapped",
    summary="未归类的意向度 · Grades that no rule fits",
    response_model=Answer[list[GradeUseShape]],
    responses=error_responses(401, 403),
)
async def read_unmapped_grades(tools: Toolbox, _: Reader) -> Response:
    """Every grade text that no rule fits, with the calls that carried it in the last 30 days, most first."""
    return answer(_use_shapes(await rules.unmapped(tools.database)))


@router.post(
    "/grade-rules/preview",
    summary="试算规则 · What would other rules change",
    response_model=Answer[list[GradeUseShape]],
    responses=error_responses(401, 403, 422),
)
async def preview_grade_rules(change: GradeRulesChange, tools: Toolbox, _: Reader) -> Response:
    """Every grade text whose code the given rules would change; nothing is written."""
    return answer(_use_shapes(await rules.preview(tools.database, _rules(change))))


@router.put(
    "/grade-rules",
    summary="修改规则 · Change the grade rules",
    response_model=Answer[GradeRulesChanged],
    responses={
        202: {
            "model": Answer[JobStarted],
            "description": "async=true: 规则已生效，后台重判 · In force, judged by a job",
        },
        **error_responses(401, 403, 409, 422),
    },
)
async def change_grade_rules(
    change: GradeRulesPut,
    tools: Toolbox,
    caller: Writer,
    request: Request,
    *,
    in_background: InBackground = False,
) -> Response:
    """Puts the list in force and judges the stored calls again; every count follows in the same transactions.

    With `version` (`meta.version` of what was read) it is a 409 when somebody else changed them meanwhile. With
    `async=true` a job judges the calls, and the answer is 202 with its id: with millions of calls it takes minutes.
    """
    new = _rules(change)
    async with tools.database.transaction() as connection:
        old = await rules.change_rules(connection, new, change.version)
        codes: dict[str, object] = {"codes": [rule.code for rule in new]}
        differing = changed(_by_position(old), _by_position(new))
        did = actor_of(request, caller).did("grade_rules.change", "grade_rules", codes, change=differing)
        await write_down(connection, did)
        job_id = None
        if in_background:
            job_id = await enqueue(connection, RejudgeCalls(), requested_by=caller.username)
    if job_id is not None:
        return answer(JobStarted(job_id=job_id), status=202)
    days = calls = 0
    async for day in rules.rejudge(tools.database):
        days, calls = days + 1, calls + day.calls
    return answer(GradeRulesChanged(rules=len(new), rejudged_calls=calls, rejudged_days=days))


@router.get(
    "/agent-exclusions",
    summary="非坐席账号 · Accounts that are no agents",
    response_model=Answer[list[ExclusionShape]],
    responses=error_responses(401, 403),
)
async def read_exclusions(tools: Toolbox, _: Reader) -> Response:
    """The accounts that are kept out of the number of agents, newest first. Their calls still count."""
    async with tools.database.reading() as connection:
        listed = await exclusions.list_exclusions(connection)
    return answer([ExclusionShape(**entry._asdict()) for entry in listed])


@router.post(
    "/agent-exclusions",
    status_code=201,
    summary="排除账号 · Exclude an account",
    response_model=Answer[ExclusionMade],
    responses=error_responses(401, 403, 409, 422),
)
async def create_exclusion(body: ExclusionCreate, tools: Toolbox, caller: Writer, request: Request) -> Response:
    """Excludes the account; the number of agents of every day it called is corrected at once."""
    async with tools.database.transaction() as connection:
        made = await exclusions.exclude(connection, body.source, body.agent_id, body.reason, caller.username)
        did = actor_of(request, caller).did(
            "agent_exclusion.create",
            f"{body.source}:{body.agent_id}",
            {"reason": body.reason},
            change=(None, {"id": made, **body.model_dump()}),
        )
        await write_down(connection, did)
    return answer(ExclusionMade(id=made), status=201)


@router.delete(
    "/agent-exclusions/{exclusion_id}",
    summary="取消排除 · Count an account as an agent again",
    response_model=Answer[ExclusionShape],
    responses=error_responses(401, 403, 404),
)
async def delete_exclusion(exclusion_id: RowId, tools: Toolbox, caller: Writer, request: Request) -> Response:
    """Takes the entry off the list and answers what it was, so that it can be put back."""
    async with tools.database.transaction() as connection:
        entry = await exclusions.include_again(connection, exclusion_id)
        did = actor_of(request, caller).did(
            "agent_exclusion.delete",
            f"{entry.source}:{entry.agent_id}",
            {"reason": entry.reason},
            change=(entry._asdict(), None),
        )
        await write_down(connection, did)
    return answer(ExclusionShape(**entry._asdict()))
