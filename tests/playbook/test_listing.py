"""Which use cases a list shows, how it is asked for, and in which order they stand."""

import pytest

from playbook import listing
from playbook.attention import Attention
from playbook.facts import Home, Profile
from playbook.listing import Choice, Line
from playbook.refusals import Refusal
from tests.playbook.company import ADA, ANNA, BEN, CARLA, DORA, SETTINGS, line, owned, proposed

EASY, HARD = Profile(systems=1, layers=0, partners=0, loop_days=1), Profile(systems=9, layers=3)


def told(rank, **more):
    return Line(listed=line(proposed(**more)), attention=Attention(rank=rank, words=""))


@pytest.mark.parametrize(
    "typed, which",
    [
        ("", "all"),
        ("ALL", "all"),
        ("mine", "mine"),
        ("stage pilot", "pilot"),
        ("Limited  Production", "limited_production"),
        ("limited", "limited_production"),
        ("scale decision", "scale_decision"),
        ("late", "overdue"),
        ("queue", "queue"),
        ("stopped", "stopped"),
    ],
)
def test_a_list_is_asked_for_as_people_say_it(typed, which):
    assert listing.read(typed, None).which == which


def test_a_word_nobody_knows_is_refused_with_the_nearest():
    with pytest.raises(Refusal, match="I know no list “overdoo”. Did you mean “overdue”"):
        listing.read("overdoo", None)
    with pytest.raises(Refusal, match="I know no list"):
        listing.read("x" * 500, None)


def test_an_owner_is_named_with_a_mention():
    assert listing.read("owner <@U0BEN>", BEN.id) == Choice(which="owner", owner=BEN.id)
    with pytest.raises(Refusal, match="Whose use cases"):
        listing.read("owner ben", None)


def test_a_choice_survives_the_way_through_a_button_and_nonsense_is_all():
    for choice in (Choice(which="pilot"), Choice(which="owner", owner=BEN.id), Choice()):
        assert listing.from_word(choice.word) == choice
    assert listing.from_word("owner:") == listing.from_word("<!channel>") == Choice()


def test_lists_are_sorted_by_need_for_attention_and_closed_ones_come_last():
    closed = Line(listed=line(proposed(number=1)))
    found = listing.chosen([closed, told(6, number=2), told(0, number=3)], Choice(), ANNA.id)
    assert [one.listed.number for one in found] == [3, 2, 1]


def test_the_queue_holds_proposals_by_friction_and_what_is_not_told_last():
    lines = [
        told(6, number=1, profile=HARD),
        told(6, number=2, profile=EASY),
        told(6, number=3, profile=HARD.model_copy(update={"partners": 4, "loop_days": 30})),
        told(6, number=4, stage="pilot"),
    ]
    lines[3] = lines[3].model_copy(update={"listed": lines[3].listed.model_copy(update={"proposed": False})})
    found = listing.chosen(lines, Choice(which="queue"), ANNA.id)
    assert [one.listed.number for one in found] == [2, 3, 1]


def test_mine_are_those_i_own_fund_help_or_registered():
    lines = [told(6, number=1), told(6, number=2, owner=CARLA.id, registrant=CARLA.id)]
    for person in (ANNA, BEN, DORA):
        assert [one.listed.number for one in listing.chosen(lines, Choice(which="mine"), person.id)][0] == 1
    assert [one.listed.number for one in listing.chosen(lines, Choice(which="mine"), CARLA.id)] == [2]


def test_an_admin_learns_of_a_private_one_its_key_its_owner_and_its_stage_only():
    secret = line(owned(title="Layoffs", home=Home(channel="G0", private=True), workflow="HR"))
    assert listing.seen(ADA, [secret], SETTINGS) == ()
    (known,) = listing.closed(ADA, [secret], SETTINGS)
    assert (known.title, known.workflow, known.sponsor, known.owner) == ("private", None, None, ANNA.id)
    assert listing.closed(ANNA, [secret], SETTINGS) == ()
    assert listing.seen(ANNA, [secret], SETTINGS) == (secret,)


def test_the_portfolio_is_counted_by_stage_in_the_order_of_the_plan():
    lines = [told(6, number=1), told(6, number=2, outcome="stopped"), told(6, number=3)]
    assert listing.counts(lines) == (("proposed", 2), ("stopped", 1))
