"""The number by which people know an employee: EMP_001."""

PREFIX = "EMP_"
DIGITS = 3


def next_number(taken: list[str]) -> str:
    """The number after the highest of ours; those that somebody made up otherwise do not count."""
    ours = [number.removeprefix(PREFIX) for number in taken if number.startswith(PREFIX)]
    highest = max((int(digits) for digits in ours if digits.isascii() and digits.isdigit()), default=0)
    return f"{PREFIX}{highest + 1:0{DIGITS}d}"
