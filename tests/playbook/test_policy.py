"""Who may do what: every role, every verb, both visibilities; what is not granted is denied."""

from typing import get_args

import pytest

from playbook import policy
from playbook.facts import Home, Person, Pilot
from playbook.policy import MAY, Role, Verb
from playbook.refusals import NoSuchUseCase, NotAllowed
from playbook.waiting import waits_for
from tests.playbook.company import (
    ADA,
    ANNA,
    BEN,
    BOT,
    CARLA,
    DORA,
    GONE,
    GUEST,
    SETTINGS,
    STRANGER,
    known,
    owned,
    proposed,
)

MEMBER = Person(id="U0ELSE")
SUPPORTER = Person(id="U0SUP")
ACTORS: dict[Role, Person] = {
    "owner": ANNA,
    "named": ANNA,
    "sponsor": BEN,
    "gatekeeper": CARLA,
    "registrant": DORA,
    "supporter": SUPPORTER,
    "admin": ADA,
    "member": MEMBER,
    "outsider": STRANGER,
}
# One letter a role in the order of ROLES: may, or a dot.
ROLES = ("owner", "named", "sponsor", "gatekeeper", "supporter", "registrant", "admin", "member", "outsider")
TABLE = {
    ("export", "open"): "yyyyyyy..",
    ("export", "private"): "yyyyyyy..",
    ("see", "open"): "yyyyyyyyy",
    ("see", "private"): "yyyyyy...",
    ("see_key", "open"): "yyyyyyyyy",
    ("see_key", "private"): "yyyyyyy..",
    ("describe", "open"): "yyy.yyy..",
    ("describe", "private"): "yyy.yy...",
    ("document", "open"): "yyy.yy...",
    ("document", "private"): "yyy.yy...",
    ("accept", "open"): ".y.......",
    ("accept", "private"): ".y.......",
    ("grant", "open"): "..y......",
    ("grant", "private"): "..y......",
    ("sign", "open"): "y.y......",
    ("sign", "private"): "y.y......",
    ("amend", "open"): "y.y......",
    ("amend", "private"): "y.y......",
    ("vote", "open"): "..yy.....",
    ("vote", "private"): "..yy.....",
    ("hand_over", "open"): "y.y...y..",
    ("hand_over", "private"): "y.y......",
    ("correct_effort", "open"): "y.y......",
    ("correct_effort", "private"): "y.y......",
    ("confirm_effort", "open"): "..y......",
    ("confirm_effort", "private"): "..y......",
    ("replicate", "open"): "y.y......",
    ("replicate", "private"): "y.y......",
    ("send_again", "open"): "y....yy..",
    ("send_again", "private"): "y....yy..",
    ("propose", "open"): "y........",
    ("propose", "private"): "y........",
    ("take_kit", "open"): "y.y......",
    ("take_kit", "private"): "y.y......",
    ("resume", "open"): "y.y......",
    ("resume", "private"): "y.y......",
    ("answer_governance", "open"): "...y.....",
    ("answer_governance", "private"): "...y.....",
    ("log", "open"): "y...y....",
    ("log", "private"): "y...y....",
    ("go_live", "open"): "y........",
    ("go_live", "private"): "y........",
    ("roll_back", "open"): "y.yy.....",
    ("roll_back", "private"): "y.yy.....",
    ("answer_rollback", "open"): "y.y.y....",
    ("answer_rollback", "private"): "y.y.y....",
    ("close_rollback", "open"): "y.yy.....",
    ("close_rollback", "private"): "y.yy.....",
    ("explain", "open"): "y.y.y....",
    ("explain", "private"): "y.y.y....",
    ("write_fallback", "open"): "yyy.yy...",
    ("write_fallback", "private"): "yyy.yy...",
    ("rehearse", "open"): "yyyyyy...",
    ("rehearse", "private"): "yyyyyy...",
    ("report", "open"): "yyyyyy...",
    ("report", "private"): "yyyyyy...",
    ("answer_blocker", "open"): "yyyyyyyy.",
    ("answer_blocker", "private"): "..yy.....",
    ("comment", "open"): "yyyyyyyy.",
    ("comment", "private"): "yyyyyy...",
    ("preview_digest", "open"): "..yy..y..",
    ("preview_digest", "private"): "..yy.....",
    ("post_digest", "open"): "......y..",
    ("confirm", "open"): "y........",
    ("confirm", "private"): "y........",
    ("prove", "open"): "y...y....",
    ("prove", "private"): "y...y....",
    ("judge_proof", "open"): "...y.....",
    ("judge_proof", "private"): "...y.....",
    ("drill", "open"): "y..y.....",
    ("drill", "private"): "y..y.....",
    ("open_gate", "open"): "y.yy.....",
    ("open_gate", "private"): "y.yy.....",
    ("bring", "open"): "yyyyyy...",
    ("bring", "private"): "yyyyyy...",
    ("test", "open"): "y...y....",
    ("test", "private"): "y...y....",
    ("answer_contest", "open"): "y........",
    ("answer_contest", "private"): "y........",
    ("make_token", "open"): "y.....y..",
    ("make_token", "private"): "y........",
}


def use_case_for(role: Role, visibility: str):
    home = Home(channel="C1", private=visibility == "private")
    make = proposed if role == "named" else owned
    return make(home=home, supporters=(SUPPORTER.id,))


@pytest.mark.parametrize("cell", TABLE)
def test_every_role_may_exactly_what_the_table_says(cell):
    verb, visibility = cell
    may = "".join(
        "y" if policy.can(ACTORS[role], verb, use_case_for(role, visibility), SETTINGS) else "."
        for role in ROLES
    )
    assert may == TABLE[cell]


def test_the_table_is_complete():
    assert set(get_args(Role)) == set(ROLES)
    assert {verb for verb, _ in MAY} == set(get_args(Verb))
    assert set(MAY) == set(TABLE) | {("register", "open"), ("configure", "open"), ("import", "open")}


@pytest.mark.parametrize("verb", get_args(Verb))
def test_deactivated_accounts_and_apps_may_nothing(verb):
    assert not policy.can(GONE, verb, owned(owner=GONE.id, sponsor=BOT.id), SETTINGS)
    assert not policy.can(BOT, verb, owned(owner=GONE.id, sponsor=BOT.id), SETTINGS)


@pytest.mark.parametrize("verb", sorted(policy.DECIDING))
def test_guests_and_people_of_other_workspaces_never_decide(verb):
    for person in (GUEST, STRANGER):
        assert not policy.can(person, verb, owned(owner=person.id, sponsor=person.id), SETTINGS)


def test_a_private_use_case_does_not_exist_for_others():
    with pytest.raises(NoSuchUseCase):
        policy.check(MEMBER, "sign", use_case_for("member", "private"), SETTINGS)


def test_an_admin_sends_a_letter_of_a_private_use_case_again_by_its_key_alone():
    private = use_case_for("admin", "private")
    policy.check(ADA, "send_again", private, SETTINGS)
    with pytest.raises(NoSuchUseCase):
        policy.check(MEMBER, "send_again", private, SETTINGS)
    with pytest.raises(NotAllowed, match="an admin, the owner or whoever registered it"):
        policy.check(MEMBER, "send_again", None, SETTINGS)


def test_a_refusal_says_whose_it_is():
    with pytest.raises(NotAllowed, match="only the sponsor can grant this"):
        policy.check(ANNA, "grant", owned(), SETTINGS)


def test_members_register_and_only_admins_configure():
    assert policy.can(MEMBER, "register", None, SETTINGS)
    assert not policy.can(STRANGER, "register", None, SETTINGS)
    assert not policy.can(MEMBER, "configure", None, SETTINGS)
    assert policy.can(ADA, "configure", None, SETTINGS)
    lead = SETTINGS.model_copy(update={"programme_lead": MEMBER.id})
    assert policy.can(MEMBER, "configure", None, lead)


@pytest.mark.parametrize("part", ["owner", "sponsor"])
def test_a_gatekeeper_is_not_asked_about_their_own_use_case(part):
    settings = SETTINGS.model_copy(update={"gatekeepers": (CARLA.id,)})
    use_case = owned(**{part: CARLA.id})
    assert not policy.can(CARLA, "answer_governance", use_case, settings)
    assert not policy.can(CARLA, "judge_proof", use_case, settings)
    assert not [
        one
        for one in waits_for(CARLA, Pilot(use_case=use_case), known(settings=settings).around)
        if one.act == "answer_governance"
    ]


def test_a_deputy_has_the_rights_of_whoever_is_away_but_accepts_nothing_for_them():
    deputy = MEMBER.model_copy(update={"stands_for": (ANNA.id, CARLA.id)})
    use_case = owned()
    assert policy.can(deputy, "log", use_case, SETTINGS)
    assert policy.can(deputy, "vote", use_case, SETTINGS)
    assert not policy.can(deputy, "grant", use_case, SETTINGS)
    assert not policy.can(deputy, "accept", proposed(), SETTINGS)
    assert not policy.can(deputy, "configure", None, SETTINGS)
    assert not policy.can(deputy.model_copy(update={"guest": True}), "vote", use_case, SETTINGS)
