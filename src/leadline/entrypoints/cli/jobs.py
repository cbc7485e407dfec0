"""`leadline jobs` and `leadline worker`: what runs in the background."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from leadline.kernel.audit.actors import Actor
    from leadline.kernel.jobs.contracts import JobState
    from leadline.kernel.jobs.history import JobRow
    from leadline.operations.service.console import Console, ScheduleView

app = typer.Typer(no_args_is_help=True)
JobId = Annotated[int, typer.Argument(min=1, help="The job's number.")]


def worker() -> None:
    """Work off jobs and schedules until SIGTERM or Ctrl-C. Start as many as you like: with several, use PostgreSQL."""
    import asyncio
    import sys

    from leadline.entrypoints.background import work_alone
    from leadline.kernel.errors import LeadlineError
    from leadline.kernel.observability.logs import configure_logs, flush_logs
    from leadline.kernel.process import tune_interpreter

    settings = common.settings_or_exit()
    tune_interpreter()
    configure_logs(
        service=settings.service_name, level=settings.log_level, form=settings.log_format,
        descriptor=sys.stderr.fileno(),
    )  # fmt: skip
    try:
        asyncio.run(work_alone(settings))
    except LeadlineError as error:
        common.fail(error)
    finally:
        flush_logs()


def _with_console(
    work: "Callable[[Console, Actor], Awaitable[Any]]",
) -> Any:  # Any: what the work returns
    from leadline.entrypoints.wiring import assemble_jobs, open_toolbox
    from leadline.kernel.audit.actors import operator
    from leadline.operations.service.console import Console

    settings = common.settings_or_exit()

    async def opened() -> Any:  # Any: as above
        async with open_toolbox(settings) as toolbox:
            return await work(Console(assemble_jobs(toolbox)), operator())

    return common.run(opened())


@app.command("list")
def list_them(
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help="queued, running, done, failed, cancelled or skipped (repeatable)."),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Such as calls.sync (repeatable).")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many, the newest first.")] = 20,
    json: common.JsonFlag = False,
) -> None:
    """The newest jobs."""
    from leadline.kernel.jobs.contracts import JobState
    from leadline.kernel.jobs.history import JobFilter

    known = {one.value: one for one in JobState}
    for one in state or ():
        if one not in known:
            raise typer.BadParameter(common.none_of(one, known), param_hint="--state")
    states = tuple(known[one] for one in state or ())
    jobs, _ = _with_console(lambda console, _: console.jobs(JobFilter(states, kind or ()), 1, limit))
    if json:
        common.print_json([_plain(job) for job in jobs])
        return
    names = Text("编号 状态 进度 任务 发起人 创建于（UTC）", "id state progress title by created(UTC)")
    rows = [
        (job.id, _state(job.state), _progress(job), common.say(job.title), job.requested_by, f"{job.created_at:%F %T}")
        for job in jobs
    ]
    common.print_table(common.say(names).split(), rows)


@app.command("show")
def show(job_id: JobId, json: common.JsonFlag = False) -> None:
    """One job with its steps and its history."""
    job, steps, lines = _with_console(lambda console, _: console.job(job_id))
    if json:
        common.print_json(
            _plain(job)
            | {
                "steps": [{"name": step.name, "state": step.state, "reason": _say(step.reason)} for step in steps],
                "log": [{"at": line.at, "level": line.level, "text": common.say(line.text)} for line in lines],
            }
        )
        return
    common.print_pairs({name: value for name, value in _plain(job).items() if value not in (None, "", {})})
    for step in steps:
        common.results.print(f"  {step.state:<8} {step.name}  {_say(step.reason) or ''}".rstrip(), markup=False)
    for line in lines:
        common.results.print(f"{line.at:%F %T} {line.level:<7} {common.say(line.text)}", markup=False)


@app.command("cancel")
def cancel(job_id: JobId) -> None:
    """Cancel a job that waits or is at work."""
    from leadline.kernel.jobs.contracts import STATE_NAMES

    job = _with_console(lambda console, operator: console.cancel(job_id, operator))
    done = Text("任务 {id}：{state}", "Job {id}: {state}")
    asked = Text("将在下一步停止", "ends at its next step")
    state = asked if job.cancel_requested else STATE_NAMES[job.state]
    common.results.print(common.say(done.fill(id=job_id, state=state)))


@app.command("retry")
def retry(
    job_id: JobId,
    from_start: Annotated[bool, typer.Option("--from-start", help="Forget the steps that are done.")] = False,
) -> None:
    """Run a failed, cancelled or skipped job again, from the step that failed."""
    from leadline.kernel.jobs.contracts import STATE_NAMES

    job = _with_console(lambda console, operator: console.retry(job_id, operator, from_start=from_start))
    done = Text("任务 {id}：{state}", "Job {id}: {state}")
    common.results.print(common.say(done.fill(id=job_id, state=STATE_NAMES[job.state])))


def _schedule_state(view: "ScheduleView") -> str:
    if not view.available:
        return common.say(Text("不可用", "unavailable"))
    return common.say(Text("已暂停", "paused")) if view.row.paused else ""


@app.command("schedules")
def schedules(json: common.JsonFlag = False) -> None:
    """The schedules with their next runs."""
    views = _with_console(lambda console, _: console.schedules())
    if json:
        common.print_json(
            [
                {
                    "name": view.row.name, "title": common.say(view.row.title), "cron": view.row.cron,
                    "zone": view.row.zone, "paused": view.row.paused, "available": view.available,
                    "next_runs": view.next_runs, "last_tick_at": view.row.last_tick_at,
                    "last_job": view.last_job.id if view.last_job else None,
                }
                for view in views
            ]
        )  # fmt: skip
        return
    rows = [
        (
            view.row.name, view.row.cron, view.row.zone, _schedule_state(view),
            f"{view.next_runs[0]:%F %T}" if view.next_runs else "",
            _state(view.last_job.state) if view.last_job else "",
        )
        for view in views
    ]  # fmt: skip
    names = Text("名称 定时 时区 状态 下次（UTC） 上次任务", "name cron zone state next(UTC) last-job")
    common.print_table(common.say(names).split(), rows)


@app.command("run")
def run(
    name: Annotated[str, typer.Argument(help="As `leadline jobs schedules` names it.")],
) -> None:
    """Start a schedule's job now; a running server or worker carries it out."""
    from leadline.operations.errors import ScheduleNotFound

    async def start(console: "Console", operator: "Actor") -> int:
        for view in await console.schedules():
            if view.row.name == name:
                return await console.run_now(view.row.id, operator)
        raise ScheduleNotFound

    job_id = _with_console(start)
    common.results.print(common.say(Text("已加入队列：任务 {id}", "Queued: job {id}").fill(id=job_id)))


def _state(state: "JobState") -> str:
    from leadline.kernel.jobs.contracts import STATE_NAMES

    return common.say(STATE_NAMES[state])


def _say(text: Text | None) -> str | None:
    return common.say(text) if text else None


def _progress(job: "JobRow") -> str:
    return f"{job.done}/{job.total}" if job.total else str(job.done or "")


def _plain(job: "JobRow") -> dict[str, Any]:  # Any: a JSON document
    values = job._asdict()
    values |= {"title": common.say(job.title), "note": _say(job.note), "error": _say(job.error)}
    return values | {"state": job.state.value}
