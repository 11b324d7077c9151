"""What the doctor finds where there are several workspaces: settings, keys, and each one's token."""

from collections.abc import Iterator

from bot import keys
from bot.findings import Finding, asked, scopes
from bot.installations import Installations, whose
from bot.settings import WHAT_TO_DO, Settings
from store import Installation, Store

NEEDED = (
    "slack_app_id",
    "slack_client_id",
    "slack_client_secret",
    "slack_signing_secret",
    "pilotage_secret_key",
    "pilotage_url",
)
AGAIN = "Open /slack/install at PILOTAGE_URL and install it there again."


def wanted(settings: Settings) -> bool:
    """Whether the environment speaks of several workspaces, be it half of it."""
    return bool(settings.slack_client_id or settings.slack_client_secret or settings.slack_app_id)


def missing(settings: Settings) -> Iterator[Finding]:
    """What several workspaces still need in the environment."""
    lacking = [name.upper() for name in NEEDED if getattr(settings, name) is None]
    yield from (Finding(name, "is missing", WHAT_TO_DO[name]) for name in lacking)
    if not lacking:
        yield Finding("several workspaces", f"can install it at {settings.pilotage_url}/slack/install")


def workspaces(store: Store, installs: Installations) -> Iterator[Finding]:
    """Whether the keys open every token, and Slack lets each of them in."""
    installed = store.installations()
    older = sum(not installs.keys.is_by_the_first(one.token) for one in installed)
    if older:
        fix = "Run `pilotage rotate-keys`, with the new key first and the old one behind it."
        yield Finding("secret key", f"is not what {older} of {len(installed)} tokens are sealed with", fix)
    else:
        yield Finding("secret key", f"seals every token: there are {len(installed)}")
    for one in installed:
        yield from _workspace(one, installs)


def _workspace(one: Installation, installs: Installations) -> Iterator[Finding]:
    name = f"workspace {one.workspace}"
    try:
        installs.keys.open(whose(one), one.token)
    except keys.WrongKey:
        yield Finding(name, "has a token that no key opens", WHAT_TO_DO["PILOTAGE_SECRET_KEY"] + " " + AGAIN)
        return
    except keys.Swapped:
        yield Finding(name, "has a token that was sealed for another workspace", AGAIN)
        return
    slack = installs.client_for(one.workspace)
    if slack is None:
        return
    answer = asked(name, slack.auth_test, AGAIN)
    if isinstance(answer, Finding):
        yield answer
        return
    yield Finding(name, f"lets @{answer['user']} into {answer['team']}")
    yield scopes(answer, f"scopes in {one.workspace}")
