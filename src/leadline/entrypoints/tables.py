"""Every table of every context and every protected column: importing this module registers them all."""

from leadline.calls import models as calls_models
from leadline.calls.repository import protected as calls_protected
from leadline.employees import models as employees_models
from leadline.employees.repository import protected as employees_protected
from leadline.kernel.audit import log as audit_log
from leadline.kernel.crypto import data_keys, rotation, vault
from leadline.kernel.db import counters
from leadline.kernel.db.base import metadata
from leadline.kernel.http import idempotency_keys
from leadline.kernel.jobs import tables as job_tables
from leadline.kernel.outbox import tables as outbox_tables
from leadline.notifications import models as notifications_models
from leadline.notifications.repository import protected as notifications_protected
from leadline.operations import models as operations_models

__all__ = [
    "audit_log", "calls_models", "calls_protected", "counters", "data_keys", "employees_models",
    "employees_protected", "idempotency_keys", "job_tables",
    "metadata", "notifications_models", "notifications_protected", "operations_models", "outbox_tables",
    "rotation", "vault",
]  # fmt: skip
