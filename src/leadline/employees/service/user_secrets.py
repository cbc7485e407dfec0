"""New users, and new ways in for those who lost theirs: a secret that is told once."""

import secrets
import string
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.domain.passwords import folded
from leadline.employees.errors import BeyondYourRights, EmployeeTaken, NoPasswordHere, NotYourOwnRights, UsernameTaken
from leadline.employees.repository.accounts import LOCAL, read_account
from leadline.employees.repository.employees import update_employee
from leadline.employees.repository.sessions import end_sessions
from leadline.employees.repository.users import UserRow, insert_user, is_taken, update_user
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.employees import find_employee
from leadline.employees.service.links import make_link
from leadline.employees.service.passwords import put_password
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.employees.service.users import find_user, manageable, rights_within, told
from leadline.kernel.auth.claims import storable
from leadline.kernel.clock import now
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

FIRST_LINK_MINUTES: Final = 24 * 60
LETTERS: Final = "".join(sorted({*string.ascii_letters, *string.digits} - set("0O1lI5S")))  # read out over a telephone
LENGTH: Final = 14
UNREADABLE: Final = Text("用户名含有不能使用的字符", "contains characters that no user name has")


class Draft(NamedTuple):
    """A user to be made, and the employee they are."""

    username: str
    name: str
    role: str
    data_scope: ScopeKind | None = None
    employee_id: int | None = None


async def create_user(tools: EmployeesToolbox, asking: Asking, draft: Draft, *, link: bool) -> tuple[UserRow, str]:
    """A new local user and their secret: a one-time password, or what makes a sign-in link."""
    name = draft.username
    if not storable(name) or not storable(folded(name)) or not name.isprintable():
        raise InvalidInput([Detail("username", UNREADABLE)])
    password = None if link else one_time_password()
    hashed = None if password is None else await tools.passwords.hash(password)
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        override = await rights_within(connection, caller, draft.role, draft.data_scope)
        employee_id = await _free_employee(connection, caller, draft.employee_id)
        if await is_taken(connection, folded(name)):
            raise UsernameTaken(name=name)
        moment = now()
        values = {"username": name, "external_id": folded(name), "name": draft.name, "role": draft.role}
        way_in = {"password_hash": hashed, "password_changed_at": moment if hashed else None}
        times = {"created_at": moment, "updated_at": moment, "must_change_password": True}
        user_id = await insert_user(connection, {**values, **way_in, **times, "data_scope": override})
        if employee_id is not None:
            await update_employee(connection, employee_id, {"user_id": user_id})
        secret = password or await make_link(connection, user_id, caller.actor.name, FIRST_LINK_MINUTES)
        made = await find_user(connection, caller, user_id)
        await tell(connection, caller.actor, "user.create", f"user:{user_id}", after=told(made))
        return made, secret


async def reset_password(tools: EmployeesToolbox, asking: Asking, user_id: int, *, link: bool) -> tuple[UserRow, str]:
    """Takes the user's password and ends their sessions; the secret by which they get in again."""
    password = None if link else one_time_password()
    hashed = None if password is None else await tools.passwords.hash(password)
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        await manageable(connection, caller, user_id)
        if caller.is_user(user_id):
            raise NotYourOwnRights
        account = await read_account(connection, user_id, locked=True)
        if account is None or account.issuer != LOCAL:
            raise NoPasswordHere
        if hashed is None:
            ended = await end_sessions(connection, user_id, now())
            await update_user(connection, user_id, {"password_hash": None, "must_change_password": True})
        else:
            ended = await put_password(connection, account, hashed, temporary=True)
        await tell(connection, caller.actor, "password.reset", f"user:{user_id}", sessions=ended)
        secret = password or await make_link(connection, user_id, caller.actor.name, FIRST_LINK_MINUTES)
        return await find_user(connection, caller, user_id), secret


async def _free_employee(connection: AsyncConnection, caller: Caller, employee_id: int | None) -> int | None:
    """An employee within reach who has no user; only who sees all makes users who are nobody's."""
    if employee_id is None:
        if caller.kind != "all":
            raise BeyondYourRights(what="employee_id")
        return None
    employee = await find_employee(connection, caller, employee_id)
    if employee.user_id is not None:
        raise EmployeeTaken(what=f"{employee.employee_no} ({employee.username})")
    return employee.id


def one_time_password() -> str:
    """Letters and digits that nobody confuses: 80 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
