"""What a workspace decides once: four questions of the first run, then hours, plan and rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from playbook import calendar
from playbook.candidates import unfit
from playbook.channels import channel_refused
from playbook.facts import Person, PersonId, Settings
from playbook.forms import Form, HoursForm, PlanDaysForm, RulesForm, SettingsForm
from playbook.known import Known
from playbook.record_forms import RecordForm
from playbook.refusals import Refusal, Refusals

Answers = Mapping[str, object]


# --- the four questions -------------------------------------------------------------------------------------


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
    return _changed(
        before,
        known,
        leadership_channel=form.leadership_channel,
        gatekeepers=_with(form.gatekeepers, _of_the_group(before)),
        gatekeepers_named=form.gatekeepers if before.gatekeeper_group else (),
        country=form.country,
        programme_lead=form.programme_lead,
        zone=known.actor.zone if first else before.zone,
    )


def _changed(before: Settings, known: Known, **said: object) -> Settings:
    stamp = {"answered_at": known.now, "version": before.version + 1}
    return before.model_copy(update={**said, **stamp})


def answers(settings: Settings) -> dict[str, object]:
    """The settings form filled with what is set."""
    return {
        "leadership_channel": settings.leadership_channel,
        "gatekeepers": list(named(settings)),
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


# --- hours --------------------------------------------------------------------------------------------------


def set_hours(before: Settings, form: HoursForm, known: Known) -> Settings:
    """When the bot speaks, and how often; refuses a zone nobody lives in."""
    zone = _zone(form.zone)
    return _changed(
        before,
        known,
        zone=zone,
        asked_at=form.asked_at,
        digest_day=form.digest_day,
        digest_at=form.digest_at,
        reminders=form.reminders,
    )


def _zone(typed: str) -> str:
    """The zone of that name, however it is spelled: europe/berlin, Europe/Berlin, new york."""
    wanted = typed.strip().replace(" ", "_").casefold()
    names = sorted(available_timezones())
    exact = [name for name in names if name.casefold() == wanted]
    cities = [name for name in names if name.casefold().rpartition("/")[2] == wanted]
    found = exact or cities
    if not found:
        words = f"I know no time zone “{typed}”."
        raise Refusal(words, field="zone", ways=("name it like Europe/Berlin or America/New_York",))
    return ZoneInfo(found[0]).key


def hours_answers(settings: Settings) -> dict[str, object]:
    """The form of the hours filled with what is set."""
    return {
        "zone": settings.zone,
        "asked_at": f"{settings.asked_at:%H:%M}",
        "digest_day": str(settings.digest_day),
        "digest_at": f"{settings.digest_at:%H:%M}",
        "reminders": settings.reminders,
    }


# --- the plan and the rules -------------------------------------------------------------------------------


def set_plan(before: Settings, form: PlanDaysForm, known: Known) -> Settings:
    """The days of the milestones, one after the other, for what is registered from now on; the attempts."""
    days = (form.entry, form.pilot, form.limited_production, form.scale)
    Refusals.raise_any(_not_increasing(days))
    return _changed(before, known, offsets=days, attempts=form.attempts)


_DAYS: Final = ("entry", "pilot", "limited_production", "scale")


def _not_increasing(days: tuple[int, ...]) -> list[Refusal]:
    pairs = zip(_DAYS[1:], days, days[1:], strict=False)
    return [
        Refusal(f"Each milestone comes after the one before: later than Day {before}.", field=field)
        for field, before, day in pairs
        if day <= before
    ]


def plan_answers(settings: Settings) -> dict[str, object]:
    """The form of the plan filled with what is set."""
    days = zip(_DAYS, settings.offsets, strict=True)
    return {name: str(number) for name, number in (*days, ("attempts", settings.attempts))}


def set_rules(before: Settings, form: RulesForm, known: Known) -> Settings:
    """The cap of undecided pilots, the gatekeepers' group and the quorum; refuses one nobody could reach."""
    if form.group and known.members is None:
        words = "Slack does not tell me who is in this group. Choose another one, or try again."
        raise Refusal(words, field="group")
    alone = named(before)
    people = _with(alone, _fit(known.members or (), known.people)) if form.group else alone
    after = before.model_copy(update={"gatekeepers": people})
    Refusals.raise_any(_quorum_too_large(after, form))
    return _changed(
        before,
        known,
        undecided_cap=form.undecided_cap,
        quorum=form.quorum,
        gatekeeper_group=form.group,
        gatekeepers=people,
        gatekeepers_named=alone if form.group else (),
    )


def named(settings: Settings) -> tuple[PersonId, ...]:
    """The gatekeepers who were named one by one."""
    return settings.gatekeepers_named if settings.gatekeeper_group else settings.gatekeepers


def regrouped(before: Settings, members: Sequence[PersonId], people: Mapping[PersonId, Person]) -> Settings:
    """The settings with whoever is in the group today; the same when nobody came or went."""
    today = _with(named(before), _fit(members, people))
    if set(today) == set(before.gatekeepers):
        return before
    return before.model_copy(update={"gatekeepers": today, "version": before.version + 1})


def _of_the_group(settings: Settings) -> tuple[PersonId, ...]:
    alone = named(settings)
    return tuple(one for one in settings.gatekeepers if one not in alone)


def _with(alone: Sequence[PersonId], members: Sequence[PersonId]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys((*alone, *members)))


def _fit(members: Sequence[PersonId], people: Mapping[PersonId, Person]) -> tuple[PersonId, ...]:
    """Guests, apps, closed accounts and people of other workspaces decide nothing, in a group either."""
    known = [people[one] for one in members if one in people]
    return tuple(one.id for one in known if not (one.deactivated or one.bot or one.foreign or one.guest))


def _quorum_too_large(settings: Settings, form: RulesForm) -> list[Refusal]:
    if form.quorum <= max(1, len(settings.gatekeepers)):
        return []
    words = f"There are {len(settings.gatekeepers)} gatekeepers: no gate could ever pass."
    return [Refusal(words, field="quorum", ways=("name further gatekeepers first",))]


def rules_answers(settings: Settings) -> dict[str, object]:
    """The form of the rules filled with what is set."""
    numbers = {"undecided_cap": str(settings.undecided_cap), "quorum": str(settings.quorum)}
    return {**numbers, "group": settings.gatekeeper_group}


def set_record(before: Settings, form: RecordForm, known: Known) -> Settings:
    """How long authors are named, and the record kept after the app was taken out."""
    return _changed(before, known, authors_named=form.authors_named, kept_days=form.kept_days)


def record_answers(settings: Settings) -> dict[str, object]:
    """The form of the record filled with what is set."""
    return {"authors_named": str(settings.authors_named), "kept_days": str(settings.kept_days)}


class Section(NamedTuple):
    """One page of the settings: what it shows, and the rule that saves it."""

    answers: Callable[[Settings], dict[str, object]]
    save: Callable[[Settings, Answers, Known], Settings]


AForm = TypeVar("AForm", bound=Form)


def _section(
    shown: Callable[[Settings], dict[str, object]],
    form: type[AForm],
    rule: Callable[[Settings, AForm, Known], Settings],
) -> Section:
    return Section(shown, lambda before, typed, known: rule(before, form.read(typed), known))


SECTIONS: Final[Mapping[str, Section]] = {
    "settings.four": _section(answers, SettingsForm, answer),
    "settings.hours": _section(hours_answers, HoursForm, set_hours),
    "settings.plan": _section(plan_answers, PlanDaysForm, set_plan),
    "settings.rules": _section(rules_answers, RulesForm, set_rules),
    "settings.record": _section(record_answers, RecordForm, set_record),
}
