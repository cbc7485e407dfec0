"""Refusals of the employees context."""

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text


class LastAdministrator(LeadlineError):
    """Nobody would be left who can manage the installation."""

    status = 409
    code = "last_administrator"
    message = Text(
        "这是最后一位可用的管理员,不能停用、降级或删除;请先设置另一位管理员。",
        "This is the last administrator who can sign in. Appoint another one first.",
    )
