"""What the doctor finds, a line each, and how Slack is asked about it."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot import manifest

OFFLINE = "Mend the network, or SLACK_API_URL."


@dataclass(frozen=True)
class Finding:
    """One line of the report; `fix` is empty when all is well."""

    name: str
    words: str
    fix: str = ""


def scopes(answer: SlackResponse, name: str = "scopes") -> Finding:
    """Whether a token may do what the manifest asks for."""
    given = {scope.strip() for scope in header(answer, "x-oauth-scopes").split(",")}
    if missing := sorted(manifest.bot_scopes() - given):
        fix = "Put manifest.yml into the app's settings, then install the app again."
        return Finding(name, f"lack {', '.join(missing)}", fix)
    return Finding(name, "are those of the manifest")


def asked(name: str, question: Callable[[], SlackResponse], fix: str) -> SlackResponse | Finding:
    """Slack's answer, or why there is none and what mends it."""
    try:
        return question()
    except SlackApiError as error:
        return Finding(name, f"is refused by Slack ({error.response['error']})", fix)
    except OSError as error:
        return Finding(name, f"could not be tried: Slack cannot be reached ({_cause(error)})", OFFLINE)


def _cause(error: OSError) -> str:
    """What the system says of it, without the wrapping of the client."""
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or str(reason)


def header(answer: SlackResponse, name: str) -> str:
    """A header of an answer, however it is spelt."""
    return next((str(value) for key, value in answer.headers.items() if key.lower() == name), "")
