"""Holds the lock file of what users install against the published advisories (pip-audit).

A known vulnerability fails. Where the service of advisories cannot be reached nothing is known: that is said, and does
not fail, so that a machine without the internet can still check everything else.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS = 60
COMMAND = ("--requirement", "requirements/run.lock", "--no-deps", "--disable-pip", "--format", "json")
QUIET = ("--progress-spinner", "off", "--timeout", "10")


def main() -> int:
    """The exit status."""
    tool = Path(sys.executable).with_name("pip-audit")
    command = [str(tool), *COMMAND, *QUIET]
    try:
        process = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603  # our own tool
    except (subprocess.TimeoutExpired, OSError) as error:
        return _unknown(type(error).__name__)
    try:
        found: list[dict[str, Any]] = json.loads(process.stdout)["dependencies"]
    except (ValueError, KeyError):
        lines = process.stderr.strip().splitlines() or ["no answer"]
        return _unknown(lines[-1][:300])
    return _judge(found)


def _judge(found: list[dict[str, Any]]) -> int:
    vulnerable = [one for one in found if one.get("vulns")]
    for one in vulnerable:
        for advisory in one["vulns"]:
            fixed = ", ".join(advisory.get("fix_versions", [])) or "no release yet"
            sys.stderr.write(f"{one['name']} {one['version']}: {advisory['id']} (mended in {fixed})\n")
    skipped = [one["name"] for one in found if one.get("skip_reason")]
    if len(skipped) == len(found):
        return _unknown("it knows none of the packages")
    known = len(found) - len(skipped)
    sys.stdout.write(f"advisories: {known} packages looked up, {len(vulnerable)} with a known vulnerability\n")
    if skipped:
        sys.stdout.write(f"advisories: NOT LOOKED UP: {', '.join(skipped)}\n")
    return 1 if vulnerable else 0


def _unknown(reason: str) -> int:
    sys.stdout.write(f"advisories: NOT CHECKED, the service of advisories cannot be reached ({reason})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
