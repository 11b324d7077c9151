"""What every fact is: a frozen value. The choices that several kinds of facts share stand here too."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

PersonId = str
Direction = Literal["lower", "higher"]
Signer = Literal["owner", "sponsor"]


class Fact(BaseModel):
    """Base of all facts: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
