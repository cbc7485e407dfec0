"""Refusals of the operations context."""

from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.text import Text


class ScheduleNotFound(NotFound):
    """No such schedule."""

    code = "schedule_not_found"
    message = Text("没有这个调度。", "There is no such schedule.")


class KindNotHere(LeadlineError):
    """This process does not know how to do what the schedule starts (its source is not configured)."""

    status = 409
    code = "job_kind_not_here"
    message = Text(
        "本系统当前没有配置 {name} 所需的数据源，无法执行。",
        "What {name} needs is not configured here, so it cannot run.",
    )


class LetterNotFound(NotFound):
    """No such dead letter, or one that was delivered since, or nobody here of that subscriber's name."""

    code = "dead_letter_not_found"
    message = Text("没有这条死信，或已重新投递。", "There is no such dead letter, or it has been delivered.")


class NothingToFill(LeadlineError):
    """The schedule's work is not done by days."""

    status = 409
    code = "cannot_backfill"
    message = Text("调度 {name} 不按日期工作，不能补数。", "{name} does not work by days: nothing to back-fill.")


class AlertNotFound(NotFound):
    """No such alert, or none that the caller may see."""

    code = "alert_not_found"
    message = Text("没有这条告警。", "There is no such alert.")


class RuleNotFound(NotFound):
    """No such rule."""

    code = "alert_rule_not_found"
    message = Text("没有这条告警规则。", "There is no such rule.")
