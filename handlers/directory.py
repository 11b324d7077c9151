"""Who and what a workspace has, asked of Slack in one go: for tables that name people and channels."""

from collections.abc import Iterator
from datetime import date

from slack_sdk import WebClient

from handlers.desk import UNHEARD, SlackSilent, as_channel, as_person, is_member
from playbook.facts import Channel, Person, PersonId
from playbook.portfolio import Directory

PAGE = 200


def directory(client: WebClient, workspace: str, seen_by: PersonId, today: date) -> Directory:
    """The people of a workspace, and the channels that this person may see. Raises `SlackSilent`."""
    try:
        people = {person.id: person for person in _people(client, workspace)}
        channels = {channel.id: channel for channel in _channels(client, seen_by)}
    except UNHEARD as error:
        raise SlackSilent from error
    return Directory(today=today, people=people, channels=channels)


def _people(client: WebClient, workspace: str) -> Iterator[Person]:
    for page in client.users_list(limit=PAGE):
        for user in page["members"]:
            yield as_person(user, workspace)


def _channels(client: WebClient, seen_by: PersonId) -> Iterator[Channel]:
    for page in client.conversations_list(types="public_channel,private_channel", limit=PAGE):
        for seen in page["channels"]:
            channel = as_channel(seen)
            if not channel.private or is_member(client, channel.id, seen_by):
                yield channel
