"""A real Prometheus for the tests, where the machine has one: Debian's package, which `make test` fetches."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.servers.ports import free_port


def tool(name: str) -> str:
    """The path of `prometheus` or `promtool`; without it the test is skipped, or fails where CI is set."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed: apt-get install prometheus")
        pytest.skip(f"{name} is not installed: apt-get install prometheus")
    return found


def checked(*command: str, folder: Path) -> str:
    """What `promtool` says of the files in `folder`; the test fails with it when it is not content."""
    ran = subprocess.run([tool("promtool"), *command], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


class PrometheusServer:
    """One Prometheus on a configuration, with its data beside it."""

    def __init__(self, config: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = config.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    tool("prometheus"), f"--config.file={config}", f"--web.listen-address=127.0.0.1:{port}",
                    f"--storage.tsdb.path={config.parent / 'data'}",
                ],
                stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self) -> None:
        """Ends it; its data are the test's to remove."""
        self.process.kill()
        self.process.wait(20)
