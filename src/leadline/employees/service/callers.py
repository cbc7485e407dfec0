"""Who asks: what they hold, how far they see, and what they may do to somebody else's rights."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.domain.rights import rank
from leadline.employees.errors import BeyondYourRights, NoAccount
from leadline.employees.repository.scopes import Seat, read_seat, teams_within, within
from leadline.employees.service.scopes import standing_of
from leadline.kernel.audit.actors import Actor
from leadline.kernel.auth.permissions import ADMIN, all_permissions
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.errors import NotAllowed

ROOT = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request's principal, how the audit log names them, and the permission they were let in with."""

    principal: Principal
    actor: Actor
    permission: str


@dataclass(frozen=True, slots=True)
class Caller:
    """The one who asks, as the database knows them within this transaction."""

    actor: Actor
    held: frozenset[str]
    kind: ScopeKind
    seat: Seat | None

    @property
    def user_id(self) -> int | None:
        """Their user; None for a development token and for the command line."""
        return self.seat.user_id if self.seat else None

    @property
    def account(self) -> int:
        """Their user; NoAccount when there is none."""
        if self.seat is None:
            raise NoAccount
        return self.seat.user_id

    def sees(self) -> ColumnElement[bool]:
        """The employees within reach, in a statement over `employees` outer-joined with `teams`."""
        seat = self.seat
        if seat is None:
            return within(self.kind, None, None, None)
        return within(self.kind, seat.employee_id, seat.team_id, seat.team_path)

    def knows_teams(self) -> ColumnElement[bool]:
        """The teams within reach, in a statement over `teams`."""
        seat = self.seat
        return teams_within(self.kind, seat.team_id if seat else None, seat.team_path if seat else None)

    def is_user(self, user_id: int | None) -> bool:
        """Whether that user is the caller."""
        return user_id is not None and user_id == self.user_id

    def must_reach(self, permissions: frozenset[str], kind: ScopeKind) -> None:
        """BeyondYourRights unless the caller holds all of these and sees as widely."""
        if missing := permissions - self.held:
            raise BeyondYourRights(what=", ".join(sorted(missing)))
        if rank(kind) > rank(self.kind):
            raise BeyondYourRights(what=kind)


def operator(actor: Actor) -> Asking:
    """The command line: whoever can run it holds the database anyway."""
    everything = frozenset(permission.name for permission in all_permissions())
    return Asking(Principal("", actor.name, ADMIN, everything, DataScope(all=True)), actor, ROOT)


async def caller_of(connection: AsyncConnection, asking: Asking) -> Caller:
    """The caller as they stand now; NotAllowed when the permission was taken from them since the request was let in."""
    principal = asking.principal
    standing = None if principal.account_id is None else await standing_of(connection, principal.account_id)
    if standing is None:  # a token without a user of ours
        return Caller(asking.actor, principal.permissions, "all" if principal.scope.all else "own", None)
    held = principal.permissions & standing.permissions  # a personal token may hold less than its user
    if asking.permission not in held or standing.seat.disabled_at is not None:
        raise NotAllowed(permission=asking.permission)
    return Caller(asking.actor, held, standing.seat.data_scope, standing.seat)


async def reader_of(connection: AsyncConnection, asking: Asking) -> Caller:
    """The caller of something that is only read: what the request was let in with is good enough."""
    principal = asking.principal
    seat = None if principal.account_id is None else await read_seat(connection, principal.account_id)
    if seat is None:
        return Caller(asking.actor, principal.permissions, "all" if principal.scope.all else "own", None)
    return Caller(asking.actor, principal.permissions, seat.data_scope, seat)
