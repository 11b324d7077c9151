"""Who is told what went wrong, when the sponsor hears of it again, and how it ends where it stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import agenda, calendar, cards, incidents, recovery, rollback
from playbook.facts import Settings
from playbook.forms import CauseForm, CloseForm, FallbackForm, IncidentForm, ReasonForm, ResolveForm
from playbook.known import Around
from playbook.letters import BreachSeen, RollbackTripped
from tests.playbook.company import ANNA, BEN, DORA, PILOTS, SETTINGS, known
from tests.playbook.under_way import LOGGED, errors, live, measured

BAD = (errors(1, 2.4), errors(2, 3.1))
GOOD = (errors(3, 1.0), errors(4, 1.2))
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = SETTINGS.model_copy(update={"country": "DE", "zone": "Europe/Berlin"})


def tripped(at=LOGGED, **more):
    return rollback.after_readings(measured(live(**more), *BAD), at)


def told(before, after, kind):
    return [letter for letter in cards.letters(before, after, SETTINGS) if letter.notice.kind == kind]


class TestTheAlert:
    def test_channel_owner_and_sponsor_are_told(self):
        letters = told(live(), tripped(fallback="Switch it off"), "rollback_tripped")
        assert [letter.to for letter in letters] == [PILOTS.id, ANNA.id, BEN.id]
        assert {letter.notice.fallback for letter in letters} == {"Switch it off"}
        words = "error rate 3.1 % in week 2, 26 Jan to 1 Feb; the trigger is error rate at least 2 %"
        assert letters[0].notice.pulled_by == f"{words}, two in a row"

    def test_every_answer_edits_all_three(self):
        use_case = tripped()
        answered = recovery.answer_running(use_case, 1, known(ANNA))
        edits = told(use_case, answered, "rollback_tripped")
        assert [letter.replaces is not None for letter in edits] == [True] * 3
        written = recovery.write_fallback(use_case, FallbackForm(fallback="Switch it off"))
        assert len(told(use_case, written, "rollback_tripped")) == 3

    def test_its_end_is_read_by_whoever_answered_for_it_and_by_nobody_who_came_later(self):
        before = measured(tripped(), *BAD, *GOOD)
        form = CloseForm(reason="mended", cause="a template")
        ended = recovery.close(before, 1, form, known(BEN))
        assert len(told(before.use_case, ended, "rollback_tripped")) == 3
        handed = ended.model_copy(update={"sponsor": DORA.id, "version": 9})
        assert told(ended, handed, "rollback_tripped") == []

    def test_while_it_is_open_a_new_owner_is_alerted_and_the_old_one_released(self):
        use_case = tripped()
        handed = use_case.model_copy(update={"owner": DORA.id})
        new, old = told(use_case, handed, "rollback_tripped")
        assert (new.to, new.replaces) == (DORA.id, None)
        assert (old.to, old.notice.withdrawn) == (ANNA.id, True)


class TestTheClock:
    def owed(self, at):
        around = Around(now=at, settings=BERLIN)
        use_case = tripped(at)
        owed, _ = agenda.due(
            measured(use_case, *BAD), around.model_copy(update={"now": at + timedelta(days=9)})
        )
        return [(one.to, one.due_at) for one in owed if one.kind == "rollback_unanswered"]

    @pytest.mark.parametrize(
        "pulled,again",
        [
            ("2026-02-03 10:00", "2026-02-03 12:00"),
            ("2026-02-06 16:30", "2026-02-09 10:30"),  # Friday evening
            ("2026-02-03 03:00", "2026-02-03 11:00"),
            ("2026-02-03 15:00", "2026-02-03 17:00"),
            ("2026-02-03 17:00", "2026-02-04 11:00"),
            ("2026-03-27 16:00", "2026-03-30 10:00"),  # the clocks go forward on Sunday
            ("2026-10-23 16:00", "2026-10-26 10:00"),  # and back
            ("2026-04-02 16:00", "2026-04-07 10:00"),  # Good Friday, Easter Monday
        ],
    )
    def test_two_hours_of_working_time_then_the_sponsor_again(self, pulled, again):
        at, due = (
            datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin"))
            for moment in (pulled, again)
        )
        assert self.owed(at.astimezone(UTC)) == [(BEN.id, due)]

    def test_an_answer_cancels_it(self):
        answered = recovery.answer_live(tripped(), 1, ReasonForm(reason="only drafts"), known(ANNA))
        around = Around(now=LOGGED + timedelta(days=9), settings=BERLIN)
        kinds = [one.kind for one in agenda.owed(measured(answered, *BAD), around)]
        assert "rollback_unanswered" not in kinds
        said = agenda.made("rollback_unanswered", "t1", measured(answered, *BAD), around)
        assert said.settled
        asked = agenda.made("rollback_unanswered", "t1", measured(tripped(), *BAD), around)
        assert not asked.settled
        assert agenda.made("rollback_unanswered", "t7", measured(tripped(), *BAD), around) is None

    def test_it_waits_for_no_morning(self):
        assert "rollback_unanswered" not in agenda.MORNING

    @settings(deadline=None, max_examples=60)
    @given(
        start=st.integers(0, 525_600).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
        minutes=st.integers(1, 600),
        zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
        country=st.sampled_from([None, "DE", "US", "AE"]),
    )
    def test_working_time_is_what_a_wall_clock_counts_minute_by_minute(self, start, minutes, zone, country):
        end = calendar.after_working_time(start, timedelta(minutes=minutes), zone, country)
        each = (start + timedelta(minutes=n) for n in range(int((end - start).total_seconds() // 60)))
        assert sum(_works(one.astimezone(ZoneInfo(zone)), country) for one in each) == minutes
        assert _works((end - timedelta(minutes=1)).astimezone(ZoneInfo(zone)), country)


def _works(wall, country):
    return 9 <= wall.hour < 17 and calendar.is_working_day(wall.date(), country)


class TestBreaches:
    def test_the_owner_is_asked_for_a_cause_and_reads_it_there(self):
        use_case = rollback.after_readings(measured(live(), errors(1, 2.4)), LOGGED)
        (asked,) = told(live(), use_case, "breach_seen")
        assert (asked.to, asked.notice.cause) == (ANNA.id, "")
        explained = recovery.say_cause(use_case, "b1", CauseForm(cause="a template"), known(ANNA))
        (edit,) = told(use_case, explained, "breach_seen")
        assert (edit.replaces, edit.notice.cause) == (asked.name, "a template")

    def test_a_correction_takes_the_question_back(self):
        use_case = rollback.after_readings(measured(live(), errors(1, 24)), LOGGED)
        right = measured(use_case, errors(1, 24), errors(1, 0.24, corrects=1, reason="typo"))
        (edit,) = told(use_case, rollback.after_readings(right, LOGGED), "breach_seen")
        assert edit.notice.withdrawn

    def test_where_the_first_reading_rolls_it_back_the_alert_alone_asks(self):
        use_case = rollback.after_readings(measured(live(), errors(1, num=30, den=100)), LOGGED)
        assert told(live(), use_case, "rollback_tripped")
        assert told(live(), use_case, "breach_seen") == []

    def test_a_new_owner_is_not_asked_what_an_earlier_one_answered(self):
        use_case = rollback.after_readings(measured(live(), errors(1, 2.4)), LOGGED)
        explained = recovery.say_cause(use_case, "b1", CauseForm(cause="a template"), known(ANNA))
        later = explained.ownership.model_copy(update={"accepted_at": LOGGED + timedelta(days=9)})
        handed = explained.model_copy(update={"owner": DORA.id, "ownership": later})
        assert all(letter.to != DORA.id for letter in told(explained, handed, "breach_seen"))


class TestIncidents:
    def test_the_home_channel_is_told_of_severity_one_only(self):
        for severity, letters in (("1", 1), ("2", 0), ("3", 0)):
            form = IncidentForm(severity=severity, text="prices leaked")
            after = incidents.report(live(), form, known(ANNA))
            assert [one.to for one in told(live(), after, "incident_opened")] == [PILOTS.id] * letters

    def test_how_it_ended_is_told_where_it_stood(self):
        after = incidents.report(live(), IncidentForm(severity="1", text="leak"), known(ANNA))
        ended = incidents.resolve(after, 1, ResolveForm(cause="a rule", fallback_used="yes"), known(BEN))
        (edit,) = told(after, ended, "incident_opened")
        assert edit.replaces == "7:incident_opened:i1"


def test_an_alert_can_be_addressed_without_home_or_owner():
    bare = tripped().model_copy(update={"home": None, "owner": None, "ownership": None})
    letters = [
        one
        for one in cards.standing(bare, Settings())
        if isinstance(one.notice, RollbackTripped | BreachSeen)
    ]
    assert [one.to for one in letters] == [BEN.id]
