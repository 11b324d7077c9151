"""The answers to the four questions of the review, as facts: what `questions` reads off the record."""

from typing import Literal

from playbook.fact import Fact, PersonId
from playbook.wording import counted

Word = Literal["yes", "no", "unclear"]


class Answer(Fact):
    """The answer to one question. `action`: the one act that would make it clear; empty where it is yes."""

    answer: Word
    because: str
    action: str = ""
    whose: tuple[PersonId, ...] = ()


class FourAnswers(Fact):
    """All four of one use case on one day, beside what the plan expects by then."""

    use_case: int
    day: int  # of the plan
    answers: tuple[Answer, Answer, Answer, Answer]
    expected: tuple[int, ...]

    @property
    def production_ready(self) -> bool:
        """Only if all four are yes, regardless of demo quality."""
        return all(one.answer == "yes" for one in self.answers)

    @property
    def words(self) -> tuple[Word, Word, Word, Word]:
        """The bare words, in order."""
        one, two, three, four = self.answers
        return one.answer, two.answer, three.answer, four.answer

    @property
    def behind(self) -> tuple[int, ...]:
        """The questions that the plan expects to be yes by now and that are not."""
        return tuple(number for number in self.expected if self.answers[number - 1].answer != "yes")

    @property
    def verdict(self) -> str:
        """Ready or not, in words."""
        return "production-ready" if self.production_ready else "not production-ready"

    @property
    def plan(self) -> str:
        """What the plan expects by now, and whether it is so: Day 24 expects Q1, Q2: on plan."""
        if not self.expected:
            return f"starts in {counted(1 - self.day, 'day')}: nothing is expected yet"
        behind = f"behind plan: {_numbers(self.behind)}" if self.behind else "on plan"
        return f"Day {self.day} expects {_numbers(self.expected)}: {behind}"


def _numbers(questions: tuple[int, ...]) -> str:
    return ", ".join(f"Q{number}" for number in questions)
