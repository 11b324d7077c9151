"""Every change says what it has to say, to whom, once; what stands is edited in place."""

from playbook import cards, contract, governance, ownership
from playbook.contract_text import kpi_answers
from playbook.facts import Contract, Settings
from playbook.forms import AcceptForm, DeclineForm, KpiForm, ObjectForm, PeopleForm
from playbook.registration import name_people
from tests.playbook.company import (
    ANNA,
    BEN,
    CARLA,
    COMPLETE,
    DORA,
    PILOTS,
    SETTINGS,
    known,
    owned,
    proposed,
    ready,
)


def said(before, after, settings=SETTINGS):
    return {(letter.notice.kind, letter.to): letter for letter in cards.letters(before, after, settings)}


def test_registering_announces_asks_the_owner_and_asks_the_gatekeepers():
    letters = said(None, proposed())
    assert set(letters) == {
        ("use_case_announced", PILOTS.id),
        ("ownership_asked", ANNA.id),
        ("governance_asked", CARLA.id),
    }
    assert all(letter.replaces is None for letter in letters.values())


def test_without_a_home_nobody_is_told_in_a_channel():
    assert ("use_case_announced", PILOTS.id) not in said(None, proposed(home=None))


def test_accepting_edits_the_request_and_hands_over_the_duties():
    before = proposed()
    after = ownership.accept(
        before, AcceptForm.read({"function": "Sales", "authorities": ["process"]}), known(ANNA)
    )
    letters = said(before, after)
    assert letters["ownership_asked", ANNA.id].replaces == "7:ownership_asked:n1:U0ANNA"
    assert letters["ownership_asked", ANNA.id].notice.outcome == "accepted"
    assert letters["duties_given", ANNA.id].replaces is None
    assert letters["authority_asked", BEN.id].notice.open == ("access", "priorities")


def test_granting_edits_the_sponsors_request():
    before = ownership.accept(
        proposed(), AcceptForm.read({"function": "Sales", "authorities": ["process"]}), known(ANNA)
    )
    letters = said(before, ownership.grant(before, "access", known(BEN)))
    assert letters["authority_asked", BEN.id].notice.granted == ("access",)
    assert letters["authority_asked", BEN.id].replaces == "7:authority_asked:n1:U0BEN"


def test_declining_tells_the_registrant_and_the_sponsor():
    after = ownership.decline(proposed(), DeclineForm.read({"reason": "On leave"}), known(ANNA))
    letters = said(proposed(), after)
    assert letters["ownership_asked", ANNA.id].notice.outcome == "declined"
    assert ("ownership_declined", DORA.id) in letters
    assert ("ownership_declined", BEN.id) in letters


def test_naming_another_owner_withdraws_the_first_request():
    form = PeopleForm(owner=DORA.id, sponsor=BEN.id, home=PILOTS.id)
    letters = said(proposed(), name_people(proposed(), form, known()))
    assert letters["ownership_asked", ANNA.id].notice.outcome == "withdrawn"
    assert letters["ownership_asked", DORA.id].replaces is None


def test_a_complete_contract_asks_both_for_their_signature():
    before = owned(contracts=(Contract(terms=COMPLETE.model_copy(update={"rollback": None})),))
    letters = said(before, ready(version=2))
    assert ("signature_asked", ANNA.id) in letters
    assert ("signature_asked", BEN.id) in letters


def test_changed_terms_close_the_old_request_and_ask_again():
    changed = contract.set_kpi(ready(), KpiForm.read(kpi_answers(COMPLETE) | {"source": "CRM report"}))
    letters = cards.letters(ready(), changed, SETTINGS)
    asked = [one for one in letters if one.notice.kind == "signature_asked"]
    assert [(one.notice.outcome, one.replaces is None) for one in asked if one.to == BEN.id] == [
        (None, True),
        ("changed", False),
    ]


def test_the_lock_is_announced_and_both_requests_are_closed():
    half = contract.sign(ready(), known(ANNA), 0)
    letters = said(half, contract.sign(half, known(BEN), 0))
    assert ("contract_locked", PILOTS.id) in letters
    assert letters["signature_asked", ANNA.id].notice.outcome == "locked"
    assert letters["signature_asked", BEN.id].notice.outcome == "locked"
    assert letters["use_case_announced", PILOTS.id].notice.state == "value contract locked (version 1)"


def test_an_objection_reaches_the_owner_and_its_withdrawal_edits_it():
    objected = governance.object_to(owned(), ObjectForm(ground="policy", reason="No DPIA"), known(CARLA))
    first = said(owned(), objected)["governance_objected", ANNA.id]
    assert first.notice.reason == "No DPIA"
    second = said(objected, governance.clear(objected, known(CARLA)))["governance_objected", ANNA.id]
    assert second.notice.withdrawn
    assert second.replaces == first.name


def test_gatekeepers_named_later_are_asked_about_what_is_already_here():
    later = Settings(gatekeepers=(CARLA.id, DORA.id), version=3)
    letters = cards.resettled(owned(), SETTINGS, later)
    assert [(letter.to, letter.notice.kind) for letter in letters] == [(DORA.id, "governance_asked")]


def test_nothing_is_said_when_nothing_changed():
    assert cards.letters(ready(), ready(), SETTINGS) == ()


def test_a_letter_is_never_named_after_a_moment():
    periods = [letter.period for letter in cards.letters(None, ready(), SETTINGS)]
    assert periods
    assert not [period for period in periods if not period or "2026" in period]


def test_two_edits_of_one_card_have_two_names():
    one = proposed(version=4)
    first = cards.letters(one, one.model_copy(update={"title": "A"}), SETTINGS)
    later = one.model_copy(update={"title": "A", "version": 5})
    second = cards.letters(later, later.model_copy(update={"title": "B"}), SETTINGS)
    assert not {letter.name for letter in first} & {letter.name for letter in second}


def test_a_card_that_was_closed_and_stands_again_is_edited_back():
    nobody = SETTINGS.model_copy(update={"gatekeepers": (), "version": 4})
    again = SETTINGS.model_copy(update={"version": 5})
    (closed,) = cards.resettled(proposed(), SETTINGS, nobody)
    (reopened,) = cards.resettled(proposed(), nobody, again, stood=lambda name: name == closed.replaces)
    assert reopened.replaces == closed.replaces
    assert not reopened.notice.withdrawn
    assert reopened.name != closed.name


def test_whoever_declined_hears_no_more_of_it_once_another_is_named():
    declined = ownership.decline(proposed(), DeclineForm.read({"reason": "On leave"}), known(ANNA))
    named = name_people(declined, PeopleForm(owner=CARLA.id, sponsor=BEN.id, home=PILOTS.id), known(DORA))
    assert {to for _, to in said(declined, named)} == {CARLA.id, PILOTS.id}
    renamed = named.model_copy(update={"title": "Another title", "sponsor": DORA.id})
    assert ANNA.id not in {to for _, to in said(named, renamed)}
    assert ("ownership_declined", DORA.id) not in said(named, renamed)
