"""What an event is: something that has happened, as other contexts may hear of it. Pure."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Ids and facts, in the past tense. The class is the event: its name is `name`, its fields are read back by it.

    A field may be added with a default; a change of meaning is a new name (`calls.ingested.v2`).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: ClassVar[str]
