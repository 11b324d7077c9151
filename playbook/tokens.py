"""Tokens of the ingest API: what each may log and until when, who makes them, who may end them.

A token speaks under its name, never under its maker's: it goes on when that person has left. Two of one name
may be active at a time, so that a new one is in use before the old one is revoked.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from playbook import calendar
from playbook.facts import Fact, PersonId, UseCase
from playbook.forms import Form, Needed
from playbook.known import Known
from playbook.measured import Metric, metrics
from playbook.persons import of_program
from playbook.policy import can, check
from playbook.refusals import NoSuchUseCase, NotAllowed, Refusal
from playbook.wording import folded, listed, one_line

ACTIVE_OF_A_NAME: Final = 2
MOST: Final = 200  # active in a workspace
PER_MINUTE, PER_DAY = 60, 1000
Days = Literal["30", "90", "180", "365"]


class ApiToken(Fact):
    """One token as it is known once it was shown: never its secret."""

    id: str  # the part before the secret: it may be told
    name: str
    use_cases: tuple[int, ...] = ()  # empty: every open one
    metrics: tuple[str, ...] = ()  # empty: all of them
    inside: bool = False  # made by the owner of all of them: it reaches them in a private channel too
    made_by: PersonId
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and now < self.expires_at

    @property
    def speaker(self) -> PersonId:
        """Who the record says logged its readings."""
        return of_program(self.name)

    @property
    def scope(self) -> str:
        """What it may log, in words."""
        where = listed([f"UC-{one}" for one in self.use_cases]) if self.use_cases else "all open use cases"
        return f"{where}, {listed(self.metrics) if self.metrics else 'every metric'}"


class UnknownToken(Refusal):
    """This token is not known here, or its secret is not the one it was made with."""


class EndedToken(Refusal):
    """This token is not valid any more."""


class TooMany(Refusal):
    """More requests than one token may make. `wait`: seconds until the next one is heard."""

    def __init__(self, words: str, wait: int) -> None:
        super().__init__(words, ways=(f"try again in {wait} seconds", "send several readings as one list"))
        self.wait = wait


class OutOfScope(NotAllowed):
    """This token is for something else."""


def _names(typed: object) -> object:
    parts = one_line(typed).split(",") if isinstance(typed, str) else typed or ()
    return tuple(part.strip() for part in parts if part.strip()) if isinstance(parts, list) else parts


class TokenForm(Form):
    """What is asked of whoever makes a token."""

    name: Annotated[Needed, StringConstraints(max_length=60)]
    use_cases: Annotated[tuple[str, ...], BeforeValidator(_names), Field(max_length=50)] = ()
    metrics: Annotated[tuple[str, ...], BeforeValidator(_names), Field(max_length=20)] = ()
    days: Days


def make(
    form: TokenForm, id: str, named: Sequence[UseCase], others: Iterable[ApiToken], known: Known
) -> ApiToken:
    """A new token. Refuses what its maker may not reach, metrics nobody measures, and a third of one name."""
    _check_may_make(named, known)
    _check_metrics(form.metrics, named)
    token = ApiToken(
        id=id,
        name=form.name,
        use_cases=tuple(sorted({one.number for one in named})),
        metrics=form.metrics,
        inside=bool(named) and all(one.owner == known.actor.id for one in named),
        made_by=known.actor.id,
        made_at=known.now,
        expires_at=known.now + timedelta(days=int(form.days)),
    )
    _check_room(token, [one for one in others if one.active(known.now)])
    return token


def _check_may_make(named: Sequence[UseCase], known: Known) -> None:
    if not named and not can(known.actor, "configure", None, known.settings):
        words = "Name your use case: only an admin makes a token for all open ones."
        raise NotAllowed(words, field="use_cases")
    try:
        for one in named:
            check(known.actor, "make_token", one, known.settings)
    except (NoSuchUseCase, NotAllowed) as no:
        raise type(no)(str(no), field="use_cases") from None


def _check_metrics(wanted: Sequence[str], named: Sequence[UseCase]) -> None:
    for use_case in named:
        asked = metrics(use_case.agreed.terms)
        for name in wanted:
            if not any(_is(one, name) for one in asked):
                words = f"{use_case.key} measures no “{name}”, but {listed([one.name for one in asked[:6]])}."
                raise Refusal(words, field="metrics")


def _check_room(token: ApiToken, active: list[ApiToken]) -> None:
    same = [one for one in active if folded(one.name) == folded(token.name)]
    if len(same) >= ACTIVE_OF_A_NAME:
        words = f"Two tokens “{token.name}” are active: one in use, and the one that takes its place."
        raise Refusal(words, field="name", ways=("revoke the older one first",))
    if any((one.use_cases, one.name) != (token.use_cases, token.name) for one in same):
        words = f"There is a token “{same[0].name}” for {same[0].scope}. Give this one another name."
        raise Refusal(words, field="name")
    if len(active) >= MOST:
        raise Refusal(f"{MOST} tokens are active. Revoke one that is not used any more.", field="name")


def may_end(token: ApiToken, named: Sequence[UseCase], known: Known) -> bool:
    """Whether this person may see and revoke it: admins every one, an owner those for their use cases."""
    if can(known.actor, "configure", None, known.settings):
        return True
    return bool(named) and all(can(known.actor, "make_token", one, known.settings) for one in named)


def check_scope(token: ApiToken, number: int) -> None:
    """Refuse a use case it was not made for, before anybody looks whether there is one."""
    if token.use_cases and number not in token.use_cases:
        raise OutOfScope(f"The token “{token.name}” is for {token.scope}, not for UC-{number}.")


def check_reach(token: ApiToken, use_case: UseCase) -> None:
    """Refuse a private use case to a token that nobody inside it made: to it there is none."""
    check_scope(token, use_case.number)
    if use_case.visibility == "private" and not (token.inside and token.use_cases):
        raise NoSuchUseCase


def check_metric(token: ApiToken, metric: Metric) -> None:
    """Refuse a metric it was not made for."""
    if token.metrics and not any(_is(metric, name) for name in token.metrics):
        raise OutOfScope(f"The token “{token.name}” logs {listed(token.metrics)}, not “{metric.name}”.")


def named_metric(name: str, among: Iterable[Metric]) -> Metric | None:
    """The metric of that name; `kpi` is the KPI, whatever it is called."""
    return next((one for one in among if _is(one, name)), None)


def _is(metric: Metric, name: str) -> bool:
    return folded(name) in ({"", "kpi"} if metric.measured == "kpi" else set()) | {folded(metric.name)}


def check_alive(token: ApiToken, now: datetime) -> None:
    """Refuse one that was revoked or has run out; only whoever holds its secret hears which."""
    if token.revoked_at:
        raise EndedToken(f"The token “{token.name}” was revoked on {_day(token.revoked_at)}.")
    if now >= token.expires_at:
        raise EndedToken(f"The token “{token.name}” ran out on {_day(token.expires_at)}.")


def _day(at: datetime) -> str:
    return calendar.full_day(at.date())
