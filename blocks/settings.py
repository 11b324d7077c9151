"""What the workspace decided, read back."""

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


def answered(settings: Settings) -> Drawn:
    """What the workspace decided, and the buttons that change it."""
    gatekeepers = ", ".join(mention(one) for one in settings.gatekeepers[:20]) or "nobody yet"
    country = COUNTRIES.get(settings.country or "", "not chosen yet: weekends only, no public holidays")
    return drawn(
        [
            section("⚙️ *Settings of this workspace*"),
            fields(
                ("Leadership channel", channel(settings.leadership_channel)),
                ("Gatekeepers", gatekeepers + (" with the user group" if settings.gatekeeper_group else "")),
                ("Country", country),
                ("Programme lead", mention(settings.programme_lead)),
            ),
            actions(button("Change", opens("settings.four"))),
            fields(
                ("Time zone", escape(settings.zone)),
                ("Questions at", f"{settings.asked_at:%H:%M}"),
                ("Monthly review", f"working day {settings.digest_day}, {settings.digest_at:%H:%M}"),
                ("Reminders", settings.reminders),
            ),
            actions(button("Change the hours", opens("settings.hours"))),
            fields(
                ("Milestones", ", ".join(f"Day {day}" for day in settings.offsets)),
                ("Attempts at most", str(settings.attempts)),
            ),
            actions(button("Change the plan", opens("settings.plan"))),
            fields(
                ("Undecided pilots per sponsor", str(settings.undecided_cap or "no cap")),
                ("Gatekeepers who agree", str(settings.quorum)),
            ),
            actions(button("Change the rules", opens("settings.rules"))),
            fields(
                ("Readings name their author", authors(settings)),
                (
                    "After the app is taken out",
                    f"all data is deleted after {counted(settings.kept_days, 'day')}",
                ),
            ),
            actions(
                button("Change the record", opens("settings.record")),
                button("Forget a person", opens("persons.forget")),
                button("API tokens", opens("tokens.list")),
                button("Outgoing webhook", opens("webhook.set")),
            ),
        ]
    )
