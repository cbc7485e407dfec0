"""Every table of every context, on one metadata: importing this module registers them all."""

from leadline.calls import models as calls_models
from leadline.employees import models as employees_models
from leadline.kernel.audit import log as audit_log
from leadline.kernel.crypto import vault
from leadline.kernel.db import counters
from leadline.kernel.db.base import metadata
from leadline.kernel.jobs import tables as job_tables
from leadline.kernel.outbox import tables as outbox_tables

__all__ = [
    "audit_log", "calls_models", "counters", "employees_models", "job_tables", "metadata", "outbox_tables", "vault",
]  # fmt: skip
