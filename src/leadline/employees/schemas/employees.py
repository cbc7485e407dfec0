"""HTTP shapes of employees, their dialer accounts and their customers."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from leadline.employees.schemas.fields import NO_NUL, Given, Name, Named, RowId, Seen, Words
from leadline.kernel.http.envelope import LocalTime
from leadline.kernel.http.reasons import worded
from leadline.kernel.text import Text

Status = Literal["active", "leave", "left"]
EmployeeNo = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^[A-Z][A-Z0-9_-]{0,19}$",
            Text(
                "应以字母开头，只能有字母、数字、_ 和 -，最多 20 位",
                "begins with a letter; letters, digits, _ and - only, 20 at most",
            ),
        )
    ),
    Field(description="如 EMP_001；不填则自动编号 · left out: the next free one"),
]
A_NUMBER = worded(
    r"^[0-9+()\- ]{3,32}$",
    Text(
        "应为电话号码：3 到 32 位，只能有数字、空格和 + - ( )",
        "a telephone number: 3 to 32 of digits, spaces and + - ( )",
    ),
)
AN_ADDRESS = worded(
    r"^$|^[^@\s\x00]+@[^@\s\x00]+$",
    Text("应为邮箱地址，例如 name@example.com", "an e-mail address, such as name@example.com"),
)
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=A_NUMBER)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=AN_ADDRESS)]
Source = Annotated[
    str,
    StringConstraints(
        max_length=50,
        pattern=worded(r"^[A-Za-z0-9_.-]*$", Text("只能有字母、数字、_ . 和 -", "letters, digits, _ . and - only")),
    ),
    Field(description="外呼系统，空为任意 · the dialer; empty: any"),
]
AgentId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]


class AgentShape(BaseModel):
    """A dialer account of an employee; both days are included, null is open. `current`: today is within."""

    id: int
    source: str
    agent_id: str
    valid_from: date | None
    valid_to: date | None
    current: bool


class EmployeeUser(BaseModel):
    """The user whom an employee signs in as."""

    id: int
    username: str
    role: str


class EmployeeShape(BaseModel):
    """An employee; the number is masked."""

    id: int
    employee_no: str
    name: str
    team: Named | None
    user: EmployeeUser | None
    position: str
    status: Status
    phone: str | None
    email: str
    joined_on: date | None
    left_on: date | None
    agents: list[AgentShape]
    created_at: LocalTime
    updated_at: LocalTime


class EmployeeCreate(Given):
    """A new employee."""

    name: Name
    employee_no: EmployeeNo | None = None
    team_id: RowId | None = None
    user_id: RowId | None = None
    position: Words = ""
    phone: Phone | None = None
    email: Email = ""
    joined_on: date | None = None


class EmployeePut(Given):
    """The fields that are given are changed, null empties one; the others stay. A state has a route of its own."""

    name: Name = ""
    employee_no: EmployeeNo = ""
    team_id: RowId | None = None
    user_id: RowId | None = None
    position: Words = ""
    phone: Phone | None = None
    email: Email = ""
    joined_on: date | None = None
    updated_at: Seen = None


class StatusChange(Given):
    """在职 active, 休假 leave, 离职 left; `on` is the last day of somebody who leaves, today unless given."""

    status: Status
    on: date | None = None
    updated_at: Seen = None


class AgentCreate(Given):
    """A dialer account for a period; both days are included, left out is open."""

    source: Source
    agent_id: AgentId
    valid_from: date | None = None
    valid_to: date | None = None


class AgentPut(Given):
    """The days of an account, both of them."""

    valid_from: date | None = None
    valid_to: date | None = None


class AgentSeenShape(BaseModel):
    """A dialer account that calls and is nobody's."""

    source: str
    agent_id: str
    name: str | None
    last_day: date


class RevealWish(Given):
    """Why the number is needed; it is written into the audit log."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]


class EmployeePhone(BaseModel):
    """The whole number."""

    phone: str


class CustomerShape(BaseModel):
    """A customer of an employee; the number is masked."""

    id: int
    customer_no: str
    name: str
    phone: str | None
    assigned_on: date


class Assignment(Given):
    """Customers to be given to the employee."""

    customer_ids: Annotated[list[RowId], Field(min_length=1, max_length=1000)]


class Assigned(BaseModel):
    """How many customers changed hands."""

    assigned: int
