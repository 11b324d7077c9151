"""What a request costs inside the process, Slack answering at once (goals 1, 2 and 4)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.models import blocks as sdk
from slack_sdk.webhook import WebhookClient, WebhookResponse

from benchmarks.company import NOW, company, forget
from benchmarks.frame import Figure, again, interleaved, ratios
from benchmarks.peers import apps, lazy
from bot.after import AfterAck
from bot.app import build, frame
from handlers import pilot_command
from store import Store
from tests.store.company import ANNA, T

TIMES, AT_ONCE, WORK = 30, 32, 0.4


def figures(quick: bool) -> Iterator[Figure]:
    """A command that shows a use case; then one that costs nothing, with few and many listeners."""
    del quick
    WebClient.api_call = _answered
    WebhookClient.send_dict = _replied
    with TemporaryDirectory() as folder, company(20, 12) as store:
        ours, floor = _ours(store), apps.plain(process_before_response=True)
        changed = showing(store, forgetting=True)
        sqlmodel = apps.plain(
            process_before_response=True, answer=_lazily(lazy.opened(f"{folder}/l.db", 20, 12))
        )
        times = interleaved(
            {
                "floor": again(TIMES, lambda: _asks(floor, "show UC-1")),
                "ours": again(TIMES, lambda: _asks(ours, "show UC-1")),
                "lazy": again(TIMES, lambda: _asks(sqlmodel, "show UC-1")),
                "changed": again(TIMES, changed),
                "refused": again(TIMES, lambda: _asks(ours, "show UC-999")),
            }
        )
        if not all("Faster" in one or "UC-1" in one for one in REPLIES) or len(REPLIES) < TIMES:
            raise RuntimeError(f"/pilot show did not show a use case: {REPLIES[:1]}")
        what = "/pilot show in the process, against a Bolt app that only acks (process_before_response)"
        yield Figure("1", what, ratios(times["ours"], times["floor"]), at_most=8)
        faster = ratios(times["lazy"], times["ours"])
        what = "the same, how much faster than such an app with lazy SQLModel and the blocks of slack_sdk"
        yield Figure("2", what, faster, at_least=4)
        what = "the same of a use case that somebody has just changed, against the app that only acks"
        yield Figure("", what, ratios(times["changed"], times["floor"]))
        what = "a command that reads who asks and draws no page (a use case that is not there), against it"
        yield Figure("", what, ratios(times["refused"], times["floor"]))
        few = _of_one_conversation(store)
        times = interleaved(
            {
                "one": again(TIMES, lambda: _asks(few, "help contract")),
                "all": again(TIMES, lambda: _asks(ours, "help contract")),
            }
        )
        yield Figure(
            "4",
            "a request with all conversations, against one alone",
            ratios(times["all"], times["one"]),
            at_most=1.5,
        )
        yield from _acked(store)


REPLIES: list[str] = []


def _replied(self: WebhookClient, body: Any, headers: Any = None) -> WebhookResponse:
    """The same for what follows an ack."""
    REPLIES.append(str(body))
    return WebhookResponse(url="", status_code=200, body="ok", headers={})


class _Here:
    """One workspace, in which the bot is installed and everybody let in."""

    def authorize(self, workspace: str | None) -> Any:
        del workspace
        return apps.WHO

    def lets_in(self, workspace: str, *_: object, **__: object) -> bool:
        del workspace
        return True


def _answered(self: WebClient, method: str, **_: Any) -> dict[str, Any]:
    """Slack, at once and about nobody."""
    return {"ok": True, "user": {"id": ANNA, "profile": {}}, "channel": {}, "view": {"id": "V1", "hash": "h"}}


def _ours(store: Store, after: AfterAck | None = None) -> App:
    return build(WebClient("xoxb-1"), store, lambda: NOW, _Here(), after or AfterAck())


def showing(store: Store, *, forgetting: bool = False) -> Callable[[], object]:
    """What asks for the page of a use case; `forgetting`: as if it had been changed since the last time."""
    WebClient.api_call = _answered
    WebhookClient.send_dict = _replied
    app = _ours(store)

    def show() -> None:
        if forgetting:
            forget()
        _asks(app, "show UC-1")

    return show


def _of_one_conversation(store: Store) -> App:
    """The product's own frame with a single listener: what answers /pilot help."""
    app = frame(WebClient("xoxb-1"), store, lambda: NOW, _Here(), AfterAck())
    from handlers import COMMANDS, _listener

    app.command("/pilot")(_listener(lambda body: COMMANDS["/pilot"]))
    assert pilot_command.door
    return app


def _asks(app: App, text: str) -> int:
    told = {
        "command": "/pilot",
        "text": text,
        "team_id": T,
        "user_id": ANNA,
        "channel_id": "C1",
        "trigger_id": f"{time.perf_counter_ns()}",
    }
    told["response_url"] = "https://hooks.slack.com/x"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = app.dispatch(BoltRequest(body=urlencode(told), headers=headers))
    assert answer.status == 200, answer.body
    return len(answer.body or "")


def _lazily(engine: object) -> Callable[..., None]:
    def show(ack: Callable[..., Any]) -> None:
        found, count = lazy.load(engine, 1)
        made = [
            sdk.SectionBlock(text=sdk.MarkdownTextObject(text=f"{found.title} {number} {count}"))
            for number in range(12)
        ]
        ack(text=found.title, blocks=[one.to_dict() for one in made])

    return show


def _acked(store: Store) -> Iterator[Figure]:
    """32 commands at once, each with 0.4 s of work that must follow its answer."""
    after = AfterAck()
    ours = frame(WebClient("xoxb-1"), store, lambda: NOW, _Here(), after)
    ours.command("/pilot")(_works_after)
    default = apps.plain(process_before_response=False, answer=apps.acks_then_works(WORK))
    slowest: dict[str, list[float]] = {"ours": [], "default": []}
    lost = 0
    for _ in range(5):
        for name, app in (("ours", ours), ("default", default)):
            taken, failed = _at_once(app)
            slowest[name].append(taken)
            lost += failed if name == "ours" else 0
            after.settle()
    faster = ratios(slowest["default"], slowest["ours"])
    what = (
        f"the last of {AT_ONCE} acks at once, each with {WORK:g} s of work, how much sooner than by default"
    )
    yield Figure("3", what, faster, at_least=50)
    yield Figure("3", "of those, not answered with 200 within 3 s", [lost], at_most=0, unit="")


def _works_after(ack: Callable[..., Any], context: Any) -> None:
    ack()
    context["after"](partial(time.sleep, WORK))


def _at_once(app: App) -> tuple[float, int]:
    """Seconds until the last was answered, and how many were not answered well."""
    taken, lock = list[float](), Lock()

    def one(_: int) -> None:
        started = time.perf_counter()
        try:
            _asks(app, "x")
        finally:
            with lock:
                taken.append(time.perf_counter() - started)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        done = [threads.submit(one, number) for number in range(AT_ONCE)]
        bad = sum(each.exception() is not None for each in done)
    return max(taken), bad + sum(each > 3 for each in taken)
