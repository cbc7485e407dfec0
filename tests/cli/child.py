"""Types many command lines in one process, and tells what each was answered. `answers.py` starts it."""

import json
import os
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from leadline.entrypoints.cli import main


def typed(line: dict[str, object], name: str = "leadline") -> dict[str, object]:
    """One line's exit status, standard output and standard error."""
    sys.argv = [name, *line["words"]]  # type: ignore[misc]  # a list of words
    sys.stdin = StringIO(str(line["given"]))
    os.environ["COLUMNS"] = str(line["columns"])
    status: object = None
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                status = end.code
        said = [stream.seek(0) or stream.read() for stream in (out, err)]
    return {"status": status, "out": said[0], "err": said[1]}


if __name__ == "__main__":
    answers = [typed(line) for line in json.load(sys.stdin)]
    json.dump({"answers": answers, "modules": sorted(sys.modules)}, sys.stdout)
