"""The example for nginx lets through what the program takes."""

import re
from pathlib import Path

from leadline.kernel.settings import Settings

CONFIGURATION = (Path(__file__).parents[2] / "deploy" / "nginx" / "leadline.conf").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024


def largest_body(of: str) -> int:
    found = re.search(r"client_max_body_size (\d+)m;", of)
    assert found, of
    return int(found[1]) * MEGABYTE


def location(path: str) -> str:
    found = re.search(rf"location [=~ ]*{re.escape(path)} {{(.*?)^    }}", CONFIGURATION, re.MULTILINE | re.DOTALL)
    assert found, path
    return found[1]


def test_the_program_refuses_a_large_body_before_the_proxy_does() -> None:
    server = CONFIGURATION.split("location", maxsplit=1)[0]
    assert largest_body(server) > Settings.model_fields["max_body_bytes"].default


def test_a_file_as_large_as_may_be_imported_comes_through() -> None:
    uploads = location("/api/calls/imports/files")
    assert largest_body(uploads) > Settings.model_fields["import_max_mb"].default * MEGABYTE
    assert "proxy_request_buffering off" in uploads
