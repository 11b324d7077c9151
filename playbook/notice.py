"""What every notice is: one thing the bot can say, frozen and named by its kind."""

from typing import Final

from pydantic import BaseModel, ConfigDict


class Notice(BaseModel):
    """Base of all notices: frozen, strict, named by its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def settled(self) -> bool:
        """Whether it asks nothing any more: such a question is not sent, only shown where it stands."""
        return False


class AboutUseCase(Notice):
    """A notice about one use case: its key and its title."""

    use_case: int
    title: str

    @property
    def key(self) -> str:
        """The use case's name: UC-7."""
        return f"UC-{self.use_case}"


# Shared as files: Slack gives those no metadata, so that they are known by their titles.
AS_FILES: Final = frozenset({"digest_attached"})

# Whoever has to act at once hears of it at once: these wait neither for a morning nor for their turn.
URGENT: Final = frozenset(
    {
        "rollback_tripped",
        "rollback_unanswered",
        "breach_seen",
        "incident_opened",
        "drill_asked",
        "drill_started",
        "drill_unanswered",
        "letters_undeliverable",
    }
)
