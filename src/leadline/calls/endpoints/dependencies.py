"""What the routes of call data are given."""

from typing import cast

from fastapi import Request

from leadline.calls.service.toolbox import CallsToolbox


def toolbox(request: Request) -> CallsToolbox:
    """The calls context as the wiring assembled it."""
    return cast(CallsToolbox, request.app.state.calls)
