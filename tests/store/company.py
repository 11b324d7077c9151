"""A use case, and letters about it, to keep in a store."""

from datetime import UTC, date, datetime

from playbook.facts import (
    Baseline,
    Blocker,
    Bottleneck,
    Breach,
    Cause,
    Comment,
    Confirmation,
    Contest,
    Contract,
    ControlAnswer,
    Decline,
    Draw,
    Drill,
    Evidence,
    Gate,
    GatekeeperAnswer,
    GoLive,
    Guardrail,
    Handover,
    Home,
    Incident,
    LeaderAnswer,
    Ownership,
    Pause,
    Profile,
    Proof,
    Proposal,
    Rollback,
    SecondPlace,
    Signature,
    Span,
    Terms,
    Trip,
    UseCase,
    UserTest,
)
from playbook.letters import DutiesGiven, Letter, UseCaseAnnounced
from playbook.packed import Kit
from playbook.replicating import Effort, EffortFixed, Origin, PartHours

T = "T0ACME"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANNA, BEN, CARLA = "U0ANNA", "U0BEN", "U0CARLA"
CHANNEL = "C0AIPILOTS"


def proposed(title="Faster quotes", **more):
    """A use case as it is registered."""
    given = {
        "number": 0,
        "title": title,
        "registrant": ANNA,
        "registered_at": NOW,
        "day_one": date(2026, 3, 9),
    }
    return UseCase(**given | more)


def full():
    """A use case with something in every field."""
    terms = Terms(
        kpi="quote turnaround",
        unit="days",
        direction="lower",
        baseline=Baseline(value=5.2, readings=(5.1, 5.3, 5.2)),
        target=3.0,
        due=date(2026, 4, 30),
        due_days=52,
        expected=Span(low=2.5, high=3.4),
        guardrails=(Guardrail(metric="error rate", comparator="<", limit=2, unit="%"),),
        rollback=Rollback(metric="error rate", comparator=">=", limit=2),
        source="CRM export",
    )
    signatures = tuple(
        Signature(by=by, role=role, at=NOW) for by, role in ((BEN, "owner"), (CARLA, "sponsor"))
    )
    return proposed(
        sentence="Cut quote turnaround from 5.2 to 3 days",
        restarts=1,
        owner=BEN,
        naming=2,
        ownership=Ownership(accepted_at=NOW, function="Sales", holds=("process",), granted=("access",)),
        comments=(Comment(month="2026-02", text="well seen", by=BEN, at=NOW),),
        declines=(Decline(by=ANNA, at=NOW, naming=1, reason="on leave"),),
        sponsor=CARLA,
        supporters=(ANNA,),
        home=Home(channel=CHANNEL, private=True),
        profile=Profile(systems=3, layers=2, partners=1, loop_days=2.5),
        workflow="quotes",
        function="Sales",
        bottlenecks=(Bottleneck(step="approval", wait="2 days", system="CRM"),),
        second_place=SecondPlace(name="Lyon", owner=ANNA),
        worth="about EUR 4,100 a month",
        contracts=(
            Contract(terms=terms, signatures=signatures, locked_at=NOW),
            Contract(version=2, reason="scope"),
        ),
        controls=(ControlAnswer(control="logging", answer="in the CRM", by=BEN, at=NOW),),
        gatekeepers=(GatekeeperAnswer(by=CARLA, at=NOW, objects_to="policy", reason="no DPA"),),
        blockers=(
            Blocker(
                number=1,
                text="no sandbox tenant",
                outside=True,
                clears=CARLA,
                since=NOW,
                answers=(LeaderAnswer(by=CARLA, at=NOW, does="take", clears=CARLA),),
            ),
        ),
        went_live=GoLive(day=date(2026, 3, 20), at=NOW, by=BEN, link="https://crm.example/1"),
        fallback="Route quotes to the back office",
        offsets=(8, 28, 42, 56),
        handovers=(Handover(number=1, role="owner", held_by=BEN, offered_to=ANNA, by=CARLA, at=NOW),),
        breaches=(
            Breach(
                metric="error rate",
                comparator="<",
                limit=2,
                unit="percent",
                numbers=(1,),
                value=2.4,
                day=date(2026, 3, 26),
                seen_at=NOW,
            ),
        ),
        incidents=(
            Incident(
                number=1, severity=2, text="a wrong price", opened_at=NOW, opened_by=BEN, cause="a cache"
            ),
        ),
        causes=(Cause(metric="error rate", reading=1, text="a template was wrong", by=BEN, at=NOW),),
        trips=(Trip(number=1, at=NOW, by=BEN, metric="error rate", reading=1),),
        proofs=(Proof(number=1, control="logging", text="row 7 of the export", by=BEN, at=NOW),),
        draws=(Draw(month="2026-03", control="logging", at=NOW),),
        drills=(Drill(number=1, contact=CARLA, asked_at=NOW),),
        evidence=(
            Evidence(number=1, gate="pilot", criterion="signal", text="see the export", by=BEN, at=NOW),
        ),
        tests=(UserTest(number=1, asked=(ANNA,), by=BEN, at=NOW),),
        contests=(Contest(number=1, about="reading", thing="1", reason="too good", by=CARLA, at=NOW),),
        gates=(Gate(name="pilot", attempt=1, opened_at=NOW, opened_by=BEN),),
        proposals=(
            Proposal(
                number=1,
                choice="stop",
                reason="it does not move",
                cause="no_effect",
                by=ANNA,
                at=NOW,
                attempt=1,
                decided_before=0,
            ),
        ),
        pause=Pause(why="redesign", at=NOW, since=date(2026, 3, 20), resume_by=date(2026, 4, 1)),
        waits=(Bottleneck(step="approval", wait="1 day", system="CRM"),),
        confirmations=(Confirmation(by=BEN, owner=BEN, at=NOW, blockers=(1,)),),
        effort=Effort(fixed=EffortFixed(hours=(PartHours(part="process", hours=24),), by=CARLA, at=NOW)),
        origin=Origin(
            use_case=3,
            place="Lyon",
            started_on=date(2026, 3, 20),
            asked_from=date(2026, 3, 11),
            live_by=date(2026, 4, 13),
        ),
        replicas=(9,),
        kit=Kit(made_of="UC-3", title="Faster quotes", state="draft", gaps=("the fallback",)),
    )


def unrelated():
    """The same without an original and without replicas, which a store does not have."""
    return full().model_copy(update={"origin": None, "replicas": ()})


def announced(title="Faster quotes", use_case=1):
    return UseCaseAnnounced(
        use_case=use_case,
        title=title,
        sentence="Cut quote turnaround",
        registrant=ANNA,
        owner=None,
        owner_accepted=False,
        sponsor=None,
        friction="short loop",
        state="proposed",
        missing=(),
    )


def announcement(use_case=1, title="Faster quotes", to=CHANNEL, period="a1"):
    """The letter every use case begins with."""
    return Letter(to=to, period=period, notice=announced(title, use_case))


def edit(mark, title="Faster quotes", use_case=1):
    """A later text for the announcement."""
    notice = announced(title, use_case)
    root = f"{use_case}:use_case_announced:a1"
    return Letter(to=CHANNEL, period=f"a1:{mark}", notice=notice, replaces=root)


def duties(use_case=1, to=BEN, period="n1", replies_to=None):
    """A direct message; with `replies_to` a reply in a thread."""
    notice = DutiesGiven(use_case=use_case, title="Faster quotes")
    return Letter(to=to, period=period, notice=notice, replies_to=replies_to)
