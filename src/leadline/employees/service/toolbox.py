"""What the use cases of employees work with, assembled once a process by the wiring."""

from dataclasses import dataclass

from leadline.employees.ports import CallFigures, CustomerBook
from leadline.employees.service.hashing import PasswordHasher
from leadline.kernel.auth.cookies import Csrf
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class EmployeesToolbox:
    """The employees context, ready for use. Without a book of customers there are no customers yet."""

    settings: Settings
    database: Database
    calendar: BusinessCalendar
    cipher: Cipher
    tokens: Tokens
    csrf: Csrf
    passwords: PasswordHasher
    figures: CallFigures
    customers: CustomerBook | None = None
