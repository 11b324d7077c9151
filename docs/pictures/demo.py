"""Makes docs/demo.html from the pictures: five stops of a minute in one file that works offline.

`make pictures` runs it after the pictures are made. No script, no request: links and the keyboard do it all.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo.html"


@dataclass(frozen=True)
class Stop:
    """One picture of the running sandbox, what it shows, and the same for whoever does not see it."""

    picture: str
    title: str
    words: str
    alt: str


STOPS = (
    Stop(
        "digest",
        "What leaders read once a month",
        "One line tells how all pilots stand, then what changed, what waits for whom and which use case "
        "needs somebody first. The four answers of each stand in the thread: read off the record, typed by "
        "nobody.",
        "Slack, the leadership channel, acting as Ben: the monthly review with its line of truth, what "
        "changed, what waits for each leader, a bar chart of pilots by stage and a table of use cases.",
    ),
    Stop(
        "gate",
        "A gate nobody can force",
        "Ben pays for UC-3 and wants to go on today. Two of eight criteria are not met, so his go "
        "is refused, "
        "with what would open the gate and who can supply it. No role and no command gets around it.",
        "Slack, acting as Ben, the sponsor: Pilotage answers that the gate is shut, two of eight "
        "criteria are "
        "not met, and lists what he can do. Beside it the thread of the gate with each criterion.",
    ),
    Stop(
        "form",
        "One sentence is enough to begin",
        "Anna types what should become better, from where to where and by when. The form has read "
        "it: metric, "
        "baseline, target and guardrail stand there before she fills anything in.",
        "Slack, acting as Anna: a form opened from one typed sentence, which it calls complete, with the "
        "metric, baseline, target, date and guardrail it read.",
    ),
    Stop(
        "checkin",
        "One number a week",
        "The owner answers the weekly question by typing 4.1. The verdict comes at once, with how "
        "sure it is; "
        "too few weeks are called too few.",
        "Slack, Anna's messages with Pilotage: the weekly question, her typed answer 4.1, and what "
        "it says of "
        "the number so far.",
    ),
    Stop(
        "chart",
        "Seven weeks later",
        "Anybody can read where a pilot stands: the day of its sixty, what comes next, and the "
        "readings against "
        "the agreed baseline and target. A week without a number would be unclear, never fine.",
        "Slack: the card of UC-3 on day 52 of 60, its verdict moving, and a chart of first "
        "response time that "
        "falls from 9 hours to 4.4, with baseline 9 and target 4 as lines.",
    ),
)

STYLE = """
:root { color-scheme: light; --ink: #1d1c1d; --quiet: #5c5a5d; --brand: #1c5d7a; --line: #d9d6da }
* { box-sizing: border-box }
html { scroll-behavior: smooth }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; font: 17px/1.5 Lato, system-ui, sans-serif; color: var(--ink); background: #f6f5f7 }
header, section, footer { max-width: 1080px; margin: 0 auto; padding: 24px 20px }
h1 { font-size: 34px; line-height: 1.2; margin: 16px 0 8px }
h2 { font-size: 26px; line-height: 1.25; margin: 0 0 6px }
p { max-width: 70ch; margin: 0 0 14px }
ol { margin: 12px 0 0; padding-left: 22px }
a { color: var(--brand) }
a:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; border-radius: 3px }
section { min-height: 100vh; border-top: 1px solid var(--line) }
figure { margin: 0 }
img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 10px }
nav.way { display: flex; gap: 20px; margin-top: 14px }
.count { color: var(--quiet); margin: 0 }
@media print { section { break-inside: avoid; min-height: 0 } nav { display: none } }
"""


def page(folder: Path = HERE) -> str:
    """The whole file."""
    stops = "\n".join(_stop(number, stop, folder) for number, stop in enumerate(STOPS, 1))
    contents = "".join(f'<li><a href="#s{n}">{escape(one.title)}</a></li>' for n, one in enumerate(STOPS, 1))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pilotage in five minutes</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>Pilotage in five minutes</h1>
<p>A Slack bot that takes an AI use case from an idea to a decision in 60 days: one number that moves, one
accountable owner, three gates nobody can force. Recorded from the demo that comes with it; to try it
yourself: <code>make demo</code>, no Slack and no account needed.</p>
<nav aria-label="Stops"><ol>{contents}</ol></nav>
</header>
<main>
{stops}
</main>
<footer><p>Nordwind Components and its people are invented.</p></footer>
</body>
</html>
"""


def _stop(number: int, stop: Stop, folder: Path) -> str:
    data = b64encode((folder / f"{stop.picture}.png").read_bytes()).decode()
    return f"""<section id="s{number}" aria-labelledby="h{number}">
<p class="count">Stop {number} of {len(STOPS)}</p>
<h2 id="h{number}">{escape(stop.title)}</h2>
<p>{escape(stop.words)}</p>
<figure><img alt="{escape(stop.alt)}" src="data:image/png;base64,{data}" width="1920" height="1200"></figure>
{_way(number)}
</section>"""


def _way(number: int) -> str:
    back = f'<a href="#s{number - 1}" rel="prev">Back</a>' if number > 1 else ""
    on = f'<a href="#s{number + 1}" rel="next">Next</a>' if number < len(STOPS) else '<a href="#s1">Again</a>'
    return f'<nav class="way" aria-label="Between stops, {number}">{back}{on}</nav>'


if __name__ == "__main__":
    DEMO.write_text(page(), encoding="utf-8")
