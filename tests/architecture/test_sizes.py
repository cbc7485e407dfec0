"""Files and functions stay small enough to be read in one go."""

import math

from tests.architecture.project import PACKAGE, functions_of, length_of, name_of, python_files

LONGEST_FILE, LONGEST_FUNCTION = 500, 60
MIGRATIONS = (
    PACKAGE / "migrations" / "versions"
)  # a list of tables, as Alembic writes it: length is no complexity there
USUAL_FILE, USUAL_FUNCTION = 350, 40


def lines_of_files(*folders: str) -> dict[str, int]:
    return {name_of(file): file.read_text(encoding="utf-8").count("\n") for file in python_files(*folders)}


def lines_of_functions(*folders: str) -> dict[str, int]:
    return {
        f"{name_of(file)}:{function.lineno} {function.name}": length_of(function)
        for file in python_files(*folders)
        if not file.is_relative_to(MIGRATIONS)
        for function in functions_of(file)
    }


def percentile_95(values: list[int]) -> int:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def over(limit: int, sizes: dict[str, int]) -> dict[str, int]:
    return {name: lines for name, lines in sizes.items() if lines > limit}


def test_no_file_is_longer_than_500_lines() -> None:
    assert over(LONGEST_FILE, lines_of_files("src", "tests", "bench")) == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert over(LONGEST_FUNCTION, lines_of_functions("src", "tests", "bench")) == {}


def test_19_of_20_files_have_at_most_350_lines() -> None:
    assert percentile_95(list(lines_of_files("src").values())) <= USUAL_FILE


def test_19_of_20_functions_have_at_most_40_lines() -> None:
    assert percentile_95(list(lines_of_functions("src").values())) <= USUAL_FUNCTION
