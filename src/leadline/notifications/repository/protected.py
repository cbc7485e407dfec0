"""What of a channel a data key wrote: its address."""

from leadline.kernel.crypto.protected import protect, renewed
from leadline.notifications.models import notification_channels
from leadline.notifications.repository.channels import ADDRESS_PURPOSE

columns = notification_channels.c
protect(renewed(notification_channels, columns.id, columns.address_cipher, lambda _: ADDRESS_PURPOSE))
