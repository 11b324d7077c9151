"""Somebody who can mend it hears of what could not be delivered: once an hour, in words, without secrets."""

import pytest
from pydantic import TypeAdapter

from playbook import agenda
from playbook.facts import Home, Person, Settings
from playbook.letters import AnyNotice, Letter, Owed
from playbook.undeliverable import WORDS
from sandbox.workspace import TEAM
from schedules import undeliverable
from tests.schedules.conftest import draw
from tests.simulation.world import raw
from tests.store.company import ANNA, BEN, CHANNEL, announced, announcement, duties, proposed

CLOSED = "C0PROCUREMENT"
IRENE, CARLA = "U0IRENE", "U0CARLA"
DIRECT = "D0IRENE"


@pytest.fixture
def lines(desk):
    """What each person was told, by their direct messages; and a postman who draws the lines."""

    def draw_lines(notice):
        drawn = draw(notice)
        if notice.kind == undeliverable.KIND:
            drawn.text = "\n".join([*(one.words for one in notice.dead), *notice.lines])
            drawn.blocks = []
        return drawn

    desk.postman = desk.another_postman(draw=draw_lines)
    return lambda person: desk.texts(f"D0{person.removeprefix('U0')}")


def know(desk, lead=None, admin=IRENE):
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_person(Person(id=admin, name="Irene Castillo", admin=True))
        work.keep_person(Person(id=BEN, name="Ben Hartmann"))
        if lead:
            work.keep_settings(work.settings(), Settings(programme_lead=lead, version=1))


def beat(desk):
    desk.deliver()
    undeliverable.run(desk.store, desk.clock())
    desk.deliver()


def dead_letter(desk, period="n1"):
    desk.post(duties(to="U0OSKAR", period=period))


def test_an_admin_is_told_of_a_dead_letter_and_what_to_do(desk, lines):
    know(desk)
    dead_letter(desk)
    beat(desk)
    (told,) = lines(IRENE)
    assert told.startswith("UC-1, the duties of its owner")
    assert "Name somebody else" in told
    assert "not tried again by itself" in told


def test_the_programme_lead_is_told_when_there_is_one(desk, lines):
    know(desk, lead=CARLA)
    dead_letter(desk)
    beat(desk)
    assert (len(lines(CARLA)), lines(IRENE)) == (1, [])


def test_a_programme_lead_who_left_is_not_written_to(desk, lines):
    know(desk, lead="U0OSKAR")
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_person(Person(id="U0OSKAR", deactivated=True))
    dead_letter(desk)
    beat(desk)
    assert len(lines(IRENE)) == 1


def test_nobody_is_told_twice_in_an_hour_and_nothing_is_forgotten(desk, lines):
    know(desk)
    dead_letter(desk)
    beat(desk)
    for number in range(2, 5):
        dead_letter(desk, f"n{number}")
        desk.turn(minutes=5)
        beat(desk)
    assert len(lines(IRENE)) == 1
    desk.turn(hours=1)
    beat(desk)
    assert len(lines(IRENE)) == 2
    desk.turn(hours=2)
    beat(desk)
    assert len(lines(IRENE)) == 2


def test_in_an_hour_that_a_restored_backup_brings_back_other_troubles_are_told_as_other_ones(desk, lines):
    know(desk)
    backup = raw(desk.store).serialize()
    dead_letter(desk, "n1")
    beat(desk)
    raw(desk.store).deserialize(backup)
    dead_letter(desk, "n2")
    beat(desk)
    one, other = (message["metadata"]["event_payload"]["k"] for message in desk.standing(DIRECT))
    assert one != other


def test_the_same_troubles_are_not_told_anew_after_a_restored_backup_forgot_that_they_were(desk, lines):
    know(desk)
    dead_letter(desk)
    desk.deliver()
    backup = raw(desk.store).serialize()
    beat(desk)
    raw(desk.store).deserialize(backup)
    desk.turn(minutes=15)
    beat(desk)
    desk.run(minutes=10)
    assert len(lines(IRENE)) == 1


def test_same_troubles_are_one_line(desk, lines):
    know(desk)
    for number in range(5):
        dead_letter(desk, f"n{number}")
    beat(desk)
    (told,) = lines(IRENE)
    assert len(told.splitlines()) == 1


def test_a_dead_letter_is_named_so_that_it_can_be_sent_again(desk):
    know(desk)
    for number in range(2):
        dead_letter(desk, f"n{number}")
    beat(desk)
    hour = f"{desk.clock():%Y-%m-%dT%H}:{IRENE}"
    with desk.store.read(TEAM) as look:
        (dead,) = undeliverable.made(look, 0, hour, desk.clock()).dead
    assert (dead.use_case, dead.names) == (1, ("duties_given:n0", "duties_given:n1"))


def test_when_nobody_is_known_it_waits_until_somebody_is(desk, lines):
    dead_letter(desk)
    beat(desk)
    desk.turn(hours=3)
    know(desk)
    beat(desk)
    assert len(lines(IRENE)) == 1


def register(desk, channel, **more):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.add_use_case(
            proposed("Secret plan", home=Home(channel=channel, private=True), **more), nonce="1"
        )
        work.post(Letter(to=channel, period="a1", notice=announced("Secret plan")))


def test_whoever_registered_it_hears_that_the_bot_is_not_in_the_channel(desk, lines):
    know(desk)
    register(desk, CLOSED)
    beat(desk)
    (told,) = lines(ANNA)
    assert told == (
        "UC-1, the announcement: Pilotage is not in that channel. Type /invite @Pilotage there. It waits."
    )
    assert lines(IRENE) == [told]
    desk.slack.person("ben").types("hello", in_="#customer-service")
    desk.slack.person("henrik").invites("pilotage", to="procurement")
    desk.run(minutes=10)
    assert len(desk.standing(CLOSED)) == 1


def test_an_admin_learns_of_a_private_use_case_its_key_and_no_more(desk, lines):
    know(desk)
    register(desk, CLOSED)
    beat(desk)
    assert "Secret" not in lines(IRENE)[0]


def test_what_was_mended_before_the_letter_goes_is_not_told(desk, lines):
    know(desk)
    register(desk, CLOSED)
    desk.deliver()
    undeliverable.run(desk.store, desk.clock())
    desk.slack.person("henrik").invites("pilotage", to="procurement")
    desk.faults.order("ratelimited", "chat.postMessage", retry_after=400, times=2)
    desk.deliver()
    desk.run(minutes=10)
    assert len(desk.standing(CLOSED)) == 1
    assert lines(IRENE) == []


def test_trouble_with_telling_of_trouble_is_not_told(desk, lines):
    know(desk, admin="U0OSKAR")
    dead_letter(desk)
    for _ in range(4):
        beat(desk)
        desk.turn(hours=1)
    hours = desk.slack.ask(lambda: len(desk.slack.sandbox.journal.calls("conversations.open")))
    assert hours == 2


def test_what_no_admin_could_be_told_is_told_half_a_day_later(desk, lines):
    know(desk)
    dead_letter(desk)
    desk.deliver()
    undeliverable.run(desk.store, desk.clock())
    desk.faults.order("error", "chat.postMessage", error="too_many_attachments", times=2)
    desk.deliver()
    desk.turn(hours=11)
    beat(desk)
    assert lines(IRENE) == []
    desk.turn(hours=1)
    beat(desk)
    (told,) = lines(IRENE)
    assert told.startswith("UC-1, the duties of its owner")
    desk.turn(hours=13)
    beat(desk)
    assert len(lines(IRENE)) == 1


def test_a_letter_nobody_could_look_up_for_six_hours_is_told(desk, lines):
    know(desk)
    desk.faults.order("drop_after", "chat.postMessage")
    desk.faults.order("status", "conversations.history", times=10**4)
    desk.post(announcement())
    beat(desk)
    for _ in range(7):
        desk.run(hours=1)
        beat(desk)
    (told,) = lines(IRENE)
    assert "looks whether the message is there" in told


def test_all_is_well_and_nothing_is_written(desk):
    know(desk)
    desk.post(announcement())
    beat(desk)
    assert len(desk.standing(CHANNEL)) == 1
    assert desk.calls("conversations.open") == []


def test_every_notice_has_a_name_in_the_list_of_what_could_not_be_delivered():
    kinds = {
        schema["properties"]["kind"]["const"]
        for name, schema in TypeAdapter(AnyNotice).json_schema()["$defs"].items()
        if "kind" in schema.get("properties", {})
    }
    assert set(WORDS) == kinds | set(agenda.KINDS)


def test_a_letter_of_a_kind_only_a_newer_version_knows_is_told_too(desk, lines):
    know(desk)
    with desk.store.work(TEAM, desk.clock()) as work:
        work.owe(Owed(1, "kind_of_tomorrow", "w1", "U0OSKAR", desk.clock()))
    beat(desk)
    (told,) = lines(IRENE)
    assert told.startswith("UC-1, a message")
