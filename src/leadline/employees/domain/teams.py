"""The tree of teams: paths, and the order in which a tree is read."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOST_LEVELS = 16
LONGEST_PATH = 500


class Leaf(NamedTuple):
    """What a tree is made of."""

    id: int
    name: str
    parent_id: int | None


def path_of(team_id: int, above: str) -> str:
    """The path of a team below the one of path `above` (`/` for none)."""
    return f"{above}{team_id}/"


def levels(path: str) -> int:
    """How deep a path goes: 1 for a team at the top."""
    return path.count("/") - 1


def in_order(leaves: Iterable[Leaf]) -> Iterator[int]:
    """Ids as one reads a tree: every team is followed by those below it, neighbours by name."""
    below: dict[int | None, list[Leaf]] = {}
    known = {leaf.id: leaf for leaf in leaves}
    for leaf in known.values():
        parent = leaf.parent_id if leaf.parent_id in known else None
        below.setdefault(parent, []).append(leaf)
    waiting = _last_first(below.get(None, []))
    while waiting:
        leaf = waiting.pop()
        yield leaf.id
        waiting += _last_first(below.get(leaf.id, []))


def _last_first(leaves: list[Leaf]) -> list[Leaf]:
    return sorted(leaves, key=lambda leaf: (leaf.name, leaf.id), reverse=True)
