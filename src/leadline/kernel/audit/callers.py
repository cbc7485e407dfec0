"""The caller of a request, as the audit log names them."""

from fastapi import Request

from leadline.kernel.audit.actors import Actor
from leadline.kernel.auth.principal import Principal
from leadline.kernel.observability.trace import TRACE_ID


def actor_of(request: Request, principal: Principal) -> Actor:
    """The caller of a request."""
    address = request.client.host if request.client else ""
    return Actor(principal.username, str(principal.user_id), address, TRACE_ID.get())
