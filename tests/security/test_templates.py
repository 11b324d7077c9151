"""Ten thousand texts through every notice and every form: nothing of them acts as Slack's own markup.

What a notice is made of is drawn once, with a place for each text that people typed; then the places are
filled anew for each drawing, every one with another text. So many texts cost a few drawings.
"""

import functools
import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from pydantic import BaseModel

import blocks
from blocks.forms import FORMS, Kept, draw_form
from playbook import plan_notices, review_notices
from tests.blocks import values
from tests.blocks.taken import parts, unescaped
from tests.security.scale import part_of
from tests.security.test_mentions import texts

PLACE = "\ue000typed\ue000"
SHAPES, RICHEST = 12, 6
once = settings(
    max_examples=SHAPES,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WITHOUT_TEXT = (review_notices.DigestAttached, plan_notices.GatekeeperLeft)
KINDS = sorted(values.NOTICES, key=lambda kind: kind.__name__)


@functools.cache
def the_texts():
    return list(texts(part_of(10_000)))


class Hostile:
    """Hands out the texts one after the other until each has been somewhere."""

    def __init__(self):
        self._left, self._texts = part_of(10_000), itertools.cycle(the_texts())

    @property
    def enough(self):
        return self._left <= 0

    def next(self):
        self._left -= 1
        return next(self._texts)

    def into(self, value):
        """The same value with another text in each of its places."""
        if isinstance(value, str):
            return self.next() if value == PLACE else value
        if isinstance(value, BaseModel):
            fields = {name: self.into(getattr(value, name)) for name in type(value).model_fields}
            return value.model_copy(update=fields)
        if isinstance(value, tuple):
            return tuple(map(self.into, value))
        return value


def shapes(kind):
    """The drawn ones that hold the most texts."""
    found = []
    values.HANDED.append(lambda: PLACE)
    try:

        @seed(1)
        @once
        @given(values.NOTICES[kind])
        def drawn(notice):
            found.append(notice)

        drawn()
    finally:
        values.HANDED.pop()
    return sorted(found, key=lambda one: -one.model_dump_json().count(PLACE))[:RICHEST]


def assert_nothing_acts(whole, *markups):
    shown = [part["text"] for part in parts(whole) if part.get("type") == "mrkdwn"]
    assert unescaped("\n".join((*shown, *markups))) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_text_acts_in_a_notice(kind):
    hostile, holding = Hostile(), [shape for shape in shapes(kind) if PLACE in shape.model_dump_json()]
    while holding and not hostile.enough:
        for shape in holding:
            notice = hostile.into(shape)
            assert PLACE not in notice.model_dump_json()
            drawn = blocks.draw(notice)
            assert_nothing_acts(drawn.blocks, drawn.text)
    assert bool(holding) == (kind not in WITHOUT_TEXT)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_no_text_acts_in_a_form(form):
    hostile = Hostile()
    fields = [asked.name for asked in FORMS[form].inputs]
    while not hostile.enough:
        answers, errors, now = ({name: hostile.next() for name in fields} for _ in range(3))
        under = {name: (hostile.next(), hostile.next()) for name in fields}
        notes = tuple(hostile.next() for _ in range(3))
        told = {"notes": notes, "errors": errors, "under": under, "now": now}
        assert_nothing_acts(draw_form(form, answers, Kept(form=form, use_case=1), **told))
