"""Sixty days in a minute: the bot keeps its word, for one pilot and for ten at once."""

import icalendar
import pytest

from sandbox import rehearsal
from sandbox.__main__ import main
from sandbox.stories.tellings import STORIES


@pytest.mark.parametrize("pilots", [1, 10])
def test_a_rehearsal_keeps_the_budget_of_attention(pilots):
    played = rehearsal.rehearse("stopped_with_clarity", 7, pilots)
    assert played.faults == ()
    assert rehearsal.KEPT in played.text
    assert "@anna" in played.text.split("== What people heard unasked")[1]
    _, _, rest = played.text.partition("BEGIN:VCALENDAR")
    body, _, _ = rest.partition("END:VCALENDAR")
    calendar = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR{body}END:VCALENDAR\n")
    dates = [f"{one['dtstart'].dt:%d %b}" for one in calendar.walk("VEVENT")]
    assert dates[:5] == ["06 Jan", "15 Jan", "04 Feb", "19 Feb", "06 Mar"]
    assert len(dates) == 5 * pilots


def test_a_story_is_named_by_a_part_of_its_name():
    assert rehearsal.named("Owner-leaves") == ("the_owner_leaves_on_day_22",)
    assert rehearsal.named("all") == tuple(STORIES)


def test_a_story_that_is_not_there_is_answered_with_those_that_are(capsys):
    assert main(["rehearse", "--story", "pirates"]) == 2
    assert "graduates" in capsys.readouterr().err
