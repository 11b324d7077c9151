"""Incidents and blockers: reported, listed, resolved once."""

import pytest

from playbook import blockers, incidents
from playbook.facts import Blocker
from playbook.forms import BlockerForm, IncidentForm, ResolveForm
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, BEN, BOT, CARLA, GONE, GUEST, MONDAY, known, owned
from tests.playbook.under_way import live

RESOLVED = ResolveForm(cause="a wrong rule", fallback_used="yes")


def reported(*severities):
    use_case = live()
    for severity in severities:
        use_case = incidents.report(use_case, IncidentForm(severity=severity, text="it failed"), known(ANNA))
    return use_case


def raised(before=None, **typed):
    form = BlockerForm(**({"text": "no licence", "control": "outside"} | typed))
    return blockers.stand_in_the_way(before or owned(), form, known(ANNA))


class TestIncidents:
    def test_the_worst_open_one_stands_first(self):
        use_case = incidents.resolve(reported("3", "1", "2", "1"), 2, RESOLVED, known(BEN))
        assert [(one.severity, one.number) for one in incidents.open_incidents(use_case)] == [
            (1, 4),
            (2, 3),
            (3, 1),
        ]

    def test_it_is_resolved_with_its_cause_and_whether_the_fallback_was_used(self):
        ended = incidents.resolve(reported("2"), 1, RESOLVED, known(BEN)).incidents[0]
        assert (ended.fallback_used, ended.cause, ended.resolved_by) == (True, "a wrong rule", BEN.id)
        unused = ResolveForm(cause="a wrong rule", fallback_used="no")
        assert incidents.resolve(reported("2"), 1, unused, known(BEN)).incidents[0].fallback_used is False

    def test_once(self):
        ended = incidents.resolve(reported("2"), 1, RESOLVED, known(BEN))
        with pytest.raises(AlreadyDone):
            incidents.resolve(ended, 1, RESOLVED, known(ANNA))
        with pytest.raises(Refusal, match="no such incident"):
            incidents.resolve(ended, 2, RESOLVED, known(ANNA))


class TestBlockers:
    def test_unsaid_the_sponsor_clears_what_is_outside_and_the_owner_what_is_inside(self):
        assert raised().blockers[-1].clears == BEN.id
        assert raised(control="inside").blockers[-1].clears == ANNA.id
        assert raised(clears=CARLA.id).blockers[-1].clears == CARLA.id

    @pytest.mark.parametrize("person", [GONE.id, BOT.id, "U0NOBODY"])
    def test_somebody_who_cannot_clear_it_is_refused_beside_the_field(self, person):
        with pytest.raises(Refusal) as no:
            raised(clears=person)
        assert no.value.field == "clears"

    def test_a_guest_may_clear_it(self):
        assert raised(clears=GUEST.id).blockers[-1].clears == GUEST.id

    def test_it_is_cleared_once(self):
        cleared = blockers.clear(raised(), 1, known(BEN))
        assert (cleared.blockers[0].resolved_by, blockers.open_blockers(cleared)) == (BEN.id, ())
        with pytest.raises(AlreadyDone):
            blockers.clear(cleared, 1, known(BEN))
        with pytest.raises(Refusal, match="no such blocker"):
            blockers.clear(cleared, 7, known(BEN))

    def test_a_missing_authority_is_granted_not_cleared(self):
        lacks = Blocker(number=1, text="no", outside=True, authority="access", clears=BEN.id, since=MONDAY)
        with pytest.raises(Refusal, match="the sponsor grants"):
            blockers.clear(owned(blockers=(lacks,)), 1, known(BEN))
