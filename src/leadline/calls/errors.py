"""Refusals of the calls context."""

from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.text import Text


class GradeRuleRefused(LeadlineError):
    """Grade rules that cannot be put in force; `details` names each."""

    status = 422
    code = "grade_rule_refused"
    message = Text("意向度规则有误,未作任何修改。", "These grade rules cannot stand; nothing was changed.")


class ExclusionNotFound(NotFound):
    """No such exclusion."""

    code = "exclusion_not_found"
    message = Text("没有这条排除记录。", "There is no such exclusion.")


class AlreadyExcluded(LeadlineError):
    """The account is on the list already."""

    status = 409
    code = "already_excluded"
    message = Text("该账号已在排除名单中。", "This account is excluded already.")
