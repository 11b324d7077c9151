"""How a program is told no: RFC 9457, with which reading of a list it is, and what to do about it."""

from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field

LARGEST_BODY: Final = 16 * 1024
TITLES: Final = {
    400: "Not readable",
    401: "Not let in",
    403: "Not for this token",
    404: "No such use case",
    405: "Not possible here",
    408: "Not arrived whole",
    409: "In conflict with what is on record",
    413: "Too large",
    415: "Not JSON",
    422: "Does not fit",
    429: "Too many requests",
}


class UnfitReading(BaseModel):
    """One reading of a request that does not fit. `ways`: what to do instead."""

    model_config = ConfigDict(frozen=True)

    place: int = Field(description="Its place in the request, counted from 0.")
    field: str
    detail: str
    ways: list[str] = []


class Problem(BaseModel):
    """Why a request was not taken. Nothing of it was written."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="Which kind of problem, for programs; it stays the same.")
    title: str
    status: int
    detail: str = Field(description="What happened, for people.")
    ways: list[str] = Field(default=[], description="What to do instead.")
    errors: list[UnfitReading] = Field(default=[], description="Each reading that does not fit.")

    @classmethod
    def of(
        cls,
        status: int,
        detail: str,
        *,
        ways: list[str] | None = None,
        errors: list[UnfitReading] | None = None,
    ) -> Self:
        """The problem of that status."""
        title = TITLES.get(status, "Not possible")
        kind = f"urn:pilotage:{title.lower().replace(' ', '-')}"
        return cls(type=kind, title=title, status=status, detail=detail, ways=ways or [], errors=errors or [])
