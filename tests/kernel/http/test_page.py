"""The page is handed out beside the API, and neither is taken for the other."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, Depends

from leadline.kernel.auth.dependencies import public
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.http.page import page_routes
from leadline.kernel.settings import Settings

INDEX = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__">1</script>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "robots.txt").write_text("User-agent: *\n")
    (tmp_path / "assets" / "app-1.js").write_text("plain")
    (tmp_path / "assets" / "app-1.js.br").write_bytes(b"brotli")
    (tmp_path / "assets" / "app-1.js.gz").write_bytes(b"gzip")
    return tmp_path


def served(settings: Settings, folder: Path) -> httpx.AsyncClient:
    api = APIRouter(dependencies=[Depends(public())])

    @api.post("/api/write")
    async def write() -> None:
        """Is not called here."""

    app = create_app_shell(settings, routers=(api, page_routes(folder)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://page")


@pytest.mark.parametrize("path", ["/", "/index.html", "/calls?range=7d", "/people/7/edit", "/apiary"])
async def test_every_address_outside_the_api_is_the_page(settings: Settings, folder: Path, path: str) -> None:
    async with served(settings, folder) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_every_index_has_a_nonce_of_its_own_and_the_policy_names_it(settings: Settings, folder: Path) -> None:
    async with served(settings, folder) as client:
        first, second = await client.get("/"), await client.get("/")
    nonces = set(re.findall(r'nonce="([^"]+)"', first.text))
    assert len(nonces) == 1
    assert nonces.isdisjoint(re.findall(r'nonce="([^"]+)"', second.text))
    policy = first.headers["content-security-policy"]
    assert f"script-src 'self' 'nonce-{nonces.pop()}'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [("gzip, deflate, br", "br", b"brotli"), ("br;q=0, gzip", "gzip", b"gzip"), ("identity", None, b"plain")],
)
async def test_assets_come_compressed_as_the_browser_takes_them(
    settings: Settings, folder: Path, accepted: str, encoding: str | None, body: bytes
) -> None:
    async with (
        served(settings, folder) as client,
        client.stream("GET", "/assets/app-1.js", headers={"Accept-Encoding": accepted}) as answer,
    ):
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.headers.get("content-encoding"), raw) == (encoding, body)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_other_files_of_the_page_are_asked_for_again_after_a_while(settings: Settings, folder: Path) -> None:
    async with served(settings, folder) as client:
        answer = await client.get("/robots.txt")
    assert (answer.text, answer.headers["cache-control"]) == ("User-agent: *\n", "public, max-age=3600")


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/assets/gone-2.js", "/assets/../../secret"])
async def test_what_is_not_there_stays_a_404_in_json(settings: Settings, folder: Path, path: str) -> None:
    async with served(settings, folder) as client:
        answer = await client.get(path)
    if path.startswith("/assets/.."):
        assert answer.text.startswith("<!doctype html>")  # the client itself folds the dots: it is a page's address
    else:
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_wrong_method_of_the_api_stays_a_405(settings: Settings, folder: Path) -> None:
    async with served(settings, folder) as client:
        answer = await client.get("/api/write")
    assert (answer.status_code, "POST" in answer.headers["allow"]) == (405, True)


async def test_a_page_that_was_not_built_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    async with served(settings, tmp_path / "nowhere") as client:
        answer = await client.get("/", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 503
    assert "make web" in answer.text
