"""What the workspace decided, read back."""

from typing import Final

from blocks.actions import opens
from blocks.countries import COUNTRIES
from blocks.pieces import Drawn, actions, button, channel, drawn, escape, fields, mention, section
from playbook.facts import Settings
from playbook.wording import counted


def authors(settings: Settings) -> str:
    """How long a reading says who logged it."""
    return (
        f"for {counted(settings.authors_named, 'day')}" if settings.authors_named else "as long as it is kept"
    )


Rows = tuple[tuple[str, str], ...]  # a label and what is set, escaped


def answered(settings: Settings) -> Drawn:
    """What the workspace decided, and the buttons that change it."""
    blocks = [section("⚙️ *Settings of this workspace*")]
    for told, changes in _SECTIONS:
        blocks += [
            fields(*told(settings)),
            actions(*(button(label, opens(form)) for label, form in changes)),
        ]
    return drawn(blocks)


def _four(settings: Settings) -> Rows:
    gatekeepers = ", ".join(mention(one) for one in settings.gatekeepers[:20]) or "nobody yet"
    return (
        ("Leadership channel", channel(settings.leadership_channel)),
        ("Gatekeepers", gatekeepers + (" with the user group" if settings.gatekeeper_group else "")),
        ("Country", COUNTRIES.get(settings.country or "", _NO_COUNTRY)),
        ("Programme lead", mention(settings.programme_lead)),
    )


def _hours(settings: Settings) -> Rows:
    return (
        ("Time zone", escape(settings.zone)),
        ("Questions at", f"{settings.asked_at:%H:%M}"),
        ("Monthly review", f"working day {settings.digest_day}, {settings.digest_at:%H:%M}"),
        ("Reminders", settings.reminders),
    )


def _plan(settings: Settings) -> Rows:
    return (
        ("Milestones", ", ".join(f"Day {day}" for day in settings.offsets)),
        ("Attempts at most", str(settings.attempts)),
    )


def _rules(settings: Settings) -> Rows:
    return (
        ("Undecided pilots per sponsor", str(settings.undecided_cap or "no cap")),
        ("Gatekeepers who agree", str(settings.quorum)),
    )


def _record(settings: Settings) -> Rows:
    kept = f"all data is deleted after {counted(settings.kept_days, 'day')}"
    return (("Readings name their author", authors(settings)), ("After the app is taken out", kept))


_NO_COUNTRY: Final = "not chosen yet: weekends only, no public holidays"
_SECTIONS: Final = (
    (_four, (("Change", "settings.four"),)),
    (_hours, (("Change the hours", "settings.hours"),)),
    (_plan, (("Change the plan", "settings.plan"),)),
    (_rules, (("Change the rules", "settings.rules"),)),
    (
        _record,
        (
            ("Change the record", "settings.record"),
            ("Forget a person", "persons.forget"),
            ("API tokens", "tokens.list"),
            ("Outgoing webhook", "webhook.set"),
        ),
    ),
)
