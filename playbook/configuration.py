"""The four questions of the first run: leaders' channel, gatekeepers, country, programme lead."""

from playbook import calendar
from playbook.candidates import unfit
from playbook.channels import channel_refused
from playbook.facts import Settings
from playbook.forms import SettingsForm
from playbook.known import Known
from playbook.refusals import Refusal, Refusals


def answer(before: Settings, form: SettingsForm, known: Known) -> Settings:
    """The settings as answered; the workspace's zone is that of whoever answers first."""
    Refusals.raise_any(
        [
            *[no for one in form.gatekeepers for no in unfit(one, "gatekeepers", "gatekeeper", known)][:1],
            *unfit(form.programme_lead, "programme_lead", "programme lead", known),
            *_country_unknown(form.country),
            *_channel_closed(before, form, known),
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


def _country_unknown(country: str | None) -> list[Refusal]:
    if country is None or calendar.knows_country(country):
        return []
    return [
        Refusal(
            "I have no holiday calendar for that country. Choose the nearest one that has.", field="country"
        )
    ]


def _channel_closed(before: Settings, form: SettingsForm, known: Known) -> list[Refusal]:
    if form.leadership_channel in (None, before.leadership_channel):
        return []  # a channel that stays is not asked about: this admin may not be in it
    return channel_refused(form.leadership_channel, known.channel, "leadership_channel")
