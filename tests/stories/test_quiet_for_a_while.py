"""Snoozed, away, and fewer reminders: the plan goes on, the questions wait or go to the deputy."""

from datetime import timedelta

from sandbox.stories.acts import locks, registers


def under_way(nordwind):
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    return anna, ben


def test_while_the_owner_is_away_the_deputy_is_asked(nordwind):
    anna, _ = under_way(nordwind)
    kate = nordwind.person("kate")
    until = nordwind.sandbox.clock.moment().date() + timedelta(days=30)
    anna.types(f"/pilot away until {until.isoformat()} deputy @kate", in_="#ai-pilots")
    anna.sees("Away until")
    nordwind.advance(days=12)
    kate.sees("entry check", in_="dm")
    anna.sees_not("Due: Day 10 entry check", in_="dm")
    anna.types("/pilot away off", in_="#ai-pilots")
    anna.sees("Reminders of the plan: standard")


def test_a_day_nobody_can_read_is_said_so(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot snooze until soon", in_="#ai-pilots")
    anna.sees("as a day")


def test_the_day_10_ping_lists_what_is_missing_and_its_button_supplies_it(nordwind):
    anna, ben = under_way(nordwind)
    nordwind.advance(days=9)
    anna.sees("Coming up: Day 10 entry check", in_="dm")
    anna.presses("Answer the controls", in_="dm")
    anna.sees("[Save]", in_="modal")
    anna.cancels()
    nordwind.advance(days=7)
    ben.sees("Overdue: Day 10 entry check", in_="dm")
