"""The vendor's HTTP interface: envelope, token, retries and pace. Answers bodies' `data`, or raises `SourceFailure`."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar
from urllib.parse import quote

import httpx
import orjson
import stamina

from leadline.integrations.guanke import failures
from leadline.integrations.guanke.failures import AttemptFailed, LogInFailed, TokenRefused, VendorFailure
from leadline.integrations.guanke.pacing import Pace, seconds_to_wait
from leadline.integrations.guanke.tokens import Credentials, TokenKeeper, TokenStore
from leadline.integrations.guanke.values import mapping_of, text_of, whole
from leadline.kernel.observability.spans import asking_span, note, outgoing_headers
from leadline.kernel.reaching import why_not_reached

T = TypeVar("T")
SUCCESS: Final = 200
TOKEN_CODES: Final = frozenset({1_000_001, 1_000_002})
_TOO_MANY: Final = 429
_UNAUTHORISED: Final = 401
_SERVER_CODES: Final = range(500, 600)
_HIDDEN: Final = "***"


class _WithoutQuery(logging.Filter):
    """Takes the query off every address that httpx logs: the vendor's log-in carries secrets there."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                argument.copy_with(query=None) if isinstance(argument, httpx.URL) else argument
                for argument in record.args
            )
        return True


logging.getLogger("httpx").addFilter(_WithoutQuery())


@dataclass(frozen=True, slots=True)
class Tuning:
    """How patient the client is. `backoff_seconds` is the first wait between attempts; it doubles, with jitter."""

    timeout_seconds: float = 60.0
    attempts: int = 5
    parallel_pages: int = 4
    requests_per_second: float = 20.0
    backoff_seconds: float = 0.5
    longest_backoff_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: its `data`, and the body as it came."""

    data: object
    body: bytes


@dataclass(frozen=True, slots=True)
class _Refused:
    code: int | None
    message: str


class GuankeClient:
    """Speaks to one Guanke account. Safe for concurrent use within one event loop."""

    def __init__(
        self,
        name: str,
        base_url: str,
        credentials: Credentials,
        token_store: TokenStore,
        tuning: Tuning | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._name = name
        self._tuning = tuning or Tuning()
        self._credentials = credentials
        self._tokens = TokenKeeper(f"{name} {credentials.mark}", token_store, self._log_in)
        self._pace = Pace(self._tuning.requests_per_second)
        self._slots = asyncio.Semaphore(self._tuning.parallel_pages)
        # Joined by hand: httpx would refuse a bad one here, before the connection test can explain it.
        self._base_url = base_url.rstrip("/")
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(self._tuning.timeout_seconds, connect=min(10.0, self._tuning.timeout_seconds)),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            transport=transport,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, params: Mapping[str, str | int], read: Callable[[Answer], T]) -> T:
        """What `read` makes of the answer, in a thread; a ValueError of `read` counts as an unreadable answer."""
        return await self._ask("GET", path, read, params=params)

    async def post(self, path: str, body: Mapping[str, object], read: Callable[[Answer], T]) -> T:
        """As `get`, with a JSON body. Retried like `get`: for requests that may safely arrive twice."""
        return await self._ask("POST", path, read, body=body)

    async def log_in(self) -> None:
        """Make sure that there is a token. Raises `LogInFailed`."""
        await self._tokens.current()

    async def _ask(
        self,
        method: Literal["GET", "POST"],
        path: str,
        read: Callable[[Answer], T],
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> T:
        async def attempt() -> T:
            token = await self._tokens.current()
            try:
                return await self._send(method, path, read, params, body, token)
            except TokenRefused:
                fresh = await self._tokens.instead_of(token)
            try:
                return await self._send(method, path, read, params, body, fresh)
            except TokenRefused as again:
                raise VendorFailure(again.reason) from None

        try:
            return await self._retried(attempt)
        except AttemptFailed as last:
            gave_up = failures.with_reason(failures.GAVE_UP, last.reason, attempts=self._tuning.attempts, path=path)
            raise VendorFailure(gave_up) from None

    async def _retried(self, attempt: Callable[[], Coroutine[object, object, T]]) -> T:
        tries = stamina.retry_context(
            on=_may_retry,
            attempts=self._tuning.attempts,
            timeout=None,
            wait_initial=self._tuning.backoff_seconds,
            wait_jitter=self._tuning.backoff_seconds,
            wait_max=self._tuning.longest_backoff_seconds,
        )
        async for one in tries:
            with one:
                return await attempt()
        raise AssertionError("retry_context ends with an answer or an error")

    async def _send(
        self,
        method: str,
        path: str,
        read: Callable[[Answer], T],
        params: Mapping[str, str | int] | None,
        body: Mapping[str, object] | None,
        token: str,
    ) -> T:
        content = orjson.dumps(body) if body is not None else None
        async with self._slots:
            await self._pace.turn()
            raw = await self._exchange(method, path, params, content, {"Authorization": token})
            # A page is half a megabyte: decoding it here would hold up every other request of this process.
            result = await asyncio.to_thread(_opened, raw, read)
        if not isinstance(result, _Refused):
            return result
        if result.code in TOKEN_CODES:
            raise TokenRefused(failures.TOKEN_REFUSED.fill(code=result.code))
        message = self._without_secrets(result.message, token)
        raise AttemptFailed(failures.BUSINESS_ERROR.fill(code=result.code, message=message))

    async def _exchange(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """The body of an HTTP 200. Errors are re-raised without their cause: it holds the request and its secrets."""
        try:
            with asking_span(f"{method} {path}", vendor=self._name):
                sent = {**(headers or {}), **outgoing_headers()}
                answer = await self._http.request(
                    method, self._base_url + path, params=params, content=content, headers=sent
                )
                note(**{"http.response.status_code": answer.status_code})
        except httpx.TimeoutException:
            raise AttemptFailed(failures.TIMED_OUT.fill(seconds=self._tuning.timeout_seconds)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AttemptFailed(failures.BROKEN.fill(why=why_not_reached(error))) from None
        if answer.status_code == _TOO_MANY:
            pause = seconds_to_wait(answer.headers.get("Retry-After"))
            self._pace.pause(pause or 0.0)
            raise AttemptFailed(failures.TOO_MANY, pause)
        if answer.status_code == _UNAUTHORISED:
            raise TokenRefused(failures.TOKEN_REFUSED.fill(code="HTTP 401"))
        if answer.status_code != SUCCESS:
            raise AttemptFailed(failures.HTTP_ERROR.fill(status=answer.status_code))
        return answer.content

    async def _log_in(self) -> str:
        if not self._credentials.usable:
            raise LogInFailed(failures.NO_CREDENTIALS)
        try:
            return await self._retried(self._token)
        except AttemptFailed as last:
            raise LogInFailed(failures.with_reason(failures.LOG_IN_FAILED, last.reason)) from None

    async def _token(self) -> str:
        known = self._credentials
        path, params = (
            ("/token/secret", {"secret": known.api_secret})
            if known.api_secret
            else ("/token", {"username": known.username, "password": known.password})
        )
        await self._pace.turn()
        try:
            result = _opened(await self._exchange("GET", path, params), _token_in)
        except TokenRefused:
            result = _Refused(_UNAUTHORISED, "HTTP 401")
        if not isinstance(result, _Refused):
            return result
        filling = {"code": result.code, "message": self._without_secrets(result.message), "variables": known.variables}
        if result.code in _SERVER_CODES:
            raise AttemptFailed(failures.BUSINESS_ERROR.fill(**filling))
        # A wrong password tried five times may lock the account, so a plain refusal is final.
        raise LogInFailed(failures.LOG_IN_REFUSED.fill(**filling))

    def _without_secrets(self, message: str, *secrets: str) -> str:
        known = self._credentials
        for secret in (known.api_secret, known.password, *secrets):
            if secret:
                message = message.replace(secret, _HIDDEN).replace(quote(secret, safe=""), _HIDDEN)
        return message


def _may_retry(error: Exception) -> bool | float:
    if not isinstance(error, AttemptFailed):
        return False
    return True if error.retry_after is None else error.retry_after


def _opened(body: bytes, read: Callable[[Answer], T]) -> T | _Refused:
    """What `read` makes of a successful envelope, or the refusal in it. Raises `AttemptFailed` on anything else."""
    try:
        envelope = mapping_of(orjson.loads(body))
        code = whole(envelope.get("code")) if envelope is not None else None
        if envelope is None or code is None:
            raise ValueError("no envelope")  # noqa: TRY301  the same answer as for a body that is no JSON
        if code != SUCCESS:
            message = text_of(envelope.get("message"), 200) or text_of(envelope.get("msg"), 200)
            return _Refused(code, message or "-")
        return read(Answer(envelope.get("data"), body))
    except ValueError as error:
        problem = "JSON" if isinstance(error, orjson.JSONDecodeError) else str(error)
        raise AttemptFailed(failures.UNREADABLE.fill(problem=problem)) from None


def _token_in(answer: Answer) -> str:
    data = mapping_of(answer.data)
    token = text_of(data.get("token"), 4000) if data else text_of(answer.data, 4000)
    if not token or not token.isascii():
        raise ValueError("no token")
    return token
