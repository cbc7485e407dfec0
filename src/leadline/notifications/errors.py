"""Refusals of notifications."""

from typing import Self

from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.text import Text


class ChannelNotFound(NotFound):
    """No such channel."""

    code = "channel_not_found"
    message = Text("没有这个通知渠道。", "There is no such channel.")


class ChannelTaken(LeadlineError):
    """Another channel is called so."""

    status = 409
    code = "channel_taken"
    message = Text("已有名为 {name} 的通知渠道。", "There is a channel called {name} already.")


class DeliveryNotFound(NotFound):
    """No such message."""

    code = "delivery_not_found"
    message = Text("没有这条发送记录。", "There is no such message in the log.")


class NothingToResend(LeadlineError):
    """It went out, alone or within a digest, or it waits for the end of the quiet hours."""

    status = 409
    code = "nothing_to_resend"
    message = Text(
        "这条消息的状态是“{state}”，不需要重发。", "This message is {state}: there is nothing to send again."
    )


class DeliveryFailed(LeadlineError):
    """The message did not go out; trying later may help."""

    status = 502
    code = "delivery_failed"
    message = Text("通知没有发出：{reason}", "The message did not go out: {reason}")

    @classmethod
    def because(cls, reason: Text) -> Self:
        """The refusal with its reason, in both languages."""
        error = cls()
        error.text = Text(cls.message.zh.format(reason=reason.zh), cls.message.en.format(reason=reason.en))
        return error


class DeliveryRefused(DeliveryFailed):
    """The message did not go out, and will not before somebody changes the channel."""

    status = 409
    code = "delivery_refused"
