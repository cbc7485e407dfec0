"""How these tests read: bytes or lines in, calls and refusals out."""

import io
from collections.abc import Iterable
from pathlib import Path

from leadline.calls.contracts import CallRow, Refusal
from leadline.calls.ports import CallFileReader

SAMPLES = Path(__file__).parent / "samples"


def read(reader: CallFileReader, content: bytes | str | Path, name: str = "calls.csv") -> list[CallRow | Refusal]:
    if isinstance(content, Path):
        with content.open("rb") as stream:
            return list(reader.read(stream, content.name))
    data = content.encode() if isinstance(content, str) else content
    return list(reader.read(io.BytesIO(data), name))


def calls(found: Iterable[CallRow | Refusal]) -> list[CallRow]:
    return [row for row in found if isinstance(row, CallRow)]


def refusals(found: Iterable[CallRow | Refusal]) -> list[Refusal]:
    return [row for row in found if isinstance(row, Refusal)]


def only_call(found: list[CallRow | Refusal]) -> CallRow:
    assert len(found) == 1
    assert isinstance(found[0], CallRow), found[0]
    return found[0]


def only_refusal(found: list[CallRow | Refusal]) -> Refusal:
    assert len(found) == 1
    assert isinstance(found[0], Refusal), found[0]
    return found[0]
