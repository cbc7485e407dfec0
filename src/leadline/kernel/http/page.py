"""The page: the built web application, handed out by the same process as the API.

`make web` builds it into the package (`leadline/web`), every file also compressed. Names under `assets/` change with
their content and are kept for ever; `index.html` answers every other address, for the page's own router to read, and
is never kept. Addresses under /api stay the API's.

The policy is strict: scripts and styles come from here or carry the nonce that each answer of the index is given. The
controls make their styles at run time and put the nonce on them (antd's `csp`); style attributes are only ever set
through the CSSOM, which no policy is needed for.
"""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response

from leadline.kernel.auth.dependencies import public
from leadline.kernel.errors import NotFound
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.text import Text

INDEX = "index.html"
ASSETS = "assets/"
NONCE = b"__CSP_NONCE__"
ENCODINGS = ((".br", "br"), (".gz", "gzip"))
FOREVER = "public, max-age=31536000, immutable"
HOURS = "public, max-age=3600"
NOT_BUILT = Text(
    "页面尚未构建：请在代码目录运行 make web，再重新启动。接口照常可用，文档见 /api/docs。\n",
    "The page has not been built: run make web in the checkout, then start again. The API works; see /api/docs.\n",
)


class OutsideApi(Convertor[str]):
    """Whatever path is not the API's: a GET of those is the page's, and /api keeps its own 404s and 405s."""

    regex: ClassVar[str] = r"(?!(?:api|health|metrics)(?:/|$)).*"

    def convert(self, value: str) -> str:
        """The path as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The path as it is."""
        return value


register_url_convertor("outside_api", OutsideApi())


@dataclass(frozen=True, slots=True)
class _Asset:
    """A file of the page with its compressed forms."""

    media_type: str
    plain: bytes
    packed: dict[str, bytes]


def built_page() -> Path:
    """Where the built page is within the package."""
    return Path(__file__).resolve().parents[2] / "web"


def page_routes(folder: Path) -> APIRouter:
    """The page in `folder`, at every address outside /api. List it last."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(public())])

    @router.get("/{path:outside_api}")
    async def page(path: str, request: Request, language: ReaderLanguage) -> Response:
        files = _files(folder)
        if INDEX not in files:
            return Response(NOT_BUILT.to(language), 503, media_type="text/plain")
        accepted = request.headers.get("accept-encoding", "")
        if path != INDEX and (asset := files.get(path)):
            return _sent(asset, accepted, FOREVER if path.startswith(ASSETS) else HOURS)
        if path.startswith(ASSETS):
            raise NotFound
        return _index(files[INDEX])

    return router


@lru_cache(maxsize=4)
def _files(folder: Path) -> dict[str, _Asset]:
    """Every file of the page, read once: a few megabytes."""
    found: dict[str, _Asset] = {}
    suffixes = tuple(suffix for suffix, _ in ENCODINGS)
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file() and file.suffix not in suffixes:
            packed = {
                name: path.read_bytes()
                for suffix, name in ENCODINGS
                if (path := file.with_name(file.name + suffix)).is_file()
            }
            media_type = "text/javascript" if file.suffix == ".js" else guess_type(file.name)[0]
            name = file.relative_to(folder).as_posix()
            found[name] = _Asset(media_type or "application/octet-stream", file.read_bytes(), packed)
    return found


def _sent(asset: _Asset, accepted: str, keeping: str) -> Response:
    headers = {"cache-control": keeping, "vary": "Accept-Encoding"}
    takes = {part.split(";")[0].strip() for part in accepted.split(",") if ";q=0" not in part.replace(" ", "")}
    for name, body in asset.packed.items():
        if name in takes:
            return Response(body, media_type=asset.media_type, headers={**headers, "content-encoding": name})
    return Response(asset.plain, media_type=asset.media_type, headers=headers)


def _index(asset: _Asset) -> Response:
    nonce = secrets.token_urlsafe(16)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
    body = asset.plain.replace(NONCE, nonce.encode())
    headers = {"content-security-policy": policy, "cache-control": "no-cache"}
    return Response(body, media_type="text/html", headers=headers)
