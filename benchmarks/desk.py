"""Fifty times command, form, submission, post: an app as a process of its own, in the stand-in Slack.

Goal: at most 1.5 times the first trial of the stand-in, which took 1.3 s with the shortest Bolt app; that is
the first row here. The other rows are the whole bot over both of its roads: it also checks the sentence, asks
who is who and where, writes use case, audit and letters in one transaction, and posts through its ledger.
Every round starts new processes in a new company; their start is not counted.
"""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SandboxThread

ROUNDS, TIMES, GOAL = 5, 50, 1.3 * 1.5
ROOT = Path(__file__).parents[1]
VERBS = "sorting approving routing translating checking".split()
# Nobody opens more than five windows within ten seconds.
PEOPLE = "anna ben carla david elena finn henrik irene jonas kate luca".split()
THINGS = "invoices tenders parcels claims tickets payslips drawings quotes audits visas".split()


class Way(NamedTuple):
    """One app: what starts it, and what is typed to it."""

    starts: list[str]
    types: str
    by_http: bool = False


WAYS = {
    "shortest Bolt app": Way([str(Path(__file__).with_name("_shortest_bolt_app.py"))], "/ask {}"),
    "Pilotage, Socket Mode": Way(["-m", "bot", "run"], "/pilot new {}"),
    "Pilotage, signed HTTP": Way(["-m", "bot", "run", "--http"], "/pilot new {}", by_http=True),
}


def main():
    times = {name: [] for name in WAYS}
    for _ in range(ROUNDS):
        for name, way in WAYS.items():
            times[name].append(measured(way))
    show(times)


def measured(way):
    """Seconds from the first command to the last post."""
    manifest = ROOT / "manifest.yml" if "bot" in way.starts else None
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        slack = opened.enter_context(SandboxThread(seed=seed.company, manifest=manifest))
        opened.enter_context(running(way, slack, folder))
        return fifty_times(way, slack)


@contextmanager
def running(way, slack, folder):
    """The app, once it listens."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "DATABASE_URL": f"sqlite:///{folder}/pilotage.db",
        "PILOTAGE_LOG": "WARNING",
    } | ({"PILOTAGE_PORT": str(port)} if way.by_http else {})
    command = [sys.executable, *way.starts]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as app:
        try:
            app.stdout.readline()
            if way.by_http:
                slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            slack.wait_for(lambda: slack.sandbox.connected, timeout=30)
            yield app
        finally:
            app.terminate()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def fifty_times(way, slack):
    people, channel = [slack.person(name) for name in PEOPLE], slack.sandbox.workspace.channel("#ai-pilots")

    def form_says(person, sentence):
        opened = slack.sandbox.workspace.modal_of(person.id)
        return opened and opened.view["submit"] and sentence in str(opened.view["blocks"])

    started = perf_counter()
    for number in range(TIMES):
        person = people[number % len(people)]
        sentence = f"{VERBS[number // len(THINGS)]} {THINGS[number % len(THINGS)]}"
        person.types(way.types.format(sentence), in_="#ai-pilots")
        slack.wait_for(partial(form_says, person, sentence), timeout=30)
        person.submits()
    slack.wait_for(lambda: len(channel.messages) >= TIMES, timeout=60)
    return perf_counter() - started


def show(times):
    print(f"{TIMES} x command, form, submission, post (goal: the first row within {GOAL:.2f} s)")
    print(f"  {'':<24}{'s':>7}{'min':>7}{'max':>7}{'times':>9}{'min':>7}{'max':>7}")
    floor = times["shortest Bolt app"]
    for name, taken in times.items():
        ratios = [one / least for one, least in zip(taken, floor, strict=True)]
        seconds = "".join(f"{figure:>7.2f}" for figure in spread(taken))
        print(f"  {name:<24}{seconds}  " + "".join(f"{figure:>7.1f}" for figure in spread(ratios)))


def spread(figures):
    return median(figures), min(figures), max(figures)


if __name__ == "__main__":
    main()
