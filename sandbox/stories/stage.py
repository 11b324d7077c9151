"""Where a story is played: Nordwind with the bot in it, on a Monday in January, clock turned by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import manifest
from sandbox import seed
from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.server import SandboxThread
from sandbox.stories.acts import answers_the_four_questions
from sandbox.stories.transcript import Transcript
from sandbox.stories.weeks import MONDAY

PATIENCE = 60.0  # real seconds: a busy machine makes a slow play, never another one
PATIENT = {"ack_seconds": PATIENCE, "trigger_seconds": PATIENCE, "patience": PATIENCE}  # of the stand-in


@contextmanager
def stage(chosen: int = 0, *, http: bool = False) -> Iterator[Transcript]:
    """Nordwind after its programme lead answered the four questions; chance is drawn from that seed."""
    clock = Clock(MONDAY, frozen=True)
    with (
        tempfile.TemporaryDirectory(prefix="pilotage-") as folder,
        SandboxThread(seed=seed.company, manifest=manifest.path(), clock=clock, **PATIENT) as slack,
        bot_in(slack, Path(folder), http=http, chance=drawn_from(chosen)) as house,
    ):
        irene = slack.person("irene")
        irene.patience = PATIENCE
        answers_the_four_questions(irene)
        story = Transcript(slack, house)
        try:
            yield story
        finally:
            story.house.stop()  # it may be another one by now


def drawn_from(chosen: int) -> Callable[[int], bytes]:
    """The key of a workspace in the play of that seed."""
    return lambda size: f"golden{chosen or ''}".encode()[:size]
