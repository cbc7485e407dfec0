"""Refusals of the calls context."""

from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.text import Text


class GradeRuleRefused(LeadlineError):
    """Grade rules that cannot be put in force; `details` names each."""

    status = 422
    code = "grade_rule_refused"
    message = Text("意向度规则有误，未作任何修改。", "These grade rules cannot stand; nothing was changed.")


class GradeRulesMoved(LeadlineError):
    """Somebody else changed the rules since they were read."""

    status = 409
    code = "grade_rules_moved"
    message = Text(
        "规则在你打开之后已被别人修改，未作任何修改。请载入最新规则后再改。",
        "Somebody changed the rules since you opened them; nothing was changed. Load the newest and edit those.",
    )


class ExclusionNotFound(NotFound):
    """No such exclusion."""

    code = "exclusion_not_found"
    message = Text("没有这条排除记录。", "There is no such exclusion.")


class AlreadyExcluded(LeadlineError):
    """The account is on the list already."""

    status = 409
    code = "already_excluded"
    message = Text("该账号已在排除名单中。", "This account is excluded already.")


class UnknownSource(NotFound):
    """No source of this process has that name."""

    code = "unknown_source"
    message = Text(
        "没有名为 {source} 的数据源（现有：{known}）；冠客需要设置 GUANKE_API_SECRET，"
        "或 GUANKE_USERNAME 与 GUANKE_PASSWORD。",
        "There is no source named {source} (there are: {known}). Guanke needs GUANKE_API_SECRET, "
        "or GUANKE_USERNAME and GUANKE_PASSWORD.",
    )


class NoSource(LeadlineError):
    """No dialer is configured, so nothing can be pulled."""

    status = 503
    code = "no_source"
    message = Text(
        "没有配置可拉取的外呼系统；请设置 GUANKE_API_SECRET（或 GUANKE_USERNAME 与 GUANKE_PASSWORD）。",
        "No dialer is configured to pull from. Set GUANKE_API_SECRET, or GUANKE_USERNAME and GUANKE_PASSWORD.",
    )


class SourceUnavailable(LeadlineError):
    """The vendor answered nothing at all."""

    status = 502
    code = "source_unavailable"
    message = Text("外呼系统 {source} 没有回应：{reason}", "The dialer {source} gave no answer: {reason}")

    @classmethod
    def because(cls, source: str, reason: Text) -> "SourceUnavailable":
        """The refusal with the vendor's reason in both languages."""
        refusal = cls(source=source, reason=reason.en)
        refusal.text = Text(
            cls.message.zh.format(source=source, reason=reason.zh),
            cls.message.en.format(source=source, reason=reason.en),
        )
        return refusal


class DateRequired(LeadlineError):
    """Grade statistics are of one day."""

    status = 400
    code = "date_required"
    message = Text("请提供日期参数 date（YYYY-MM-DD）。", "Give the day as the parameter date (YYYY-MM-DD).")


class DayNotSynced(NotFound):
    """A past day that was never pulled."""

    code = "day_not_synced"
    message = Text(
        "{date} 的历史数据尚未同步。请先同步：POST /api/calls/sync，"
        '内容 {{"start_date": "{date}", "end_date": "{date}"}}。',
        "The calls of {date} were never synced. Sync them first: POST /api/calls/sync "
        'with {{"start_date": "{date}", "end_date": "{date}"}}.',
    )


class RunNotFound(NotFound):
    """No sync run has this number."""

    code = "sync_run_not_found"
    message = Text("没有这次同步的记录。", "There is no such sync run.")


class PushRefused(NotFound):
    """Pushes are off, or the secret in the address is not ours. Which of the two is not told."""

    code = "push_not_found"


class PushAddressRefused(LeadlineError):
    """The caller's address is not on the list of those that may push."""

    status = 403
    code = "push_address_refused"
    message = Text("该地址不在推送白名单中。", "This address is not on the list of those that may push.")


class PushUnreadable(LeadlineError):
    """The body is not what the vendor sends."""

    status = 422
    code = "push_unreadable"
    message = Text("推送内容无法识别。", "The pushed body cannot be read.")


class RecordNotFound(NotFound):
    """No such call, or none that the caller may see."""

    code = "call_not_found"
    message = Text("没有这条通话记录。", "There is no such call.")


class AgentNotFound(NotFound):
    """No such dialer account, or none whose calls the caller may see."""

    code = "agent_not_found"
    message = Text("没有这个坐席。", "There is no such agent.")


class TaskNotFound(NotFound):
    """No such task, or none with calls that the caller may see."""

    code = "task_not_found"
    message = Text("没有这个任务。", "There is no such task.")


class NumberNotKnown(NotFound):
    """The call came without a telephone number."""

    code = "number_not_known"
    message = Text("这条通话没有号码。", "This call has no telephone number.")


class RevealQuotaSpent(LeadlineError):
    """The caller revealed as many numbers today as a day allows."""

    status = 429
    code = "reveal_quota_spent"
    message = Text(
        "今天查看完整号码的次数已用完（每天 {limit} 次），请明天再试或联系管理员。",
        "You have revealed {limit} numbers today, which is a day's limit. Try again tomorrow or ask an administrator.",
    )


class NoRecording(NotFound):
    """The call has no recording."""

    code = "no_recording"
    message = Text("这条通话没有录音。", "This call has no recording.")


class RecordingNotAllowed(LeadlineError):
    """The recording lies where this server must not fetch from."""

    status = 403
    code = "recording_not_allowed"
    message = Text(
        "录音所在的主机 {host} 不在允许范围内，请管理员检查 RECORDING_HOSTS。",
        "The recording is on {host}, which may not be fetched from. Ask an administrator to check RECORDING_HOSTS.",
    )


class RecordingFailed(LeadlineError):
    """The vendor did not deliver the recording."""

    status = 502
    code = "recording_failed"
    message = Text("外呼系统没有给出录音：{reason_zh}。", "The dialer did not deliver the recording: {reason_en}.")


class RecordingRangeRefused(LeadlineError):
    """The recording is shorter than the asked range."""

    status = 416
    code = "range_not_satisfiable"
    message = Text("录音没有所要求的片段。", "The recording does not reach that far.")


class NoPlaceForExport(LeadlineError):
    """Where the file should go stands something that is no file."""

    code = "no_place_for_export"
    message = Text("{path} 不是普通文件，无法写入导出结果。", "{path} is no file: the export cannot take its place.")


class NoFolderForExport(NoPlaceForExport):
    """The folder where the file should go is not there."""

    message = Text(
        "没有文件夹 {folder}；请先创建，或换一个位置。", "There is no folder {folder}: make it, or choose another."
    )


class ExportFailed(LeadlineError):
    """The spreadsheet could not be written."""

    code = "export_failed"
    message = Text(
        "导出文件生成失败，请重试；若持续出现，请联系管理员。", "The export could not be written. Try again."
    )


class SyncIncomplete(LeadlineError):
    """A sync is over and some of its days lack something; asking again later may bring it."""

    status = 502
    code = "sync_incomplete"
    message = Text("{count} 天不完整：{days}。", "{count} days are incomplete: {days}.")


class RecountMismatch(LeadlineError):
    """Counts that are not what their calls make."""

    status = 409
    code = "recount_mismatch"
    message = Text(
        "{count} 处统计与话单不一致（{days}）；详情见任务日志。在告警中心点“核对并修复”，"
        "或运行 leadline stats rebuild。",
        "{count} counts differ from their calls ({days}); the job's log names them. Mend them by the alert's button "
        "(recount and repair) or `leadline stats rebuild`.",
    )


class OnlyDemoIsCleared(LeadlineError):
    """A source of real calls is not deleted over the API."""

    status = 409
    code = "only_demo_is_cleared"
    message = Text("只能清空演示数据（demo）。", "Only the demo's data can be cleared.")


class NotConfirmed(LeadlineError):
    """The confirmation does not name what would be deleted."""

    status = 422
    code = "not_confirmed"
    message = Text('请在 confirm 中填写 "{source}" 以确认删除。', 'Confirm the deletion: "confirm" must be "{source}".')


class ExportNotReady(LeadlineError):
    """The job of the export has not come to a file."""

    status = 409
    code = "export_not_ready"
    message = Text("导出尚未完成（状态：{state}）。", "The export is not ready (state: {state}).")


class ExportFilterGone(LeadlineError):
    """The number that a background export searches for is kept no longer."""

    status = 409
    code = "export_filter_gone"
    message = Text(
        "导出条件中的号码已不再保存，请重新导出。",
        "The number that this export searches for is kept no longer. Export again.",
    )


class ExportGone(NotFound):
    """No such export of this user, or its file is deleted by now."""

    code = "export_not_found"
    message = Text(
        "没有这个导出文件，或已过期删除；请重新导出。", "There is no such file, or it has expired. Export again."
    )


class DayNotOver(LeadlineError):
    """Today, or a day to come, cannot be closed."""

    status = 409
    code = "day_not_over"
    message = Text("{day} 尚未结束，不能结账。", "{day} is not over: it cannot be closed yet.")


class DayIsClosed(LeadlineError):
    """The day is closed already."""

    status = 409
    code = "day_is_closed"
    message = Text("{day} 已经结账。", "{day} is closed already.")


class DayNotClosed(LeadlineError):
    """There is no close to undo."""

    status = 409
    code = "day_not_closed"
    message = Text(
        "{source} 的 {day} 没有结账，无需撤销。", "{day} of {source} is not closed: there is nothing to undo."
    )


class DayClosedByItself(LeadlineError):
    """The tracks agree, so the day would be closed again within the hour."""

    status = 409
    code = "day_closed_by_itself"
    message = Text(
        "{day} 两条轨道一致，由系统自动结账，不能撤销；数据再有变动时会自动重开。",
        "{day} was closed by itself, since both tracks agree: that cannot be undone. When its figures move it is "
        "reopened.",
    )


class DayUnknown(NotFound):
    """The source has neither calls nor totals on that day."""

    code = "day_unknown"
    message = Text("{source} 在 {day} 没有通话，也没有供应商汇总。", "{source} has neither calls nor totals on {day}.")


class ImportFileTooLarge(LeadlineError):
    """A file over the limit."""

    status = 413
    code = "import_file_too_large"
    message = Text(
        "文件超过 {limit} MB。请拆成几个文件分别导入，或去掉用不到的列；管理员可调高 IMPORT_MAX_MB，"
        "也可在服务器上用 leadline import 直接导入。",
        "The file is larger than {limit} MB. Split it, or leave out columns. An administrator can raise IMPORT_MAX_MB, "
        "or import it on the server by `leadline import`.",
    )


class ImportFileRefused(LeadlineError):
    """A file from which no calls can be read; nothing of it is kept."""

    status = 422
    code = "import_file_refused"
    message = Text("{reason}", "{reason}")


class ImportFileGone(NotFound):
    """No such file of this user, or it is deleted by now."""

    code = "import_file_not_found"
    message = Text(
        "没有这个待导入的文件，或已删除（导入完成后即删除）；请重新上传。",
        "There is no such file to import, or it is deleted, as it is once it was imported. Upload it again.",
    )


class ImportNotFound(NotFound):
    """No such import of this user."""

    code = "import_not_found"
    message = Text("没有这次导入。", "There is no such import.")


class ImportUnderWay(LeadlineError):
    """The file is being imported."""

    status = 409
    code = "import_under_way"
    message = Text(
        "这个文件正在导入（任务 {job_id}），请等它结束或先取消。",
        "This file is being imported by job {job_id}. Wait for its end, or cancel it first.",
    )


class ImportTookNothing(LeadlineError):
    """Not one row of the file could be read as a call. The file is kept, to be tried with another mapping."""

    status = 422
    code = "import_took_nothing"
    message = Text(
        "没有读到任何通话，共拒绝 {count} 行。第 {line} 行：{reason}",
        "Not one row could be read as a call; {count} were refused. Line {line}: {reason}",
    )
