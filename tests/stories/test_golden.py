"""The stories the product is told by (sandbox/stories), each compared byte for byte with its transcript.

A file in golden/ was written by an earlier play, so each run repeats it; one story is played over both
transports, the others over one, to be quick. `make golden` writes the transcripts anew: read the difference
as the people in it would.
"""

import difflib
from pathlib import Path

import pytest

from sandbox.stories.manners import faults
from sandbox.stories.stage import stage
from sandbox.stories.tellings import STORIES

GOLDEN = Path(__file__).parent / "golden"
DIFFERENCE = 60  # lines of it that a failure shows
OVER_BOTH = "from_registration_to_the_sixth_check_in"


@pytest.mark.parametrize(
    "name, http", [*((name, False) for name in STORIES), pytest.param(OVER_BOTH, True, id="by-http")]
)
def test_the_story_is_told_as_on_file(name, http, request):
    with stage(http=http) as story:
        STORIES[name](story)
        assert not faults(story)
    _is_on_file(story.text, GOLDEN / f"{name}.txt", rewrite=request.config.getoption("--golden"))


def _is_on_file(told, path, *, rewrite):
    if rewrite:
        path.write_text(told, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if told != expected:
        sides = expected.splitlines(), told.splitlines()
        found = difflib.unified_diff(*sides, "on file", "told now", n=2)
        shown = "\n".join(list(found)[:DIFFERENCE])
        pytest.fail(f"{path.name}: `make golden` writes it anew, if this is better\n{shown}", pytrace=False)
