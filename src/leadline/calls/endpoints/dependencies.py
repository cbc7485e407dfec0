"""What the routes of call data are given."""

from typing import cast

from fastapi import Request

from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.auth.principal import Principal


def toolbox(request: Request) -> CallsToolbox:
    """The calls context as the wiring assembled it."""
    return cast(CallsToolbox, request.app.state.calls)


def reader_of(request: Request, principal: Principal) -> Reader:
    """The caller as the audit log tells of them."""
    return Reader(principal, actor_of(request, principal))
