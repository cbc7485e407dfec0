"""What this context lets people do."""

from typing import Final

from leadline.kernel.auth.permissions import register
from leadline.kernel.text import Text

READ_JOBS: Final = register(
    "job:read", Text("查看后台任务与调度", "See jobs and schedules"), ("manager", "analyst")
).name
MANAGE_JOBS: Final = register("job:manage", Text("管理后台任务与调度", "Manage jobs and schedules"), ("manager",)).name
READ_ALERTS: Final = register("alert:read", Text("查看告警", "View alerts"), ("manager", "analyst")).name
MANAGE_ALERTS: Final = register(
    "alert:manage", Text("确认告警、修改告警规则", "Acknowledge alerts and change their rules"), ("manager",)
).name
