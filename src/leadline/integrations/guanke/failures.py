"""What can go wrong between us and the vendor, each with a sentence that says what happened and what to do."""

from leadline.calls.ports import SourceFailure
from leadline.kernel.text import Text


class VendorFailure(SourceFailure):
    """A request that did not succeed within its attempts."""


class LogInFailed(SourceFailure):
    """No token could be had, so nothing can be asked."""


class AttemptFailed(Exception):
    """One attempt that failed and may be tried again, after `retry_after` seconds where the vendor said so."""

    def __init__(self, reason: Text, retry_after: float | None = None) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(reason.en)


class TokenRefused(AttemptFailed):
    """The vendor does not accept the token (1000001, 1000002, or HTTP 401)."""


NO_CREDENTIALS = Text(
    "没有冠客的登录凭据：请设置 GUANKE_API_SECRET，或 GUANKE_USERNAME 与 GUANKE_PASSWORD。",
    "There are no Guanke credentials: set GUANKE_API_SECRET, or GUANKE_USERNAME and GUANKE_PASSWORD.",
)
LOG_IN_REFUSED = Text(
    "冠客拒绝登录（代码 {code}：{message}）。请核对 {variables}。",
    "Guanke refused the log-in (code {code}: {message}). Check {variables}.",
)
LOG_IN_FAILED = Text(
    "登录冠客失败：{reason}",
    "Logging in to Guanke failed: {reason}",
)
TOKEN_REFUSED = Text(
    "冠客刚签发的令牌又被拒绝（代码 {code}）。请确认账号有开放接口权限，再联系供应商。",
    "Guanke refused the token that it had just issued (code {code}). "
    "Check that the account may use the open API, then ask the vendor.",
)
GAVE_UP = Text(
    "试了 {attempts} 次仍未成功（{path}）：{reason}",
    "{path} did not succeed in {attempts} attempts: {reason}",
)
TIMED_OUT = Text(
    "冠客在 {seconds:g} 秒内没有回应；可稍后重试，或调大 GUANKE_TIMEOUT_SECONDS。",
    "Guanke did not answer within {seconds:g} seconds. Try later, or raise GUANKE_TIMEOUT_SECONDS.",
)
BROKEN = Text(
    "与冠客的连接中断（{why}）；请检查网络与 GUANKE_BASE_URL，稍后重试。",
    "The connection to Guanke broke ({why}). Check the network and GUANKE_BASE_URL, then try again.",
)
TOO_MANY = Text(
    "冠客限流（HTTP 429）；请稍后重试，或调小 GUANKE_REQUESTS_PER_SECOND。",
    "Guanke limits our requests (HTTP 429). Try later, or lower GUANKE_REQUESTS_PER_SECOND.",
)
HTTP_ERROR = Text(
    "冠客回应 HTTP {status}；若持续出现，请联系供应商。",
    "Guanke answered HTTP {status}. If it persists, ask the vendor.",
)
UNREADABLE = Text(
    "冠客的回应无法识别（{problem}）；请稍后重试，若持续出现，请核对 GUANKE_BASE_URL。",
    "Guanke's answer cannot be read ({problem}). Try later; if it persists, check GUANKE_BASE_URL.",
)
BUSINESS_ERROR = Text(
    "冠客报错（代码 {code}：{message}）；若持续出现，请联系供应商。",
    "Guanke reported an error (code {code}: {message}). If it persists, ask the vendor.",
)


def with_reason(sentence: Text, reason: Text, **values: object) -> Text:
    """`sentence` with `reason` in its own language at the mark `{reason}`."""
    return Text(sentence.zh.format(reason=reason.zh, **values), sentence.en.format(reason=reason.en, **values))
