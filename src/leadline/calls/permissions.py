"""What this context lets people do, beyond what the kernel knows."""

from typing import Final

from leadline.kernel.auth.permissions import register
from leadline.kernel.text import Text

EXPORT_NUMBERS: Final = register(
    "phone:export", Text("导出完整手机号（记入审计）", "Export unmasked telephone numbers (audited)")
).name
CLOSE_DAYS: Final = register(
    "day:close", Text("手动结账，以及撤销", "Close days by hand, and undo that"), ("manager",)
).name
