"""Records on which each of the four questions is answered yes, no or unclear: one switch for each of them."""

from datetime import timedelta

from playbook.facts import Blocker, Confirmation, Pilot
from playbook.proving import Word
from playbook.replicating import Effort, EffortCorrected, EffortFixed, Origin, PartHours
from tests.playbook.company import ANNA, BEN, CARLA, DAY_ONE, MONDAY
from tests.playbook.gated import on_day, piloting, producing, readings

DAY = timedelta(days=1)
REVIEW = 43  # the day of the plan on which the record is read: six weeks are closed
WEEKS = {"yes": (4.0, 3.6, 3.4, 3.2, 3.1, 3.0), "no": (5.5, 5.8, 6.1, 6.0, 6.3, 6.4), "unclear": (4.0, 3.6)}
HOURS = {"yes": 29.0, "no": 30.0}
CONFIRMED = Confirmation(by=ANNA.id, owner=ANNA.id, at=on_day(38))
FIXED = EffortFixed(hours=(PartHours(part="process", hours=100),), by=BEN.id, at=on_day(30))


def owners(word):
    """What makes the second answer so."""
    return {"no": {"owner": None}, "unclear": {"confirmations": ()}, "yes": {"confirmations": (CONFIRMED,)}}[
        word
    ]


def proven(word):
    """What makes the third answer so."""
    kept = producing().use_case.proofs
    if word == "no":
        doubt = Word(by=CARLA.id, at=on_day(37), holds=False, reason="an empty row")
        return (kept[0].model_copy(update={"words": (doubt,)}), *kept[1:])
    return kept if word == "yes" else kept[1:]


def replica(hours):
    """UC-8, live for two weeks at the second place, with so many hours."""
    origin = Origin(
        use_case=7,
        place="Lyon",
        started_on=on_day(22).date(),
        asked_from=DAY_ONE + 9 * DAY,
        live_by=DAY_ONE + 42 * DAY,
    )
    measured = readings(4.5, 4.2, live=on_day(25).date(), errors=False)
    said = EffortCorrected(
        part="process", was=0, hours=hours, reason="from time sheets", by=ANNA.id, at=on_day(39)
    )
    base = piloting().use_case
    live = base.went_live.model_copy(update={"day": on_day(25).date()})
    use_case = base.model_copy(
        update={
            "number": 8,
            "effort": Effort(corrections=(said,)),
            "origin": origin,
            "day_one": on_day(22).date(),
            "went_live": live,
        }
    )
    return Pilot(use_case=use_case, readings=measured)


def record(one="yes", two="yes", three="yes", four="yes", **more):
    """UC-7 in Limited Production, with a record that answers the four questions so."""
    facts = {"proofs": proven(three), "effort": {"fixed": FIXED}, **owners(two), **more}
    base = producing(*WEEKS[one])
    use_case = base.use_case.model_copy(
        update={**facts, "effort": base.use_case.effort.model_copy(update={"fixed": FIXED})}
    )
    kin = () if four == "unclear" else (replica(HOURS[four]),)
    return Pilot(use_case=use_case, readings=base.readings, kin=kin)


def blocker(number=1, **more):
    """A blocker outside the owner's control."""
    facts = {
        "number": number,
        "text": "the CRM team has no capacity",
        "outside": True,
        "clears": BEN.id,
        "since": MONDAY,
    }
    return Blocker(**(facts | more))
