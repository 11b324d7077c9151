"""The stories themselves. Each begins on Monday 5 January 2026 at Nordwind, or where its opening says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Final

from sandbox.stories.acts import THREE_TICKS, locks, registers
from sandbox.stories.gates import has_operated, has_readings, is_piloted
from sandbox.stories.scaling import imported, replicated
from sandbox.stories.transcript import Somebody, Transcript
from sandbox.stories.weeks import goes_live, has_a_contract, logs, on, passes_the_entry_check

TESTERS: Final = ("finn", "kate", "luca", "grace", "henrik")
LOCKED: Final = (
    "UC-1 has a contract, locked on Monday 5 January; Anna owns it, Ben sponsors it. Day 1 is Tuesday."
)
LIVE: Final = "UC-1 passed its entry check and is live since Monday 12 January."
Telling = Callable[[Transcript], None]


def _locked(story: Transcript) -> Somebody:
    anna = has_a_contract(story)
    story.begins(LOCKED)
    return anna


def _piloted(story: Transcript) -> None:
    """Day 29: live since Day 1, four good weeks, nobody has tested it.

    What people did in Frame, and their readings, stand in the record without having been played.
    """
    is_piloted(story, story.house)
    has_readings(story.house, 4.0, 3.6, 3.4, 3.2)
    on(story, 2, 3, hour=8)
    story.begins("UC-1 is in its Pilot stage, live since Day 1, with four good weeks. Nobody has tested it.")


def _is_live(story: Transcript) -> Somebody:
    """UC-1 passed its entry check and is live since Monday 12 January."""
    anna = has_a_contract(story)
    passes_the_entry_check(story)
    on(story, 1, 12)
    goes_live(anna, day="2026-01-12").cancels()
    return anna


def from_registration_to_the_sixth_check_in(story: Transcript) -> None:
    """The ordinary way: a sentence, two signatures, a number each week."""
    anna = _is_live(story)
    on(story, 1, 19)
    anna.presses("Log week 1", in_="dm")
    anna.fills(kpi="4.6", g1="2/140").submits().cancels()
    on(story, 1, 26)
    anna.types("4,4, 1/150")
    on(story, 2, 2)
    logs(anna, "UC-1 4.1")
    on(story, 2, 9)
    anna.presses("Log week 4", in_="dm")
    anna.fills(kpi="3.8", g1="0/160", usage="120", note="new template").submits().cancels()
    on(story, 2, 16)
    anna.types("3.6, 1/155")
    on(story, 2, 23)
    logs(anna, "UC-1 3.4")
    anna.types("/pilot show UC-1", in_="#ai-pilots")


def readings_stop(story: Transcript) -> None:
    """Nobody answers any more: unclear, never fine, and paused after Day 60."""
    anna = _is_live(story)
    story.begins(LIVE)
    for day, typed in ((19, "4.6, 2/140"), (26, "4.4, 1/150")):
        on(story, 1, day)
        anna.types(typed)
    on(story, 2, 24)
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    on(story, 3, 12)


def over_two_daylight_saving_changes_with_an_owner_in_new_york(story: Transcript) -> None:
    """8 March: New York; 29 March: Berlin. In between they are five hours apart instead of six."""
    kate, ben = story.person("kate"), story.person("ben")
    on(story, 2, 23, hour=15)
    registers(kate, owner="@kate")
    kate.cancels()
    locks(kate, ben)
    story.begins("UC-1 belongs to Kate in New York; its contract was locked on Monday 23 February.")
    on(story, 3, 18, hour=16)
    kate.types("/pilot when 08:30", in_="#ai-pilots")
    story.own_hours[kate.id] = time(8, 30)
    on(story, 4, 8)


def graduates(story: Transcript) -> None:
    """All three gates; repeated in a second region within 30 % of the hours; a second workspace gets the kit.

    What the Limited Production gate asks beside readings stands in the record without having been played.
    """
    _piloted(story)
    _passes_the_pilot_gate(story)
    kate = replicated(story)
    _passes_limited_production(story, kate)
    _is_scaled(story, kate)
    imported(story)


def _passes_the_pilot_gate(story: Transcript) -> None:
    anna, ben = story.person("anna"), story.person("ben")
    on(story, 2, 3, hour=15)  # Kate, who tries it too, is at work by now
    anna.types(f"/pilot test UC-1 {' '.join('@' + name for name in TESTERS)}", in_="#sales-ops")
    for name in TESTERS:
        story.person(name).presses("Keep it", in_="dm")
    anna.types(
        "process hours 24, integration hours 40, training hours 16, controls hours 8, dashboards hours 12"
    )
    on(story, 2, 4, hour=10)
    ben.types("/pilot effort UC-1", in_="#ai-pilots")
    ben.presses("Confirm 100 hours", in_="#ai-pilots")
    _both_vote_go(story)


def _both_vote_go(story: Transcript) -> None:
    for name in ("ben", "carla"):
        story.person(name).presses("Go", in_="dm")


def _passes_limited_production(story: Transcript, kate: Somebody) -> None:
    anna = story.person("anna")
    on(story, 2, 10)
    anna.types("3.1, 0/400")
    on(story, 2, 16, hour=16)
    kate.types("3.9, 0/90, training hours 8")
    on(story, 2, 17)
    anna.types("3.0, 0/400")
    has_operated(story.house)
    story.happens("Fallback, drill, waits and the proofs of all five controls are on file, and hold")
    on(story, 2, 19, hour=10)
    _both_vote_go(story)


def _is_scaled(story: Transcript, kate: Somebody) -> None:
    anna = story.person("anna")
    on(story, 2, 23, hour=16)
    kate.types("3.6, 0/95, integration hours 6")
    on(story, 2, 24)
    anna.types("2.9, 0/400")
    on(story, 3, 2, hour=16)
    kate.types("3.4, 0/110, controls hours 4")
    on(story, 3, 3)
    anna.types("2.9, 0/400")
    anna.types("/pilot effort UC-1", in_="#ai-pilots")
    on(story, 3, 6, hour=10)
    _both_vote_go(story)
    anna.types("/pilot kit UC-1", in_="#ai-pilots")
    anna.presses("Send as files", in_="#ai-pilots")


def a_guardrail_breaks_on_day_34(story: Transcript) -> None:
    """A reading crosses the trigger: alert, fallback, two readings in range, a cause."""
    _piloted(story)
    anna, ben = story.person("anna"), story.person("ben")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.presses("Write the fallback", in_="#ai-pilots")
    anna.fills(fallback="Switch it off in the CRM (Jonas)\nRoute proposals to the back office").submits()
    anna.cancels()
    on(story, 2, 6)
    logs(anna, "UC-1 error rate 2.6% on 6 Feb")
    on(story, 2, 8)
    logs(anna, "UC-1 error rate 3.1% on 8 Feb")
    ben.types("/pilot gate UC-1", in_="#ai-pilots")
    on(story, 2, 9)
    ben.presses("Fallback is running", in_="dm")
    for day in (9, 10):
        on(story, 2, day, hour=14)
        logs(anna, f"UC-1 error rate 1.0% on {day} Feb")
    anna.presses("Close the rollback", in_="dm")
    anna.fills(reason="the template is mended", cause="a wrong template").submits()
    on(story, 2, 11)


def the_owner_leaves_on_day_22(story: Transcript) -> None:
    """An account is closed: the clock of the gates waits, a successor accepts."""
    _locked(story)
    ben, grace = story.person("ben"), story.person("grace")
    on(story, 1, 27, hour=8)
    left = story.sandbox.acts.change_person("U0ANNA", deleted=True)
    story.happens("Day 22: Anna's account is closed", left)
    ben.presses("Name a new workflow owner", in_="dm")
    ben.fills(offered_to="@grace").submits()
    on(story, 1, 28, hour=8)
    grace.presses("Accept", in_="dm")
    grace.fills(authorities=THREE_TICKS, function="Sales").submits()
    grace.cancels()
    grace.types("/pilot show UC-1", in_="#ai-pilots")
    on(story, 2, 4)


def two_leaders_decide_at_once(story: Transcript) -> None:
    """Both have the form open when the first one submits."""
    _piloted(story)
    ben, carla = story.person("ben"), story.person("carla")
    on(story, 2, 4, hour=10)
    carla.presses("Redesign", in_="dm")
    ben.presses("Stop", in_="dm")
    ben.fills(reason="No budget after March", cause="ownership").submits()
    carla.fills(reason="Approval first", cause="friction", resume_by="2026-02-20").submits()
    carla.cancels()
    on(story, 2, 11)


def redesign_and_second_attempt(story: Transcript) -> None:
    """Sent back with a cause and a date, resumed with a new contract version."""
    _locked(story)
    ben, carla = story.person("ben"), story.person("carla")
    on(story, 1, 20)
    for person in (ben, carla):
        person.types("/pilot redesign UC-1", in_="#ai-pilots")
        said = {"reason": "The approval step has to go first", "cause": "friction"}
        person.fills(said | {"resume_by": "2026-02-03"}).submits()
        person.cancels()
    on(story, 2, 2)
    ben.types("/pilot resume UC-1", in_="#ai-pilots")
    ben.fills(changes="Sales signs alone below 10,000").submits()
    ben.cancels()
    on(story, 2, 12)


def stopped_with_clarity(story: Transcript) -> None:
    """An honourable end: the sponsor stops it, and what was learned stands."""
    _locked(story)
    anna, ben = story.person("anna"), story.person("ben")
    on(story, 1, 21)
    anna.types("/pilot stop UC-1", in_="#ai-pilots")
    anna.cancels()
    ben.types("/pilot stop UC-1", in_="#ai-pilots")
    ben.fills(cause="no_effect", reason="Proposals wait for the customer, not for us").submits()
    ben.cancels()
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    on(story, 2, 12)


def undecided_past_day_60_it_is_paused_by_itself(story: Transcript) -> None:
    """Day 60 is a wall: nobody decides, so the clock does."""
    _locked(story)
    ben = story.person("ben")
    on(story, 3, 12)
    ben.presses("Stop with clarity", in_="dm")
    ben.fills(cause="friction", reason="Nobody could free the approval step").submits()
    ben.cancels()


def a_holiday_week(story: Transcript) -> None:
    """Easter: milestones and questions move to working days, and nobody is asked on a day off."""
    anna, ben = story.person("anna"), story.person("ben")
    on(story, 3, 24)
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    story.begins("UC-1 was locked on Tuesday 24 March, Day 1 is Wednesday; Easter is from 3 to 6 April.")
    on(story, 4, 9)
    anna.types("4.8")
    on(story, 4, 22)


def the_bot_is_down_for_three_days(story: Transcript) -> None:
    """Down from Monday before the weekly question to Thursday: what was missed comes late, once, in one."""
    anna = _is_live(story)
    story.begins(LIVE)
    on(story, 1, 19, hour=7)
    story.is_down_until(datetime(2026, 1, 22, 9, 30, tzinfo=UTC))
    anna.types("4.6, 2/140")
    on(story, 1, 27)


STORIES: Final[Mapping[str, Telling]] = {
    telling.__name__: telling
    for telling in (
        graduates,
        a_guardrail_breaks_on_day_34,
        the_owner_leaves_on_day_22,
        readings_stop,
        a_holiday_week,
        over_two_daylight_saving_changes_with_an_owner_in_new_york,
        the_bot_is_down_for_three_days,
        two_leaders_decide_at_once,
        redesign_and_second_attempt,
        stopped_with_clarity,
        from_registration_to_the_sixth_check_in,
        undecided_past_day_60_it_is_paused_by_itself,
    )
}
