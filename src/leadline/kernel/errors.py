"""Refusals: one base class with a status, a stable code and a sentence in the reader's language."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from leadline.kernel.text import Language, Text


class Detail(NamedTuple):
    """What is wrong with one field of the input."""

    field: str
    reason: Text


class LeadlineError(Exception):
    """A refusal that reaches its reader: over HTTP with `status`, on the command line as one line and exit status 1.

    A subclass sets the three class variables; `message` may hold `{marks}` that the constructor's keywords fill.
    `retry_after` is told in the header of that name, in seconds.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    message: ClassVar[Text] = Text(
        "服务器内部错误，请稍后重试；若持续出现，请把追踪号交给管理员。",
        "Something went wrong on our side. Try again; if it persists, give the trace id to your administrator.",
    )

    retry_after: int | None = None

    def __init__(self, details: Sequence[Detail] = (), **values: object) -> None:
        self.details = tuple(details)
        self.text = self.message.fill(**values) if values else self.message
        super().__init__(self.text.en)

    def to(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.text.to(language)


class InvalidInput(LeadlineError):
    """Malformed input; `details` names each field."""

    status = 422
    code = "invalid_input"
    message = Text("请求参数有误，请检查标出的字段。", "The request is malformed; check the fields named in details.")


class NotAuthenticated(LeadlineError):
    """No token, or one that is not accepted."""

    status = 401
    code = "not_authenticated"
    message = Text("未登录或令牌无效，请重新登录。", "No valid token. Sign in again.")


class TokenExpired(NotAuthenticated):
    """A genuine token whose time is over."""

    code = "token_expired"
    message = Text("令牌已过期，请重新登录。", "The token has expired. Sign in again.")


class NotAllowed(LeadlineError):
    """The caller lacks a permission."""

    status = 403
    code = "not_allowed"
    message = Text("没有权限：需要 {permission}。", "Not allowed: this needs the permission {permission}.")


class PasswordChangeRequired(LeadlineError):
    """The caller's password is a temporary one."""

    status = 403
    code = "password_change_required"
    message = Text("请先修改密码，再继续使用。", "Change your password first.")


class NotFound(LeadlineError):
    """Nothing there, or nothing within the caller's scope."""

    status = 404
    code = "not_found"
    message = Text("没有找到。", "Not found.")


class DatabaseBusy(LeadlineError):
    """The database is locked by another writer for longer than the busy timeout."""

    status = 503
    code = "database_busy"
    message = Text(
        "数据库正忙（被另一个写入占用），请稍后重试。",
        "The database is locked by another writer. Try again in a moment.",
    )


class DatabaseUnavailable(LeadlineError):
    """The database cannot be reached."""

    status = 503
    code = "database_unavailable"
    message = Text(
        "无法连接数据库，请检查 DATABASE_URL 与数据库服务。",
        "The database cannot be reached. Check DATABASE_URL and that the server runs.",
    )


class DatabaseFileClosed(DatabaseUnavailable):
    """SQLite's file, or its folder, is not for this user."""

    message = Text(
        "无法打开数据库文件：请检查 DATABASE_URL（留空时为 LEADLINE_HOME），以及当前用户能否读写该文件和所在目录。",
        "The database's file cannot be opened. Check DATABASE_URL (LEADLINE_HOME where that is empty), and that this "
        "user may read and write the file and its folder.",
    )


class DatabaseRefused(DatabaseUnavailable):
    """The server is there and does not let us in."""

    message = Text(
        "数据库服务器拒绝连接：请检查 DATABASE_URL 中的用户、密码和数据库名。",
        "The database server does not let us in. Check the user, the password and the database's name in DATABASE_URL.",
    )


class DatabaseReadOnly(LeadlineError):
    """The database can be read and not written."""

    status = 503
    code = "database_read_only"
    message = Text(
        "数据库只能读取，无法写入；请检查数据库文件及其所在目录的权限。",
        "The database can only be read. Check the permissions of its file and its folder.",
    )


class NoDatabase(LeadlineError):
    """The file that DATABASE_URL names is something else, or damaged."""

    status = 503
    code = "no_database"
    message = Text(
        "DATABASE_URL 指向的文件不是 SQLite 数据库，或已损坏；没有作任何修改。",
        "The file that DATABASE_URL names is no SQLite database, or it is damaged. Nothing was changed.",
    )


class DiskFull(LeadlineError):
    """No room left for the database or a file."""

    status = 507
    code = "disk_full"
    message = Text(
        "磁盘已满，本次写入已整体撤销；请清理空间后重试。",
        "The disk is full. This write was undone as a whole; free some space and try again.",
    )


class SettingsRefused(LeadlineError):
    """The settings would make an unsafe or impossible process."""

    code = "settings_refused"
    message = Text("配置不可用：{problem}", "These settings cannot be used: {problem}")


INTERNAL_FAULT = Text("内部错误（{kind}），详情见日志。", "An internal fault ({kind}); the log tells more.")


def reason_of(error: BaseException) -> Text:
    """What to tell of an error that ended some work in the background: its own sentence, or of what class it was."""
    return error.text if isinstance(error, LeadlineError) else INTERNAL_FAULT.fill(kind=type(error).__name__)
