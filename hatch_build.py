"""A wheel holds the built page, or is not built at all."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageIsBuilt(BuildHookInterface):  # type: ignore[type-arg]  # the hook does not look at its configuration
    """Refuses a wheel without the page; an editable install may come first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # the hook's signature
        """Stop where the page is missing."""
        if version != "editable" and not (Path(self.root) / "src/leadline/web/index.html").is_file():
            raise RuntimeError("the page has not been built: run `make web` first, then build the wheel")
