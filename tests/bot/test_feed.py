"""A calendar asks for somebody's dates by an address that only they know."""

import http.client

import icalendar
import pytest
from sqlalchemy import select

from bot import feed as page
from bot import web
from playbook.facts import Person
from store import feeds, installations
from tests.bot.test_api import NOON, T, Turned, company
from tests.playbook.company import ADA, ANNA

__all__ = ["company"]


@pytest.fixture
def get(company):
    """Asks for a calendar: the status, and the calendar where there is one."""
    server = web.Server(
        web.website(lambda: (True, {}), routes=[page.route(company, Turned())]), "127.0.0.1", 0
    )
    server.start()

    def ask(secret):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", f"/calendar/{secret}.ics")
        answer = connection.getresponse()
        said = answer.read()
        return answer.status, icalendar.Calendar.from_ical(said) if answer.status == 200 else said

    yield ask
    server.stop()


@pytest.fixture
def secret(company):
    with company.work(T, NOON, by=ANNA.id) as work:
        work.keep_person(Person(id=ANNA.id, name="Anna Adler"))
        return feeds.renew(work, ANNA.id, NOON)


def test_the_address_leads_to_ones_own_dates_in_every_channel_one_is_part_of(get, secret):
    status, calendar = get(secret)
    assert status == 200
    keys = {str(one["summary"])[:4] for one in calendar.walk("VEVENT")}
    assert keys == {"UC-1", "UC-2"}


def test_what_leads_nowhere_says_nothing(get, secret):
    for other in ("x", "0" * 43, secret[:-1], secret + "x", "%00", "%ff"):
        assert get(other)[0] == 404


def test_a_new_address_ends_the_one_before_and_revoking_ends_it_for_good(get, company, secret):
    with company.work(T, NOON, by=ANNA.id) as work:
        newer = feeds.renew(work, ANNA.id, NOON)
    assert [get(one)[0] for one in (secret, newer)] == [404, 200]
    with company.work(T, NOON, by=ANNA.id) as work:
        feeds.revoke(work, ANNA.id)
        assert feeds.made_at(work, ANNA.id) is None
    assert get(newer)[0] == 404


def test_whoever_left_or_was_forgotten_has_no_calendar_and_a_company_that_took_the_app_out_has_none(
    get, company, secret
):
    with company.work(T, NOON) as work:
        work.keep_person(Person(id=ANNA.id, name="Anna Adler", deactivated=True))
    assert get(secret)[0] == 404
    with company.work(T, NOON) as work:
        work.keep_person(Person(id=ANNA.id, name="Anna Adler"))
    assert get(secret)[0] == 200
    with company.work(T, NOON, by=ADA.id) as work:
        installations.uninstall(work, NOON)
    assert get(secret)[0] == 404


def test_no_address_is_at_rest(company, secret):
    with company._database.read() as connection:
        assert secret not in str(connection.execute(select(feeds.feeds)).all())
