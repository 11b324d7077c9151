"""Values to draw: one decent company, and the worst anybody ever typed."""

from datetime import UTC, date, datetime
from typing import get_args

from hypothesis import strategies as st

from playbook import attention, deciding, facts, gate_letters, letters, proof_notices, proving, review_notices
from playbook.criteria import WORDS
from playbook.facts import (
    Baseline,
    Blocker,
    Contract,
    ControlAnswer,
    GatekeeperAnswer,
    Guardrail,
    Home,
    Listed,
    Missing,
    Ownership,
    Rollback,
    Signature,
    Span,
    Terms,
    UseCase,
)
from playbook.policy import Verb
from tests.blocks.review_values import reviewed_notices

ANNA, BEN, GRETA = "U0ANNA", "U0BEN", "U0GRETA"
MOMENT = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
DAY_ONE = date(2026, 1, 5)
TODAY = date(2026, 1, 9)
TERMS = Terms(
    kpi="Average proposal turnaround time",
    unit="day",
    direction="lower",
    baseline=Baseline(value=5),
    target=3,
    due=date(2026, 3, 2),
    due_days=56,
    expected=Span(low=2.6, high=3.4),
    guardrails=(Guardrail(metric="error rate", comparator="<", limit=2, unit="percent"),),
    rollback=Rollback(metric="error rate", comparator=">=", limit=2, unit="percent"),
)
LOCKED = Contract(
    terms=TERMS,
    signatures=(
        Signature(by=ANNA, role="owner", at=MOMENT),
        Signature(by=BEN, role="sponsor", at=MOMENT),
    ),
    locked_at=MOMENT,
)
AMENDED = LOCKED.model_copy(
    update={
        "version": 2,
        "terms": TERMS.model_copy(update={"target": 3.5}),
        "reason": "A second approver joined",
    }
)
PROPOSED = UseCase(
    number=7,
    title="Average proposal turnaround time",
    sentence="Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks",
    registrant=GRETA,
    registered_at=MOMENT,
    day_one=DAY_ONE,
    owner=ANNA,
    sponsor=BEN,
    home=Home(channel="C0SALES"),
    contracts=(Contract(terms=TERMS),),
)
PILOT = PROPOSED.model_copy(
    update={
        "ownership": Ownership(accepted_at=MOMENT, function="Sales"),
        "contracts": (LOCKED,),
        "stage": "pilot",
    }
)
LINE = Listed(
    number=7, title="Proposals", registrant=GRETA, day_one=DAY_ONE, registered_at=MOMENT, owner=ANNA
)

NASTY = (
    "",
    "  \n ",
    "<!channel> <!here> <@U0EVIL> <https://evil.example|click>",
    "a & b < c > d &lt;!channel&gt;",
    "*bold* _it_ `code` ~gone~ ```block",
    "> quoted\n>> twice",
    "שלום עולם <b>",
    "\u202eelgooG\u202c \u2066x\u2069",
    "\x1b[31m\x07\x00tab\there",
    "line\u2028two\r\nthree\rfour",
    "👩‍👩‍👧‍👦" * 400,
    "🇩🇪" * 700,
    "e\u0301" * 1500,
    "\u0301" * 3000,
    "x" * 3000,
    "&" * 3000,
    "<" * 3000,
    "عربي " * 600,
    "line\n" * 600,
    "word " * 600,
    '{"uc":1}',
    "Ω≈ç√∫˜µ≤≥÷",
)
HANDED = []  # what hands out another text in place of each that is drawn, while there is one


def _handed(text):
    return HANDED[-1]() if HANDED else text


typed = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map(lambda parts: "".join(parts)[:3000]),
).map(_handed)
maybe = st.none() | typed
ids = st.sampled_from((ANNA, BEN, GRETA, "W1", "U1|<!channel>", "<!here>"))
some = st.none() | ids
moments = st.integers(31536000, 253370764800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.dates(date(1, 1, 2), date(9998, 12, 30))
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from((0.0, 2.0, 1e300, -1e-300, 3.4))
units = st.sampled_from(("day", "percent", "EUR", "count", "score", "ratio", "business_day"))
keys = st.integers(0, 10**8)


def several(values, most=8):
    """A tuple of up to so many of them."""
    return st.lists(values, max_size=most).map(tuple)


def either(*values):
    """One of these words."""
    return st.sampled_from(values)


comparators = either("<", "<=", ">", ">=")
directions = st.none() | either("lower", "higher")
authorities = either("process", "access", "priorities", "it_runs_it")
controls = either("data_sensitivity", "model_boundary", "human_review", "logging", "escalation_path")
grounds = either("data_path", "policy", "audit")
baselines = st.builds(
    Baseline,
    value=numbers,
    low=st.none() | numbers,
    high=st.none() | numbers,
    plus_minus=st.none() | numbers,
    readings=several(numbers),
)
guardrails = st.builds(
    Guardrail,
    metric=typed,
    comparator=comparators,
    limit=st.none() | numbers,
    unit=units | st.just(""),
    now=st.none() | numbers,
)
rollbacks = st.builds(
    Rollback,
    metric=typed,
    comparator=comparators,
    limit=numbers,
    unit=units,
    in_a_row=st.none() | st.integers(1, 4),
)
terms = st.builds(
    Terms,
    kpi=maybe,
    unit=st.none() | units,
    direction=directions,
    baseline=st.none() | baselines,
    target=st.none() | numbers,
    due=st.none() | days,
    due_days=st.none(),
    expected=st.none() | st.builds(Span, low=numbers, high=numbers),
    guardrails=several(guardrails, 12),
    rollback=st.none() | rollbacks,
    source=maybe,
)
signatures = st.builds(Signature, by=ids, role=either("owner", "sponsor"), at=moments)
contracts = st.builds(
    Contract,
    version=st.integers(1, 99),
    terms=terms,
    signatures=several(signatures, 2),
    locked_at=st.none() | moments,
    round=st.integers(1, 9),
    reason=maybe,
    unclear_accepted_by=some,
)
gatekeepers = st.builds(
    GatekeeperAnswer, by=ids, at=moments, objects_to=st.none() | grounds, reason=typed, withdraws=some
)
blockers = st.builds(
    Blocker,
    number=keys,
    text=typed,
    outside=st.booleans(),
    authority=st.none() | authorities,
    clears=some,
    since=moments,
    resolved_at=st.none() | moments,
    resolved_by=some,
)
NAMES = st.lists(st.from_regex(r"[a-z_]{1,30}:[a-z0-9:]{1,60}", fullmatch=True), min_size=1, max_size=40).map(
    tuple
)
counts = st.none() | st.integers(0, 10**9)
breaches = st.builds(
    facts.Breach,
    metric=typed,
    comparator=comparators,
    limit=numbers,
    unit=units,
    numbers=st.lists(keys, min_size=1, max_size=3).map(tuple),
    value=numbers,
    num=counts,
    den=counts,
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    weekly=st.booleans(),
    seen_at=moments,
    few=st.booleans(),
    over=st.booleans(),
)
causes = st.builds(facts.Cause, metric=typed, reading=keys, text=typed, by=ids, at=moments)
trips = st.builds(
    facts.Trip,
    number=st.integers(1, 99),
    at=moments,
    by=ids,
    metric=typed,
    reading=st.none() | keys,
    trigger=st.none() | rollbacks,
    value=st.none() | numbers,
    num=counts,
    den=counts,
    day=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    weekly=st.booleans(),
    reason=typed,
    answered_at=st.none() | moments,
    answered_by=some,
    fallback_runs=st.none() | st.booleans(),
    because=typed,
    cause=typed,
    closed_at=st.none() | moments,
    closed_by=some,
    closing=typed,
    told=st.just(()),
)
incidents = st.builds(
    facts.Incident,
    number=st.integers(1, 99),
    severity=st.integers(1, 3),
    text=typed,
    opened_at=moments,
    opened_by=ids,
    fallback_used=st.none() | st.booleans(),
    cause=typed,
    resolved_at=st.none() | moments,
    resolved_by=some,
)
words_on_proofs = st.builds(proving.Word, by=ids, at=moments, holds=st.booleans(), reason=typed)
digests = st.sampled_from(("", "ab" * 32))
proofs = st.builds(
    facts.Proof,
    number=st.integers(1, 99),
    control=controls,
    text=typed,
    case=typed,
    digest=digests,
    by=ids,
    at=moments,
    words=several(words_on_proofs, 6),
)
draws = st.builds(
    facts.Draw,
    month=st.sampled_from(("2026-01", "2025-12", "2025-11", "1999-02")),
    control=controls,
    at=moments,
    seed=st.just("c4" * 32),
    sealed=digests,
)
drills = st.builds(
    facts.Drill,
    number=st.integers(1, 99),
    contact=ids,
    by=some,
    owner=some,
    zone=st.sampled_from(("", "Europe/Berlin")),
    asked_at=st.just(MOMENT),
    answered_at=st.none() | st.just(MOMENT),
)
control_answers = st.builds(ControlAnswer, control=controls, answer=typed, contact=some, by=ids, at=moments)
profiles = st.builds(facts.Profile, systems=st.none() | st.integers(0, 99), loop_days=st.none())
homes = st.none() | st.builds(Home, channel=either("C0SALES", "<!channel>"), private=st.booleans())
places = st.none() | st.builds(facts.SecondPlace, name=typed, owner=some)
stages = either("frame", "pilot", "limited_production", "scale_decision")
outcomes = st.none() | either("scaled", "stopped")
use_cases = st.builds(
    UseCase,
    number=keys,
    title=typed,
    sentence=typed,
    registrant=ids,
    registered_at=moments,
    day_one=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    restarts=st.integers(0, 1),
    stage=stages,
    outcome=outcomes,
    owner=some,
    ownership=st.none() | st.builds(Ownership, accepted_at=moments, function=either("Sales", "IT")),
    sponsor=some,
    home=homes,
    profile=profiles,
    workflow=maybe,
    function=st.none() | either("Sales", "IT"),
    second_place=places,
    worth=maybe,
    contracts=st.lists(contracts, min_size=1, max_size=3).map(tuple),
    controls=several(control_answers, 5),
    gatekeepers=several(gatekeepers),
    blockers=several(blockers, 10),
    bottlenecks=st.just(()),
    fallback=maybe,
    breaches=several(breaches, 6),
    causes=several(causes, 2),
    trips=several(trips, 3),
    incidents=several(incidents, 5),
    proofs=several(proofs, 6),
    draws=several(draws, 5),
    drills=several(drills, 2),
    declines=st.just(()),
    supporters=st.just(()),
)
attentions = st.builds(attention.Attention, rank=st.integers(0, 8), words=typed, due=st.none() | days)
listed = st.builds(
    Listed,
    number=keys,
    title=typed,
    workflow=st.none(),
    function=st.none(),
    owner=some,
    sponsor=some,
    home=homes,
    profile=profiles,
    stage=stages,
    outcome=outcomes,
    proposed=st.booleans(),
    day_one=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    registered_at=moments,
    registrant=ids,
    supporters=st.just(()),
)
parts = either("people", "friction", "kpi", "safety", "process", "controls", "plan")
missing = st.builds(Missing, part=parts, field=typed, words=typed, owes=some, for_lock=st.booleans())
frictions = st.builds(
    facts.Friction,
    points=st.integers(0, 300),
    verdict=either("short loop", "workable", "heavy"),
    reasons=several(typed, 12),
    unknown=several(typed, 4),
    words=typed,
)
rights = st.frozensets(st.sampled_from(get_args(Verb)))

about = {"use_case": keys, "title": typed}
asked = st.builds(letters.MetricAsked, metric=typed, unit=units, last=typed, required=st.booleans())
weeks = either("w1", "w12", "b3")
check_ins = st.builds(
    letters.CheckInDue,
    **about,
    week=weeks,
    first=days,
    last=days,
    asked=st.lists(asked, min_size=1, max_size=6).map(tuple),
    missed=several(weeks, 3),
    logged=typed,
    asked_again=st.booleans(),
    overtaken=st.booleans(),
)
taken_values = st.builds(letters.TakenValue, metric=typed, value=typed, before=typed)
taken = st.builds(
    letters.ReadingTaken,
    **about,
    number=keys,
    by=ids,
    values=st.lists(taken_values, min_size=1, max_size=6).map(tuple),
    day=days,
    week=st.just("") | weeks,
    first=days,
    last=days,
    stated=st.booleans(),
    late=st.booleans(),
    verdict=typed,
    change=typed,
    reason=typed,
    elsewhere=several(typed, 3),
    undone=st.booleans(),
)
criteria = st.builds(
    deciding.Criterion,
    name=either(*get_args(deciding.CriterionName)),
    result=either(*get_args(deciding.Result)),
    because=typed,
    supplies=several(ids, 5),
    act=either(*get_args(deciding.Act)),
)
dates = st.dates(date(2000, 1, 1), date(2100, 1, 1))
milestones_due = st.builds(
    letters.MilestoneDue,
    **about,
    phase=either("early", "headsup", "due", "overdue"),
    milestone=typed,
    on=dates,
    owner=some,
    for_sponsor=st.booleans(),
    before=several(typed, 3),
    needs=typed,
    missing=several(missing, 12),
    criteria=several(criteria, 10),
    week=either("", "w3"),
    passed=typed,
    closed=typed,
)
lives_asked = st.builds(
    letters.LiveAsked,
    **about,
    on=dates,
    number=st.integers(1, 60),
    gate=typed,
    before=typed,
    second=typed,
    started=several(keys),
    done=typed,
)
pilots_paused = st.builds(
    letters.PilotPaused,
    **about,
    gate=typed,
    unmet=several(typed, 10),
    sponsor=some,
    owner=some,
    for_sponsor=st.booleans(),
    over=typed,
)
resumes_asked = st.builds(
    letters.ResumeAsked, **about, by=st.none() | dates, stalled=st.booleans(), owner=some, done=typed
)
controls_drawn = st.builds(
    proof_notices.ControlDrawn, **about, month=typed, control=controls, by=days, done=typed
)
expiring = st.builds(proof_notices.ProofExpiring, **about, control=controls, until=days, done=typed)
preparing = st.builds(
    review_notices.PreparationAsked,
    **about,
    on=days,
    blockers=st.lists(typed, max_size=8).map(tuple),
    confirmed=st.booleans(),
    control=st.none() | controls,
)
ended = {"minutes": st.none() | st.integers(0, 9999), "in_time": st.booleans(), "over": st.booleans()}
OF_PROOFS = {
    proof_notices.ProofBrought: st.builds(
        proof_notices.ProofBrought,
        **about,
        stands_for=some,
        number=keys,
        control=controls,
        text=typed,
        case=typed,
        by=ids,
        at=moments,
        drawn=typed,
        words=several(words_on_proofs, 6),
        replaced=st.booleans(),
    ),
    proof_notices.ProofDoubted: st.builds(
        proof_notices.ProofDoubted,
        **about,
        number=keys,
        control=controls,
        by=ids,
        reason=typed,
        withdrawn=st.booleans(),
    ),
    proof_notices.ControlDrawn: controls_drawn,
    proof_notices.ProofExpiring: expiring,
    review_notices.PreparationAsked: preparing,
    proof_notices.DrillAsked: st.builds(proof_notices.DrillAsked, **about, number=keys, by=some, **ended),
    proof_notices.DrillStarted: st.builds(
        proof_notices.DrillStarted, **about, number=keys, by=some, contact=ids, **ended
    ),
    proof_notices.DrillUnanswered: st.builds(
        proof_notices.DrillUnanswered, **about, contact=ids, asked_at=moments, minutes=ended["minutes"]
    ),
}

mornings = st.one_of(
    check_ins, milestones_due, lives_asked, pilots_paused, resumes_asked, controls_drawn, expiring, preparing
)
gate_names = either("entry", "pilot", "limited_production", "scale")
choices = either("go", "redesign", "stop")
criterion_names = st.sampled_from(sorted(WORDS))
cast = st.builds(
    gate_letters.VoteShown,
    by=ids,
    role=either("sponsor", "gatekeeper"),
    stands_for=some,
    choice=choices,
    reason=typed,
    lapsed=st.booleans(),
)
causes = st.none() | either("metric", "friction", "governance", "ownership", "no_effect")
GATE_NOTICES = {
    gate_letters.GateStands: st.builds(
        gate_letters.GateStands,
        **about,
        gate=gate_names,
        attempt=st.integers(1, 3),
        day=st.integers(-5, 99),
        owner=some,
        sponsor=some,
        voters=several(ids, 4),
        criteria=several(criteria, 9),
        brought=several(st.tuples(criterion_names, st.integers(1, 99)), 4),
        votes=several(cast, 6),
        contested=several(keys, 3),
        unproven=several(typed, 4),
        split=st.booleans(),
        frozen=typed,
        decided=st.none() | choices,
    ),
    gate_letters.VoteAsked: st.builds(
        gate_letters.VoteAsked,
        **about,
        gate=gate_names,
        attempt=st.integers(1, 3),
        criteria=several(criteria, 9),
        unproven=several(typed, 4),
        voted=st.none() | choices,
        decided=st.none() | choices,
        asked_again=st.booleans(),
    ),
    gate_letters.EvidenceBrought: st.builds(
        gate_letters.EvidenceBrought,
        **about,
        number=keys,
        criterion=criterion_names,
        text=typed,
        link=typed,
        author=some,
        said_at=st.none() | moments,
        by=ids,
    ),
    gate_letters.VoteCast: st.builds(gate_letters.VoteCast, **about, gate=gate_names, vote=cast),
    gate_letters.ContestStands: st.builds(
        gate_letters.ContestStands,
        **about,
        number=keys,
        about=either("reading", "evidence", "control", "user_test"),
        what=typed,
        reason=typed,
        by=ids,
        owner=some,
        answer=typed,
        accepted_by=some,
    ),
    gate_letters.EndingProposed: st.builds(
        gate_letters.EndingProposed,
        **about,
        number=keys,
        choice=either("redesign", "stop"),
        reason=typed,
        cause=either("metric", "friction", "governance", "ownership", "no_effect"),
        resume_by=st.none() | days,
        by=ids,
        sponsor=some,
        in_thread=st.booleans(),
        over=st.just("") | typed,
    ),
    gate_letters.TesterAsked: st.builds(
        gate_letters.TesterAsked,
        **about,
        number=keys,
        by=ids,
        sentence=typed,
        answered=st.none() | either("keep", "not_yet", "no"),
        why=typed,
    ),
    gate_letters.ResultsTyped: st.builds(
        gate_letters.ResultsTyped, **about, number=keys, kept=keys, tried=keys, by=ids, confirmed_by=some
    ),
    gate_letters.GateDecided: st.builds(
        gate_letters.GateDecided,
        **about,
        number=keys,
        gate=gate_names,
        attempt=st.integers(1, 3),
        choice=choices,
        criteria=several(criteria, 9),
        votes=several(cast, 6),
        cause=causes,
        reason=typed,
        resume_by=st.just("") | days.map(lambda on: on.isoformat()),
        early=st.booleans(),
        day=st.integers(-5, 99),
        at=moments,
    ),
}
NOTICES = (
    OF_PROOFS
    | reviewed_notices(typed, ids, keys, days)
    | GATE_NOTICES
    | {
        letters.UseCaseAnnounced: st.builds(
            letters.UseCaseAnnounced,
            **about,
            sentence=typed,
            registrant=ids,
            owner=some,
            owner_accepted=st.booleans(),
            sponsor=some,
            friction=typed,
            state=typed,
            missing=several(typed, 30),
        ),
        letters.OwnershipAsked: st.builds(
            letters.OwnershipAsked,
            **about,
            sentence=typed,
            registrant=ids,
            sponsor=some,
            outcome=st.none() | either("accepted", "declined", "withdrawn"),
            reason=typed,
        ),
        letters.DutiesGiven: st.builds(letters.DutiesGiven, **about),
        letters.OwnershipDeclined: st.builds(
            letters.OwnershipDeclined, **about, declined_by=ids, reason=typed
        ),
        letters.AuthorityAsked: st.builds(
            letters.AuthorityAsked,
            **about,
            owner=ids,
            open=several(authorities, 4),
            granted=several(authorities, 4),
        ),
        letters.GovernanceAsked: st.builds(
            letters.GovernanceAsked,
            **about,
            owner=some,
            documented=several(control_answers, 5),
            owed=several(controls, 5),
            answers=several(gatekeepers),
            withdrawn=st.booleans(),
        ),
        letters.GovernanceObjected: st.builds(
            letters.GovernanceObjected, **about, by=ids, ground=grounds, reason=typed, withdrawn=st.booleans()
        ),
        letters.SignatureAsked: st.builds(
            letters.SignatureAsked,
            **about,
            stands_for=some,
            contract=contracts,
            before=st.none() | contracts,
            outcome=st.none() | either("signed", "locked", "changed"),
            feasibility=typed,
        ),
        letters.ContractLocked: st.builds(
            letters.ContractLocked,
            **about,
            contract=contracts,
            owner=ids,
            sponsor=ids,
            day_one=days,
            feasibility=typed,
        ),
        letters.ContractAmended: st.builds(
            letters.ContractAmended,
            **about,
            before=contracts,
            contract=contracts,
            owner=ids,
            sponsor=ids,
            attempt=typed,
            day_one=st.none() | days,
        ),
        letters.CheckInDue: check_ins,
        letters.ReadingTaken: taken,
        letters.CardShown: st.builds(
            letters.CardShown,
            use_case=keys,
            title=typed,
            whole=use_cases,
            missing=several(missing, 9),
            friction=frictions,
            today=st.just(TODAY),
        ),
        letters.MessageAnswered: st.builds(
            letters.MessageAnswered, words=typed, ways=several(typed, 4), typed=typed, refused=st.booleans()
        ),
        letters.WentLive: st.builds(
            letters.WentLive, **about, owner=ids, day=days, day_number=st.integers(-9, 99), link=typed
        ),
        letters.RollbackTripped: st.builds(
            letters.RollbackTripped,
            **about,
            trip=trips,
            pulled_by=typed,
            fallback=maybe,
            cause=typed,
            withdrawn=st.booleans(),
        ),
        letters.RollbackUnanswered: st.builds(
            letters.RollbackUnanswered, **about, trip=trips, pulled_by=typed, fallback=maybe, owner=some
        ),
        letters.BreachSeen: st.builds(
            letters.BreachSeen,
            **about,
            number=keys,
            broken=typed,
            few=st.booleans(),
            cause=typed,
            said_by=some,
            withdrawn=st.booleans(),
        ),
        letters.IncidentOpened: st.builds(
            letters.IncidentOpened, **about, incident=incidents, fallback=maybe
        ),
        letters.MilestoneDue: milestones_due,
        letters.LiveAsked: lives_asked,
        letters.PilotPaused: pilots_paused,
        letters.ResumeAsked: resumes_asked,
        letters.AttemptBegun: st.builds(
            letters.AttemptBegun,
            **about,
            attempt=keys,
            attempts=keys,
            day_one=days,
            changes=typed,
            version=keys,
            owner=some,
            sponsor=some,
        ),
        letters.HandoverOffered: st.builds(
            letters.HandoverOffered,
            **about,
            role=either("owner", "sponsor"),
            held_by=some,
            by=ids,
            blockers=several(typed, 8),
            promise=contracts,
            answer=st.none() | either("accepted", "declined", "withdrawn"),
            reason=typed,
        ),
        letters.HandoverDeclined: st.builds(
            letters.HandoverDeclined, **about, role=either("owner", "sponsor"), declined_by=ids, reason=typed
        ),
        letters.HandoverMade: st.builds(
            letters.HandoverMade, **about, role=either("owner", "sponsor"), held_by=some, taken_by=ids
        ),
        letters.SuccessorAsked: st.builds(
            letters.SuccessorAsked,
            **about,
            role=either("owner", "sponsor"),
            left=ids,
            offered_to=some,
            done=typed,
        ),
        letters.GatekeeperLeft: st.builds(letters.GatekeeperLeft, left=ids, remaining=st.integers(0, 9)),
        letters.Gathered: st.builds(letters.Gathered, sections=several(mornings, 3)),
        letters.WebhookEnded: st.builds(letters.WebhookEnded, because=typed, last=typed),
        letters.LettersUndeliverable: st.builds(
            letters.LettersUndeliverable,
            since=moments,
            lines=several(typed, 30),
            dead=several(
                st.builds(letters.DeadLetter, words=typed, use_case=st.integers(0, 999), names=NAMES), 30
            ),
        ),
    }
)
