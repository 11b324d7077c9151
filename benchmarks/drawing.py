"""A message of 50 blocks, drawn and checked, against plain dicts and against the SDK's models (goal 11)."""

import json
from collections.abc import Callable, Iterator

from slack_sdk.models import blocks as sdk

from benchmarks.frame import Figure, again, interleaved, ratios
from blocks import pieces

BLOCKS, TIMES = 50, 40
WORDS = "*UC-7* Faster quotes: 4.1 days, target 3 by 12 May; too few to say & one more week <needed>"


def figures(quick: bool) -> Iterator[Figure]:
    """Sections of text that people typed."""
    del quick
    ways: dict[str, Callable[[], object]] = {"plain": _plain, "ours": _ours, "sdk": _sdk}
    times = interleaved({name: again(TIMES, way) for name, way in ways.items()})
    what = f"a message of {BLOCKS} blocks with its limits checked, against plain dicts and json.dumps"
    yield Figure("11", what, ratios(times["ours"], times["plain"]), at_most=3)
    yield Figure(
        "", "the same with the models of slack_sdk, against plain dicts", ratios(times["sdk"], times["plain"])
    )


def _plain() -> str:
    return json.dumps([{"type": "section", "text": {"type": "mrkdwn", "text": WORDS}} for _ in range(BLOCKS)])


def _ours() -> str:
    drawn = pieces.drawn([pieces.section(WORDS) for _ in range(BLOCKS)])
    return json.dumps(drawn.blocks)


def _sdk() -> str:
    made = [sdk.SectionBlock(text=sdk.MarkdownTextObject(text=WORDS)) for _ in range(BLOCKS)]
    return json.dumps([one.to_dict() for one in made])
