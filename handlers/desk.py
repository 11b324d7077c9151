"""The desk a conversation sits at: who speaks, from which workspace, and what it may reach for.

One desk is laid per request. It asks Slack about people and channels before a unit of work is opened, so that
no transaction ever waits for the network.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from blocks import pieces
from blocks.inputs import Choices
from playbook.configuration import regrouped
from playbook.facts import Channel, Person, PersonId, UseCase
from playbook.known import Known
from playbook.policy import Verb, check
from playbook.refusals import Refusal
from store import Look, Store, Work, changes

UNHEARD = (SlackClientError, OSError, HTTPException)  # what a question to Slack can end in
UNKNOWN = frozenset(
    {"user_not_found", "users_not_found", "user_not_visible", "channel_not_found", "fetch_members_failed"}
)
NOBODY_WAITS = frozenset({"hash_conflict", "not_found"})  # a newer view stands there, or it was closed
BROKEN = "This could not be shown. Close it and try again; nothing was changed."
MOST_GROUPS = 100  # options of a select
_CHANNEL_FIELDS = ("home", "leadership_channel")
_PEOPLE_FIELDS = (
    "owner",
    "sponsor",
    "second_owner",
    "escalation_contact",
    "clears",
    "programme_lead",
    "gatekeepers",
    "offered_to",
    "deputy",
    "testers",
    "supporters",
)


class SlackSilent(Refusal):
    """Slack did not answer when I asked about a person or a channel. Nothing was changed: try again soon."""


@dataclass(frozen=True)
class Desk:
    """What one request brings along. `after` runs what must follow the answer, like opening a modal."""

    store: Store
    client: WebClient
    workspace: str
    user_id: PersonId
    now: datetime
    once: str | None
    after: Callable[..., None]
    foreign: bool = False  # the actor belongs to another workspace
    may_open: Callable[[], None] = lambda: None  # refuses when somebody opens windows too fast
    address: str = ""  # of this server, for links to it; empty where nobody can reach it

    def read(self) -> AbstractContextManager[Look]:
        """A look at the record."""
        return self.store.read(self.workspace)

    def work(self) -> AbstractContextManager[Work]:
        """One unit of work by this person; a repeat of the same request is refused first of all."""
        return self.store.work(self.workspace, self.now, by=self.user_id, once=self.once)

    def ask(self, answers: Mapping[str, object], *, fresh: bool = False, deciding: bool = False) -> Known:
        """What Slack says about the actor and about whoever and wherever a form names.

        `deciding`: first of all, who is in the user group of the gatekeepers today.
        """
        if deciding:
            self._regroup()
        with self.read() as look:
            stands_for = look.stands_for(self.user_id, self.now)
            met = {} if fresh else look.people([self.user_id])
        named = set(_named(answers)) | {self.user_id}
        people = {person: who for person in named if (who := met.get(person) or self._asked_for(person))}
        channel = next((answers[field] for field in _CHANNEL_FIELDS if answers.get(field)), None)
        return self._asking(people, stands_for, self.channel(str(channel)) if channel else None)

    @contextmanager
    def looking(self) -> Iterator[tuple[Look, Known]]:
        """A look at the record, and who looks: of the same moment, unless Slack is asked first who it is."""
        with self.read() as look:
            if met := look.people([self.user_id]):
                yield look, self._asking(met, look.stands_for(self.user_id, self.now))
                return
        asked = self.ask({})
        with self.read() as look:
            yield look, asked

    def _asking(
        self,
        people: Mapping[PersonId, Person],
        stands_for: tuple[PersonId, ...],
        channel: Channel | None = None,
    ) -> Known:
        actor = people.get(self.user_id, Person(id=self.user_id))
        of = {"foreign": actor.foreign or self.foreign, "stands_for": stands_for}
        return Known(actor=actor.model_copy(update=of), now=self.now, people=people, channel=channel)

    def ask_group(self, answers: Mapping[str, object]) -> Known:
        """The same for a form that names a user group, with everybody in it."""
        group = str(answers.get("group") or "")
        members = self._members(group) if group else None
        asked, met = self.ask({}, fresh=True), self._met(members or ())
        return asked.model_copy(update={"members": members, "people": {**met, **asked.people}})

    def groups(self) -> Choices:
        """The user groups Slack tells of, by id and name; none where it tells nothing."""
        try:
            found = self.client.usergroups_list()["usergroups"]
        except UNHEARD:  # no such scope yet, or a plan without groups
            return ()
        return tuple((one["id"], f"@{one['handle']}") for one in found[:MOST_GROUPS])

    def _members(self, group: str) -> tuple[PersonId, ...] | None:
        try:
            return tuple(self.client.usergroups_users_list(usergroup=group)["users"])
        except UNHEARD:
            return None

    def _met(self, members: Sequence[PersonId]) -> dict[PersonId, Person]:
        """Whoever of these there is; Slack is asked only for whom the record does not know."""
        with self.read() as look:
            met = look.people(members)
        return met | {one: who for one in members if one not in met and (who := self._asked_for(one))}

    def _regroup(self) -> None:
        """Let whoever is in the group now be a gatekeeper; without an answer of Slack, who was in it last."""
        with self.read() as look:
            group = look.settings().gatekeeper_group
        members = self._members(group) if group else None
        if members is None:
            return
        met = self._met(members)
        with self.store.work(self.workspace, self.now) as work:
            before = work.settings()
            if (after := regrouped(before, members, met)) != before:
                work.keep_settings(before, after)
                changes.resettle(work, before, after)

    def known(self, look: Look, asked: Known, *, listed: bool = True) -> Known:
        """With what the record says too: the settings, and the list of use cases where it is wanted."""
        settings = look.settings()
        people = {**look.people(settings.gatekeepers), **asked.people}
        told = {"settings": settings, "listed": look.listed() if listed else (), "people": people}
        return asked.model_copy(update=told)

    def _asked_for(self, person: PersonId) -> Person | None:
        if who := self.described(person):
            with self.store.work(self.workspace, self.now) as work:
                work.keep_person(who)
        return who

    def described(self, person: PersonId) -> Person | None:
        """Somebody as Slack describes them now; None whom it does not know. Raises `SlackSilent`."""
        try:
            return as_person(self.client.users_info(user=person)["user"], self.workspace)
        except UNHEARD as error:
            _unknown_or_silent(error)
            return None

    def channel(self, channel: str) -> Channel | None:
        """A conversation as Slack shows it to the bot; None where the bot or the actor cannot look."""
        try:
            seen = self.client.conversations_info(channel=channel)["channel"]
            if seen.get("is_private") and not is_member(self.client, channel, self.user_id):
                return None
        except UNHEARD as error:
            _unknown_or_silent(error)
            return None
        return as_channel(seen)

    def change(self, work: Work, before: UseCase, after: UseCase, act: str) -> UseCase:
        """Write a decided change and the letters that follow from it; nothing when nothing changed."""
        return changes.change(work, before, after, act, self.now)

    def open(self, body: Mapping[str, Any], title: str, build: Callable[[], pieces.Block]) -> None:
        """Show a modal after the answer: a loading view at once, then the real one or why there is none.

        Inside a modal the same window turns to the new view.
        """
        if (body.get("view") or {}).get("type") != "modal":
            self.may_open()
        self.after(self._show, body, title, build)

    def refresh(self, body: Mapping[str, Any], build: Callable[[], pieces.Block]) -> None:
        """Draw an open form anew after the answer; if that fails, the form stays as it was typed."""
        self.after(lambda: self._turn_to(build(), body["view"]))

    def _show(self, body: Mapping[str, Any], title: str, build: Callable[[], pieces.Block]) -> None:
        shown = body.get("view") or {}
        if shown.get("type") != "modal":
            opened = self.client.views_open(trigger_id=body["trigger_id"], view=pieces.loading(title))
            shown = opened["view"]
        view = pieces.refusal_view(title, BROKEN)  # stands if building the real one fails
        try:
            view = build()
        except Refusal as no:
            view = pieces.refusal_view(title, str(no), no.ways)
        finally:
            self._turn_to(view, shown)

    def _turn_to(self, view: pieces.Block, shown: Mapping[str, Any]) -> None:
        try:
            self.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        except SlackApiError as refused:
            if refused.response["error"] not in NOBODY_WAITS:
                raise


def _unknown_or_silent(error: Exception) -> None:
    """Nothing when Slack says there is no such thing; a refusal when it says nothing of use."""
    if not (isinstance(error, SlackApiError) and error.response["error"] in UNKNOWN):
        raise SlackSilent from error


def allowed(look: Look, ref: str | int, verb: Verb, known: Known) -> UseCase:
    """A use case this person may do this to: ids from payloads are looked up and checked every time."""
    use_case = look.use_case(ref)
    check(known.actor, verb, use_case, look.settings())
    return use_case


def _named(answers: Mapping[str, object]) -> Iterable[PersonId]:
    for field in _PEOPLE_FIELDS:
        typed = answers.get(field)
        yield from typed if isinstance(typed, list) else [str(typed)] if typed else []


def as_person(user: Mapping[str, Any], workspace: str) -> Person:
    """Somebody as Slack describes them in an answer or an event."""
    own = user.get("team_id") in (None, workspace)
    return Person(
        id=user["id"],
        name=user.get("real_name") or user.get("name") or "",
        zone=user.get("tz") or "UTC",
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        foreign=bool(user.get("is_stranger")) or not own,
        bot=bool(user.get("is_bot")),
        deactivated=bool(user.get("deleted")),
    )


def as_channel(seen: Mapping[str, Any]) -> Channel:
    """A conversation as Slack describes it to the bot."""
    return Channel(
        id=seen["id"],
        name=seen.get("name") or "",
        private=bool(seen.get("is_private")),
        has_bot=bool(seen.get("is_member")),
        archived=bool(seen.get("is_archived")),
    )


def is_member(client: WebClient, channel: str, person: PersonId) -> bool:
    """Whether somebody is in a channel."""
    pages = client.conversations_members(channel=channel, limit=1000)
    return any(person in page["members"] for page in pages)
