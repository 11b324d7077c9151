"""The digest by itself: on the first working day, once, late after an outage, edited as leaders answer."""

from datetime import timedelta

import pytest

import blocks
from playbook import blockers, comments, digest, reviews
from playbook.facts import Home, Person, Settings
from playbook.known import Known
from playbook.refusals import Refusal
from playbook.review_forms import CommentForm
from sandbox.workspace import TEAM
from schedules import digest as cadence
from store import review
from tests.playbook.gated import framed
from tests.playbook.reviewed import blocker
from tests.store.company import ANNA, BEN

CHANNEL, SECRET = "C0AIPILOTS", "C0SALESOPS"
DAY = timedelta(days=1)


@pytest.fixture
def desk(desk):
    desk.postman.draw = blocks.draw
    with desk.store.work(TEAM, desk.clock()) as work:
        for person in (ANNA, BEN):
            work.keep_person(Person(id=person))
        answered = desk.clock() - 90 * DAY
        told = Settings(leadership_channel=CHANNEL, zone="UTC", answered_at=answered, version=1)
        work.keep_settings(work.settings(), told)
    return desk


def register(desk, number=1, **more):
    facts = {"number": 0, "registered_at": desk.clock() - 60 * DAY, "home": Home(channel=CHANNEL), **more}
    use_case = framed(**facts, title=f"Pilot {number}", owner=ANNA, sponsor=BEN)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        return work.add_use_case(use_case, nonce=str(number))


def month_of_now(desk):
    return reviews.newest_due(desk.clock(), Settings(zone="UTC"))


def until_the_next(desk, **later):
    """Turn the clock to the next digest's moment, and a little."""
    due = reviews.due_at(reviews.after(month_of_now(desk)), Settings(zone="UTC"))
    desk.slack.advance(to=due + timedelta(**later))


def tick(desk):
    cadence.run(desk.store, desk.clock())
    desk.run(minutes=5)


def roots(desk, channel=CHANNEL):
    return [text for text in desk.texts(channel) if text.startswith("AI pilots, ")]


def test_the_digest_goes_out_once_a_month_whoever_ticks(desk):
    register(desk)
    until_the_next(desk)
    for _ in range(3):
        tick(desk)
    (root,) = roots(desk)
    assert "1 pilot: 0 scaled" in root
    assert "Late" not in root
    until_the_next(desk)
    tick(desk)
    assert len(roots(desk)) == 2


def test_it_is_late_and_says_so_when_the_bot_was_down(desk):
    register(desk)
    until_the_next(desk, days=2)
    tick(desk)
    (root,) = roots(desk)
    assert "Late: it was due on" in root


def test_months_without_a_digest_are_named_and_the_next_one_covers_them(desk):
    register(desk)
    until_the_next(desk)
    tick(desk)
    first = digest.month_words(month_of_now(desk))
    skipped = []
    for _ in range(2):
        until_the_next(desk)
        skipped.append(digest.month_words(month_of_now(desk)))
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        before = work.use_case(1)
        work.keep(before, before.model_copy(update={"outcome": "stopped"}), "stopped")
    until_the_next(desk, days=3)
    tick(desk)
    _, root = roots(desk)
    assert "Late: it was due on" in root
    assert f"no digest of {skipped[0]} and {skipped[1]}" in root
    assert f"Since {first}" in root
    assert "stopped with clarity" in root
    until_the_next(desk)
    tick(desk)
    assert "no digest of" not in roots(desk)[2]


def test_the_four_answers_stand_in_its_thread(desk):
    register(desk)
    until_the_next(desk)
    tick(desk)
    (answers,) = [text for text in desk.texts(CHANNEL) if "Not production-ready" in text]
    assert "Who is the accountable workflow owner" in answers


def test_nothing_is_posted_without_a_channel_or_a_pilot_or_for_a_day_before_it_was_set_up(desk):
    until_the_next(desk)
    tick(desk)
    assert roots(desk) == []  # no pilot
    with desk.store.read(TEAM) as look:
        assert not review.is_owed(look, month_of_now(desk))
    register(desk)
    with desk.store.work(TEAM, desk.clock()) as work:
        before = work.settings()
        update = {"answered_at": desk.clock() + DAY, "version": 2}
        work.keep_settings(before, before.model_copy(update=update))
    tick(desk)
    assert roots(desk) == []


def test_a_private_use_case_is_counted_only_unless_it_lives_in_the_leadership_channel(desk):
    register(desk)
    register(desk, 2, home=Home(channel=SECRET, private=True))
    register(desk, 3, home=Home(channel=CHANNEL, private=True))
    until_the_next(desk)
    tick(desk)
    told = "\n".join(desk.texts(CHANNEL))
    assert "1 private use case not shown" in told
    assert "Pilot 1" in told
    assert "Pilot 2" not in told
    assert "Pilot 3" in told


def test_a_leaders_answer_edits_the_digest_where_it_stands(desk):
    kept = register(desk, blockers=(blocker(clears=BEN),))
    until_the_next(desk)
    tick(desk)
    assert "the CRM team has no capacity" in roots(desk)[0]
    with desk.store.work(TEAM, desk.clock(), by=BEN) as work:
        taken = kept.blockers[0].model_copy(update={"answers": ()})
        before = work.use_case(kept.number)
        assert before.blockers == (taken,)
        after = blockers.take(before, 1, _known(desk, BEN))
        review.restate(work, work.keep(before, after, "blocker taken"), desk.clock())
    desk.run(minutes=5)
    (root,) = roots(desk)
    assert "Taken on" in root
    assert digest.month_words(month_of_now(desk)) in root


def test_a_comment_belongs_to_a_review_that_was_held(desk):
    kept = register(desk)
    for month in (month_of_now(desk), "2099-01"):
        said = comments.comment(kept, month, CommentForm(text="Well done"), _known(desk, BEN))
        with desk.store.work(TEAM, desk.clock(), by=BEN) as work, pytest.raises(Refusal, match="no digest"):
            review.tell_comment(work, said, desk.clock())


def _known(desk, person):
    return Known(actor=Person(id=person), now=desk.clock(), settings=Settings(zone="UTC"))
