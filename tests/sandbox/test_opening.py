"""What happened before you came has happened on working days, and is over when you come."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import opening


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_opening_lies_on_two_working_days_before_now(days, hour):
    now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC) + timedelta(days=days)
    began, lasted = opening.begins(now), timedelta(minutes=sum(minutes for minutes, _ in opening.SCENES))
    assert began.weekday() < 5
    assert (began + lasted).weekday() < 5
    assert began + lasted < now
