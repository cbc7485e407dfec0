"""Routes of the sources: which there are, whether they answer, and the dialer's pushes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from leadline.calls.endpoints.dependencies import reader_of, toolbox
from leadline.calls.schemas.jobs import ClearBody, JobStarted
from leadline.calls.schemas.sync import CheckShape, LimitsShape, SourceShape
from leadline.calls.service.clearing import start_clearing
from leadline.calls.service.pushes import Push, accept_push
from leadline.calls.service.sources import SourceInfo, check_source, list_sources
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import public, require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, JsonAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage

router = APIRouter(prefix="/api/sources", tags=["sync"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Reader = Annotated[Principal, Depends(require("settings:read"))]
Keeper = Annotated[Principal, Depends(require("settings:write"))]
SourceInPath = Annotated[str, Path(max_length=50)]


@router.get(
    "", summary="数据源 · The sources", response_model=Answer[list[SourceShape]], responses=error_responses(401, 403)
)
async def read_sources(tools: Toolbox, _: Reader) -> Response:
    """Every source by name: whether we ask it or it calls us, what it allows, when it last synced whole."""
    return answer([_source_shape(source) for source in await list_sources(tools)])


def _source_shape(source: SourceInfo) -> SourceShape:
    limits = LimitsShape.model_validate(source.limits) if source.limits else None
    kinds = [kind for kind in ("pull", "push") if kind in source.kinds]
    return SourceShape.model_validate(
        {"name": source.name, "kinds": kinds, "limits": limits, "last_success": source.last_success}
    )


@router.post(
    "/{source}/check",
    summary="测试连接 · Test the connection",
    response_model=Answer[CheckShape],
    responses=error_responses(401, 403, 404),
)
async def check_connection(
    source: SourceInPath, tools: Toolbox, caller: Reader, language: ReaderLanguage, request: Request
) -> Response:
    """Address, connection, credentials, one request: each step as a sentence, until one fails."""
    report = await check_source(tools, source)
    async with tools.database.transaction() as connection:
        did = actor_of(request, caller).did("source.check", f"source:{source}", {"ok": report.ok})
        await write_down(connection, did)
    steps = [step.to(language) for step in report.steps]
    return answer(CheckShape(ok=report.ok, steps=steps, figures=dict(report.figures)))


@router.post(
    "/{source}/clear",
    status_code=202,
    summary="清空演示数据 · Clear the demo's data",
    response_model=Answer[JobStarted],
    responses=error_responses(401, 403, 409, 422),
)
async def clear_source(
    source: SourceInPath, body: ClearBody, tools: Toolbox, caller: Keeper, request: Request
) -> Response:
    """A job deletes everything of the source `demo`, and of no other; `confirm` repeats its name."""
    job_id = await start_clearing(tools, source, body.confirm, reader_of(request, caller))
    return answer(JobStarted(job_id=job_id), status=202)


@router.post(
    "/{source}/push/{secret}",
    summary="外呼系统推送 · The dialer's pushes",
    response_class=JsonAnswer,
    dependencies=[Depends(public())],
    responses=error_responses(403, 404, 413, 422, 503),
)
async def take_push(
    source: SourceInPath, secret: Annotated[str, Path(max_length=500)], request: Request, tools: Toolbox
) -> Response:
    """Takes calls as the vendor sends them (JSON or a form) and answers what the vendor expects.

    The secret in the address is PUSH_SECRET; with another there is nothing here. Repeats change nothing.
    """
    address = request.client.host if request.client else ""
    content_type = request.headers.get("content-type", "")
    taken = await accept_push(tools, Push(source, secret, address, await request.body(), content_type))
    return JsonAnswer(taken.acknowledgement)
