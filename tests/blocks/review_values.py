"""Any digest that could be posted, for the tests of how it looks."""

from hypothesis import strategies as st

from playbook import review_notices
from playbook.four import Answer, FourAnswers


def reviewed_notices(typed, ids, keys, dates):
    """A strategy for each notice of the review, from the strategies of texts, people, keys and days."""
    some = st.none() | ids
    answers = st.builds(
        Answer,
        answer=st.sampled_from(("yes", "no", "unclear")),
        because=typed,
        action=typed,
        whose=st.lists(ids, max_size=6).map(tuple),
    )
    four = st.builds(
        FourAnswers,
        use_case=keys,
        day=st.integers(-99, 999),
        answers=st.tuples(answers, answers, answers, answers),
        expected=st.sampled_from(((), (2,), (1, 2), (1, 2, 3, 4))),
    )
    owed = st.builds(review_notices.OwedLine, person=ids, use_case=keys, words=typed, since=dates)
    lines = st.builds(
        review_notices.Reviewed,
        use_case=keys,
        title=typed,
        owner=some,
        sponsor=some,
        state=typed,
        attention=typed,
        answers=st.none() | four,
        at_risk=st.booleans(),
        worth=typed,
        change=typed,
        became=st.lists(typed, max_size=1).map(tuple),
        owes=st.lists(owed, max_size=1).map(tuple),
    )
    barriers = st.builds(
        review_notices.Barrier,
        use_case=keys,
        title=typed,
        number=keys,
        text=typed,
        since=dates,
        clears=some,
        answer=typed,
        by=some,
        reason=typed,
        cleared=st.booleans(),
    )
    leaders = st.builds(review_notices.LeaderLine, person=ids, decisions=keys, blockers=keys)
    stages = st.sampled_from(("Frame", "Limited Production", "Scaled"))
    several = st.lists(typed, max_size=2).map(tuple)
    return {
        review_notices.DigestPosted: st.builds(
            review_notices.DigestPosted,
            month=st.sampled_from(("2026-02", "2027-12")),
            on=dates,
            late=st.booleans(),
            preview=st.booleans(),
            truth=typed,
            counts=st.dictionaries(stages, st.integers(1, 99)).map(lambda d: tuple(d.items())),
            changes=several,
            leaders=st.lists(leaders, max_size=3).map(tuple),
            worth=typed,
            stops=typed,
            barriers=st.lists(barriers, max_size=2).map(tuple),
            more_barriers=st.integers(0, 99),
            became=several,
            owed=st.lists(owed, max_size=2).map(tuple),
            more_owed=st.integers(0, 99),
            lines=st.lists(lines, max_size=1).map(tuple),
            more=st.integers(0, 99),
            hidden=st.integers(0, 9),
            budget=typed,
        ),
        review_notices.AnswersTold: st.builds(
            review_notices.AnswersTold, lines=st.lists(lines, min_size=1, max_size=3).map(tuple)
        ),
        review_notices.CommentMade: st.builds(
            review_notices.CommentMade,
            use_case=keys,
            title=typed,
            month=st.just("2026-02"),
            owner=some,
            by=ids,
            text=typed,
        ),
        review_notices.DigestAttached: st.builds(
            review_notices.DigestAttached,
            month=st.sampled_from(("2026-02", "2027-12")),
            use_cases=st.integers(0, 9_999),
        ),
        review_notices.BarriersTold: st.builds(
            review_notices.BarriersTold, barriers=st.lists(barriers, min_size=1, max_size=3).map(tuple)
        ),
    }
