"""A password typed at a terminal."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "leadline", "user", "create", "boss", "--role", "admin", "--password-stdin"]


def typed(home: Path, url: str, language: str, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Exit status and standard error, each answer typed once what it answers has been asked."""
    told = {"LEADLINE_LANG": language, "LEADLINE_HOME": str(home), "DATABASE_URL": url, "APP_ENV": "testing"}
    terminal, end = os.openpty()
    process = subprocess.Popen(
        COMMAND, env={**os.environ, **told, "PASSWORD_COST": "4"}, cwd=home, stdin=end, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    said = ""
    for question, answer in answers:
        asked = b""
        while not asked.endswith(f"{question}: ".encode()):  # the blank comes when the terminal is ready
            asked += process.stderr.read(1)
        os.write(terminal, f"{answer}\n".encode())
        said += asked.decode()
    said += process.communicate(timeout=60)[1].decode()
    os.close(terminal)
    os.close(end)
    return process.returncode, said


def test_it_is_asked_for_again_until_it_is_the_same_twice(sqlite_url: str, tmp_path: Path) -> None:
    answers = [
        ("密码", "correct horse battery"),
        ("再输一次", "another"),
        ("密码", "correct horse"),
        ("再输一次", "correct horse"),
    ]
    status, said = typed(tmp_path, sqlite_url, "zh", answers)
    assert (status, said.count("两次输入不一致，请重新输入。"), "已创建用户 boss。" in said) == (0, 1, True)


def test_it_is_asked_for_in_english_too_and_not_shown(sqlite_url: str, tmp_path: Path) -> None:
    status, said = typed(tmp_path, sqlite_url, "en", [("Password", "correct horse"), ("Once more", "correct horse")])
    assert (status, "User boss made." in said, "horse" in said) == (0, True, False)
