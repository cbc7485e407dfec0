"""The image of deploy/docker: what it copies is enough to build the package."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "docker" / "Dockerfile").read_text(encoding="utf-8")


def copied(to: Path) -> None:
    """What the first stage copies, as it lies there; the page need not have been built for this test."""
    first_stage = DOCKERFILE.split("\nFROM ")[1]
    for *names, _ in (line.split() for line in re.findall(r"^COPY (.+)$", first_stage, re.MULTILINE)):
        for name in names:
            place = to / Path(name).name
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__", "web"))
            else:
                shutil.copy(ROOT / name, place)
    page = to / "src" / "leadline" / "web"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html>")


def test_the_package_is_built_of_what_is_copied(tmp_path: Path) -> None:
    copied(tmp_path)
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert "leadline/web/index.html" in ZipFile(wheel).namelist()


def test_the_command_of_the_image_is_one_that_there_is() -> None:
    assert 'CMD ["leadline", "serve", "--workers", "4"]' in DOCKERFILE
