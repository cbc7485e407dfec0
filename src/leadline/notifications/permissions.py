"""What this context lets people do. A channel holds secrets and lets data out: that is the administrator's."""

from typing import Final

from leadline.kernel.auth.permissions import register
from leadline.kernel.text import Text

MANAGE_CHANNELS: Final = register(
    "channel:manage", Text("管理通知渠道、查看发送记录", "Manage channels and view the delivery log")
).name
