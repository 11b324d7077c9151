"""The postman carries letters to Slack and is the only one that speaks unasked.

A letter is never sent twice to be sure: when nobody knows whether it arrived, the postman looks for its mark
in the conversation. No transaction is open while Slack is asked.
"""

import logging
import random
import socket
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, Final, TypeVar
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from playbook.gate_letters import IN_CHANNEL_TOO
from schedules import answers, digest, mentions, planner, rounds, undeliverable
from schedules.answers import No
from schedules.errands import Attach, Clock, Draw, Drawn, Errand, Maker, Rests, Seen, Uploaded
from store import Claim, Message, Store, Times

log = logging.getLogger(__name__)

T = TypeVar("T")
EVENT_TYPE: Final = "pilotage_letter"
PAGE: Final = 200  # messages asked for at once
MAKERS: Final[Mapping[str, Maker]] = {
    undeliverable.KIND: undeliverable.made,
    mentions.KIND: mentions.made,
    **planner.MAKERS,
}
NOT_SEEN: Final = No(answers.UNKNOWN, "not_seen_yet")
ATTACHMENTS: Final[Mapping[str, Attach]] = {"digest_attached": digest.files}
IN_TITLE: Final = " · "  # what a file is called, then its mark


class Postman:
    """Carries what the ledger holds. `client_for` knows the workspaces; `draw` and `draw_plain` the looks."""

    def __init__(
        self,
        store: Store,
        client_for: Callable[[str], WebClient | None],
        draw: Draw,
        draw_plain: Draw,
        *,
        makers: Mapping[str, Maker] = MAKERS,
        rests: Rests = planner.rests_until,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._client_for = client_for
        self.store, self.draw, self.draw_plain = store, draw, draw_plain
        self.makers, self.rests, self.chance = makers, rests, chance
        self.attachments, self.brought = ATTACHMENTS, dict[int, list[Uploaded]]()
        self.went: Callable[[str, str], None] = lambda what, outcome: None  # whoever counts may listen
        self.settled: Callable[[datetime], bool] = lambda now: True  # the clock was not set ahead lately
        self.stopping, self.paused = threading.Event(), set[tuple[str, str]]()
        self.worker = f"{socket.gethostname()}:{uuid.uuid4().hex[:8]}"

    def deliver(self, clock: Clock) -> int:
        """Carry everything that can go now; how many messages were posted, edited or found."""
        went = 0
        while not self.stopping.is_set() and (claims := self._claimed(clock())):
            self.paused.clear()
            went += sum(self._carry(claim, clock) for claim in claims)
        return went

    def sweep(self, clock: Clock) -> int:
        """Look again at what was sent; how many extra copies were deleted."""
        return rounds.look_again(self.store.outbox, self.line, clock, self.stopping)

    def stop(self) -> None:
        """Finish the call in hand and give the rest back."""
        self.stopping.set()

    def line(self, workspace: str) -> "Line | None":
        """The line to a workspace; None where the app is not installed."""
        client = self._client_for(workspace)
        return None if client is None else Line(client, self.store.outbox.times)

    def _claimed(self, now: datetime) -> tuple[Claim, ...]:
        return self.store.outbox.claim(now, self.worker, doubtful=self.settled(now))

    def _carry(self, claim: Claim, clock: Clock) -> bool:
        try:
            return Errand(self, claim, clock).run()
        except Exception:  # one letter does not stop the others: its lease runs out, and it is looked for
            log.exception("letter %s of %s could not be carried", claim.name, claim.workspace)
            return False


class Line:
    """What the postman asks of Slack: an answer or a `No` each time, and never asked twice by itself."""

    def __init__(self, client: WebClient, times: Times) -> None:
        self._client = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=int(times.timeout.total_seconds()),
            ssl=client.ssl,
            proxy=client.proxy,
            retry_handlers=[],  # the ledger decides whether anything is asked again
        )

    def open(self, person: str) -> str | No:
        """The direct messages with somebody."""
        opened = ask(lambda: str(self._client.conversations_open(users=person)["channel"]["id"]))
        return answers.nothing_posted(opened) if isinstance(opened, No) else opened

    def post(self, claim: Claim, channel: str, drawn: Drawn) -> Message | No:
        """Post a letter with its mark, in its thread if that still stands."""
        payload = {"k": claim.mark, "c": list(claim.covers), "v": 1}

        def post() -> Message:
            posted = self._client.chat_postMessage(
                channel=channel,
                text=drawn.text,
                blocks=drawn.blocks,
                thread_ts=claim.thread_ts,
                reply_broadcast=True if claim.thread_ts and claim.kind in IN_CHANNEL_TOO else None,
                metadata={"event_type": EVENT_TYPE, "event_payload": payload},
                unfurl_links=False,
                unfurl_media=False,
            )
            return Message(str(posted["channel"]), str(posted["ts"]), claim.thread_ts)

        return ask(post)

    def upload(self, claim: Claim, files: Mapping[str, bytes]) -> list[Uploaded] | No:
        """Bring files to Slack. Nobody sees them before they are shared; unshared ones Slack forgets."""
        brought = ask(lambda: [self._brought(claim, name, held) for name, held in files.items()])
        return answers.nothing_posted(brought) if isinstance(brought, No) else brought

    def share(self, claim: Claim, channel: str, drawn: Drawn, files: list[Uploaded]) -> Message | No:
        """Show uploaded files, in their thread. Slack says yes before they stand, so that is not believed."""
        shared = ask(
            lambda: self._client.files_completeUploadExternal(
                files=[{"id": one["id"], "title": one["title"]} for one in files],
                channel_id=channel,
                thread_ts=claim.thread_ts,
                initial_comment=drawn.text,
            )
        )
        if isinstance(shared, No):
            return shared
        seen = self.seen(channel, claim.thread_ts, claim.since)
        ours = [] if isinstance(seen, No) else [one for one in seen if one.mark == claim.mark]
        return Message(channel, ours[0].ts, ours[0].thread_ts) if ours else NOT_SEEN

    def _brought(self, claim: Claim, name: str, held: bytes) -> Uploaded:
        place = self._client.files_getUploadURLExternal(filename=name, length=len(held))
        request = Request(str(place["upload_url"]), data=held, method="POST")
        with urlopen(request, timeout=self._client.timeout, context=self._client.ssl):
            return {"id": str(place["file_id"]), "title": f"{name}{IN_TITLE}{claim.mark}"}

    def edit(self, message: Message, drawn: Drawn) -> Message | No:
        """Let a message of ours read so from now on; its mark stays."""

        def edit() -> Message:
            self._client.chat_update(
                channel=message.channel, ts=message.ts, text=drawn.text, blocks=drawn.blocks
            )
            return message

        return ask(edit)

    def seen(self, channel: str, thread_ts: str | None, since: datetime) -> list[Seen] | No:
        """Messages with a mark of ours since then; everything else is dropped as it is read."""
        return ask(lambda: list(self._marked(channel, thread_ts, since)))

    def delete(self, channel: str, ts: str) -> bool | No:
        """Take an extra copy away."""
        return ask(lambda: bool(self._client.chat_delete(channel=channel, ts=ts)["ok"]))

    def publish(self, person: str, view: dict[str, Any], over: str) -> str | No:
        """Let somebody's Home be this view, if the one that stands has that hash; empty: whatever stands.

        Answers Slack's hash of the view that stands now.
        """
        known = {"hash": over} if over else {}
        return ask(
            lambda: str(self._client.views_publish(user_id=person, view=view, **known)["view"]["hash"])
        )

    def _marked(self, channel: str, thread_ts: str | None, since: datetime) -> Iterator[Seen]:
        asked: dict[str, Any] = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": PAGE}
        pages: Iterable[Any] = (
            self._client.conversations_replies(ts=thread_ts, include_all_metadata=True, **asked)
            if thread_ts
            else self._client.conversations_history(include_all_metadata=True, **asked)
        )
        for page in pages:
            for message in page["messages"]:
                if told := _told(message):
                    yield Seen(message["ts"], thread_ts, message.get("user") or "", *told)


def _told(message: Mapping[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    """The mark a message carries, in its metadata or in the title of its file, and those it speaks for."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == EVENT_TYPE:
        return _marks(metadata.get("event_payload"))
    titles = (str(one.get("title")) for one in message.get("files") or ())
    marks = (title.rpartition(IN_TITLE)[2] for title in titles if IN_TITLE in title)
    mark = next(marks, None)
    return (mark, ()) if mark else None


def _marks(payload: object) -> tuple[str, tuple[str, ...]]:
    """What `Line.post` wrote; another app may have written anything at all under the same name."""
    held = payload if isinstance(payload, dict) else {}
    covers = held.get("c")
    return str(held.get("k")), tuple(map(str, covers)) if isinstance(covers, list) else ()


def ask(call: Callable[[], T]) -> T | No:
    """What Slack answered, or a `No`. An error nobody has seen yet passes: the lease makes it unknown."""
    try:
        return call()
    except SlackApiError as refusal:
        return _refusal(refusal)
    except (OSError, HTTPException, ValueError, SlackRequestError) as silence:
        return No(answers.answer_to_silence(silence), type(silence).__name__)


def _refusal(refusal: SlackApiError) -> No:
    response = refusal.response
    status, code = int(response.status_code), str(response.get("error") or "")[:100]
    answer = answers.answer_to(code, status)
    if answer is answers.UNKNOWN and status != 200:
        code = f"http_{status}"
    headers = {str(name).lower(): value for name, value in (response.headers or {}).items()}
    seconds = str(headers.get("retry-after") or "")
    pause = timedelta(seconds=int(seconds)) if seconds.isdecimal() else timedelta(seconds=30)
    return No(answer, code, pause)
