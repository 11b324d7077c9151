"""The four questions of the first run: leaders' channel, gatekeepers, country, programme lead."""

from playbook import calendar
from playbook.facts import Settings
from playbook.forms import SettingsForm
from playbook.known import Known
from playbook.refusals import Refusal, Refusals


def answer(before: Settings, form: SettingsForm, known: Known) -> Settings:
    """The settings as answered; the workspace's zone is that of whoever answers first."""
    Refusals.raise_any(
        [
            *_nobody_unfit("gatekeepers", form.gatekeepers, known),
            *_nobody_unfit("programme_lead", (form.programme_lead,) if form.programme_lead else (), known),
            *_country_unknown(form.country),
            *_channel_closed(form.leadership_channel, known),
        ]
    )
    first = before.answered_at is None
    return before.model_copy(
        update={
            "leadership_channel": form.leadership_channel,
            "gatekeepers": form.gatekeepers,
            "country": form.country,
            "programme_lead": form.programme_lead,
            "zone": known.actor.zone if first else before.zone,
            "answered_at": known.now,
            "version": before.version + 1,
        }
    )


def answers(settings: Settings) -> dict[str, object]:
    """The settings form filled with what is set."""
    return {
        "leadership_channel": settings.leadership_channel,
        "gatekeepers": list(settings.gatekeepers),
        "country": settings.country,
        "programme_lead": settings.programme_lead,
    }


def _nobody_unfit(field: str, people: tuple[str, ...], known: Known) -> list[Refusal]:
    unfit = [person for person in people if _unfit(person, known)]
    words = "Guests, apps and deactivated accounts cannot do this: name people of this workspace."
    return [Refusal(words, field=field)] if unfit else []


def _unfit(person: str, known: Known) -> bool:
    who = known.people.get(person)
    return who is None or who.bot or who.guest or who.foreign or who.deactivated


def _country_unknown(country: str | None) -> list[Refusal]:
    if country is None or calendar.knows_country(country):
        return []
    return [
        Refusal(
            "I have no holiday calendar for that country. Choose the nearest one that has.", field="country"
        )
    ]


def _channel_closed(channel: str | None, known: Known) -> list[Refusal]:
    seen = known.channel
    if channel is None or (seen and seen.has_bot and not seen.archived):
        return []
    name = seen.name if seen else "that channel"
    words = f"I cannot post in #{name}. Type /invite @Pilotage there, then save again."
    return [Refusal(words, field="leadership_channel")]
