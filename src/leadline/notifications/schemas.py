"""HTTP shapes of channels and deliveries."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from leadline.kernel.http.envelope import LocalTime
from leadline.kernel.text import Language
from leadline.notifications.contracts import ChannelKind, DeliveryKind, DeliveryState, Mark
from leadline.operations.contracts import Severity

NO_NUL = r"^[^\x00-\x1f]*$"
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Rules = Annotated[list[Annotated[str, StringConstraints(max_length=50)]], Field(max_length=50)]
Severities = Annotated[list[Severity], Field(min_length=1, max_length=3)]
Secret = Annotated[Words | None, Field(description="留空或原样传回则不变 · left out: stays as it is")]
Security = Literal["ssl", "starttls", "none"]


class AddressBody(BaseModel):
    """Where messages go. Robots and webhooks: `url` and, signed, `secret`; mail: the rest."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_NUL)] | None = None
    secret: Secret = None
    host: Words | None = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    security: Security | None = None
    username: Words | None = None
    password: Secret = None
    sender: Words | None = None
    recipients: Annotated[list[Words] | None, Field(max_length=50)] = None


class AddressShape(BaseModel):
    """What of an address may be shown: the masked `url`, whether there is a secret."""

    url: str | None = None
    has_secret: bool | None = None
    host: str | None = None
    port: int | None = None
    security: Security | None = None
    username: str | None = None
    has_password: bool | None = None
    sender: str | None = None
    recipients: list[str] | None = None


class ChannelCreate(BaseModel):
    """A new channel."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    kind: ChannelKind
    address: AddressBody
    enabled: bool = True
    severities: Severities = [Severity.WARNING, Severity.CRITICAL]
    rules: Annotated[Rules | None, Field(description="null: 全部规则 · all rules")] = None
    recoveries: Annotated[bool, Field(description="恢复时也通知 · told when it is over, too")] = True
    language: Language = "zh-CN"
    quiet_from: Annotated[Clock | None, Field(description="HH:MM")] = None
    quiet_to: Annotated[Clock | None, Field(description="HH:MM, 可跨零点 · may be past midnight")] = None
    zone: Name = "Asia/Shanghai"
    urgent_through: Annotated[bool, Field(description="严重告警不受免打扰限制 · critical ones are not held")] = False


class ChannelPatch(BaseModel):
    """What to change; what is left out stays. `rules`, `quiet_from` and `quiet_to` may be set to null."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    address: AddressBody | None = None
    enabled: bool | None = None
    severities: Severities | None = None
    rules: Rules | None = None
    recoveries: bool | None = None
    language: Language | None = None
    quiet_from: Clock | None = None
    quiet_to: Clock | None = None
    zone: Name | None = None
    urgent_through: bool | None = None


class DeliveryItem(BaseModel):
    """One line of a message."""

    model_config = ConfigDict(from_attributes=True)

    mark: Mark
    title: str
    text: str
    at: str


class DeliveryShape(BaseModel):
    """A message and what became of it."""

    id: int
    channel_id: int
    channel_name: str
    kind: DeliveryKind
    state: DeliveryState
    subject: str
    items: list[DeliveryItem]
    attempts: int
    error: str | None
    digest_id: int | None
    created_at: LocalTime
    sent_at: LocalTime | None


class ChannelShape(BaseModel):
    """A channel. No answer shows its whole address."""

    id: int
    name: str
    kind: ChannelKind
    enabled: bool
    address: AddressShape
    severities: list[Severity]
    rules: list[str] | None
    recoveries: bool
    language: Language
    quiet_from: str | None
    quiet_to: str | None
    zone: str
    urgent_through: bool
    created_at: LocalTime
    updated_at: LocalTime
    updated_by: str
    last_delivery: DeliveryShape | None
