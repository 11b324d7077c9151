"""auth, team, users and user groups: who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import payloads
from sandbox.method import SPECIAL, TIER_2, TIER_4, Args, Method, SlackError, cursor_page, flag, page_of, text
from sandbox.workspace import BOT, BOT_ID, Person, UserGroup

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def api_test(slack: Sandbox, args: Args) -> dict[str, Any]:
    if error := text(args, "error"):
        raise SlackError(error, args=args)
    return {"args": args} if args else {}


def auth_test(slack: Sandbox, args: Args) -> dict[str, Any]:
    return {
        "url": f"{slack.url}/",
        "team": slack.workspace.name,
        "team_id": slack.workspace.team,
        "user": slack.workspace.persons[BOT].handle,
        "user_id": BOT,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def team(slack: Sandbox, args: Args) -> dict[str, Any]:
    return {
        "team": {
            "id": slack.workspace.team,
            "name": slack.workspace.name,
            "domain": slack.workspace.domain,
            "url": f"{slack.url}/",
            "email_domain": f"{slack.workspace.domain}.example",
            "icon": {"image_default": True},
        }
    }


def user(slack: Sandbox, args: Args) -> dict[str, Any]:
    person = slack.workspace.persons.get(text(args, "user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _user(slack, person)}


def users(slack: Sandbox, args: Args) -> dict[str, Any]:
    rows, cursor = page_of(list(slack.workspace.persons.values()), args, default=1000)
    return {
        "members": [_user(slack, p) for p in rows],
        "cache_ts": int(slack.clock.now()),
        **cursor_page(cursor),
    }


def _user(slack: Sandbox, person: Person) -> dict[str, Any]:
    return payloads.user(person, slack.clock, with_email=slack.manifest.grants("users:read.email"))


def usergroups(slack: Sandbox, args: Args) -> dict[str, Any]:
    with_users = flag(args, "include_users")
    return {"usergroups": [_usergroup(slack, g, with_users) for g in slack.workspace.usergroups.values()]}


def _usergroup(slack: Sandbox, group: UserGroup, with_users: bool) -> dict[str, Any]:
    shown = {
        "id": group.id,
        "team_id": slack.workspace.team,
        "is_usergroup": True,
        "handle": group.handle,
        "name": group.name,
        "description": "",
        "user_count": str(len(group.members)),
        "date_delete": 0,
        "is_external": False,
    }
    return shown | ({"users": group.members} if with_users else {})


def usergroup_users(slack: Sandbox, args: Args) -> dict[str, Any]:
    group = slack.workspace.usergroups.get(text(args, "usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group.members}


METHODS = {
    "api.test": Method(api_test, json=True, per_minute=TIER_4),
    "auth.test": Method(auth_test, json=True, per_minute=SPECIAL),
    "team.info": Method(team, ("team:read",)),
    "users.info": Method(user, ("users:read",), per_minute=TIER_4),
    "users.list": Method(users, ("users:read",), per_minute=TIER_2),
    "usergroups.list": Method(usergroups, ("usergroups:read",), per_minute=TIER_2),
    "usergroups.users.list": Method(usergroup_users, ("usergroups:read",), per_minute=TIER_2),
}
