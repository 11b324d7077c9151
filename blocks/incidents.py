"""Incidents and blockers: the lists with their buttons, and the notice of a severe incident."""

from blocks.actions import Actions, Target, opens, suffixed
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    drawn,
    header,
    mention,
    moment,
    more,
    one_line,
    quote,
    section,
    strong,
    titled,
    waiting_for,
)
from playbook.blockers import open_blockers
from playbook.facts import Blocker, Incident, UseCase
from playbook.incidents import open_incidents
from playbook.letters import IncidentOpened

SHOWN = 15
_MARKS = {1: "🔴", 2: "🟠", 3: "🟡"}


def incident_opened(notice: IncidentOpened) -> Drawn:
    """A severe incident: what happened, the way back, and how it ended."""
    name, incident = titled(notice.key, notice.title), notice.incident
    happened = quote(incident.text, 1000)
    if not incident.open:
        return drawn([section(f"✅ *Incident resolved:* {name}\n{happened}"), section(_ended(incident))])
    steps = notice.fallback
    way_back = f"*The way back*\n{quote(steps)}" if steps else "⚠️ *No fallback steps are on file.*"
    return drawn(
        [
            section(f"🔴 *Incident, severity 1:* {name}\n{happened}"),
            section(way_back),
            actions(_resolve(notice.use_case, incident)),
            context(f"Reported by {mention(incident.opened_by)}, {moment(incident.opened_at)}"),
        ]
    )


def _ended(incident: Incident) -> str:
    by = f" by {mention(incident.resolved_by)}" if incident.resolved_by else ""
    at = f", {moment(incident.resolved_at)}" if incident.resolved_at else ""
    used = "The fallback carried the work." if incident.fallback_used else "The fallback was not needed."
    return f"Resolved{by}{at}. {used}\n*Cause*: {cut(one_line(incident.cause), 500)}"


def _resolve(number: int, incident: Incident) -> Block:
    about = f"i{incident.number}"
    value = Target(uc=number, extra=about).write()
    return button("Resolve", suffixed(opens("incidents.resolve"), about), value)


def incidents(use_case: UseCase, may: frozenset[str]) -> Drawn:
    """The incidents of a use case, open ones with the button that resolves them."""
    standing = open_incidents(use_case)
    ended = [one for one in use_case.incidents if not one.open]
    return drawn(
        [
            header(f"{use_case.key} incidents: {len(standing)} open"),
            section(strong(use_case.title)),
            *(_incident(use_case, one, may) for one in standing[:SHOWN]),
            *_left(len(standing)),
            *([] if standing else [section("✅ *No incident is open.*")]),
            *(section(f"✅ {_line(one)}\n{_ended(one)}") for one in ended[-5:]),
            *_report(use_case, may, "Report an incident", "incidents.report"),
        ]
    )


def _incident(use_case: UseCase, one: Incident, may: frozenset[str]) -> Block:
    since = f"Since {moment(one.opened_at)}, reported by {mention(one.opened_by)}"
    shown = f"{_MARKS[one.severity]} *Open, severity {one.severity}*: {_line(one)}\n{since}"
    return section(shown, _resolve(use_case.number, one) if "report" in may else None)


def _line(one: Incident) -> str:
    return cut(one_line(one.text), 500)


def _left(count: int) -> list[Block]:
    return [context(more(count - SHOWN, "resolve the first ones to see them"))] if count > SHOWN else []


def _report(use_case: UseCase, may: frozenset[str], label: str, form: str) -> list[Block]:
    if "report" not in may:
        return []
    return [actions(button(label, opens(form), Target(uc=use_case.number).write()))]


def blockers(use_case: UseCase, may: frozenset[str]) -> Drawn:
    """What stands in the way, each with whose it is; what is cleared below."""
    standing = open_blockers(use_case)
    cleared = [one for one in use_case.blockers if one.resolved_at]
    return drawn(
        [
            header(f"{use_case.key} blockers: {len(standing)} open"),
            section(strong(use_case.title)),
            *(_blocker(use_case, one, may) for one in standing[:SHOWN]),
            *_left(len(standing)),
            *([] if standing else [section("✅ *Nothing stands in the way.*")]),
            *(section(f"✅ Cleared: {_cleared(one)}") for one in cleared[-5:]),
            *_report(use_case, may, "Raise a blocker", "blockers.raise"),
        ]
    )


def _blocker(use_case: UseCase, one: Blocker, may: frozenset[str]) -> Block:
    where = "outside the owner's control" if one.outside else "inside the owner's control"
    waits = f"{where}, {waiting_for(one.clears)} since {moment(one.since)}"
    shown = f"🚧 *Open*: {cut(one_line(one.text), 500)}\n{waits}"
    return section(shown, _clear(use_case, one) if "report" in may and not one.authority else None)


def _clear(use_case: UseCase, one: Blocker) -> Block:
    value = Target(uc=use_case.number, extra=f"b{one.number}").write()
    return button("It is cleared", suffixed(Actions.BLOCKERS_CLEAR, str(one.number)), value)


def _cleared(one: Blocker) -> str:
    at = f", {moment(one.resolved_at)}" if one.resolved_at else ""
    return f"{cut(one_line(one.text), 300)} ({mention(one.resolved_by, 'unknown')}{at})"


def open_ones(use_case: UseCase) -> list[Block]:
    """The open incidents, for the card."""
    found = open_incidents(use_case)
    if not found:
        return []
    lines = [f"{_MARKS[one.severity]} Severity {one.severity}: {_line(one)}" for one in found[:3]]
    rest = [more(len(found) - 3, f"`/pilot incident {use_case.key}`")] if len(found) > 3 else []
    return [section(f"*Open incidents* ({len(found)})\n" + "\n".join([*lines, *rest]))]
