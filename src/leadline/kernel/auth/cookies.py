"""The page's credentials: a cookie that scripts cannot read, and the proof that a write comes from our own page."""

import hmac
from http.cookies import SimpleCookie
from typing import Final

from leadline.kernel.errors import LeadlineError, NotAuthenticated
from leadline.kernel.text import Text

SESSION_COOKIE: Final = "leadline_session"
CSRF_COOKIE: Final = "leadline_csrf"
CSRF_HEADER: Final = b"x-csrf-token"
LONGEST_COOKIES: Final = 16_384
_NAME = SESSION_COOKIE.encode()


class CsrfRefused(LeadlineError):
    """A write by cookie without the token of its session."""

    status = 403
    code = "csrf_refused"
    message = Text(
        "请求缺少或带有错误的 X-CSRF-Token，请刷新页面后重试。",
        "X-CSRF-Token is missing or wrong. Reload the page and try again.",
    )


def session_of(cookie: bytes) -> bytes | None:
    """The session token among the cookies; None without one.

    NotAuthenticated for two that differ: one of them was planted from a neighbouring host, and nobody can tell which.
    """
    found: bytes | None = None
    for part in cookie[:LONGEST_COOKIES].split(b";"):
        name, _, value = part.partition(b"=")
        if name.strip() == _NAME:
            value = value.strip()
            if found is not None and found != value:
                raise NotAuthenticated
            found = value
    return found or None


class Csrf:
    """Makes and checks the tokens of sessions with one secret."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"leadline csrf v1", "sha256")

    def token_of(self, session_id: str) -> str:
        """The token that belongs to the session."""
        return hmac.new(self._key, session_id.encode(), "sha256").hexdigest()

    def check(self, session_id: str, given: bytes | None) -> None:
        """CsrfRefused unless `given` is the session's."""
        if given is None or not hmac.compare_digest(given, self.token_of(session_id).encode()):
            raise CsrfRefused


def set_cookies(session: str, csrf: str, *, seconds: int, secure: bool) -> list[str]:
    """The `Set-Cookie` values that sign a browser in for `seconds`; none left: that sign it out."""
    jar: SimpleCookie = SimpleCookie()
    for name, value, hidden in ((SESSION_COOKIE, session, True), (CSRF_COOKIE, csrf, False)):
        jar[name] = value
        jar[name].update({"path": "/", "samesite": "Lax", "max-age": str(seconds)})
        if secure:
            jar[name]["secure"] = True
        if hidden:
            jar[name]["httponly"] = True
    return [morsel.OutputString() for morsel in jar.values()]
