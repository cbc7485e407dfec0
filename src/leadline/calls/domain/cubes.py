"""The roll-ups there are. Those from AGENT_HOUR on are what a caller with a narrower scope reads."""

from enum import IntEnum


class Cube(IntEnum):
    """The first column of a roll-up row: by what the day's calls are counted."""

    HOUR = 1
    AGENT = 2
    TASK = 3
    GRADE = 4
    OUTCOME = 5
    PROVINCE = 6
    AGENT_HOUR = 11
    AGENT_TASK = 13
    AGENT_GRADE = 14
    AGENT_OUTCOME = 15
    AGENT_PROVINCE = 16
