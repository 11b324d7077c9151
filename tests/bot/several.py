"""Two companies at one Slack, and the bot as an app that is installed in each of them by OAuth."""

import http.client
import json
import re
from contextlib import contextmanager
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from bot import keys, manifest
from bot.house import House
from bot.settings import SeveralSettings
from sandbox import seed
from sandbox.manifest import read
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.server import SIGNING_SECRET, SandboxThread
from sandbox.workspace import APP

KEY = keys.new()
HERE = "http://127.0.0.1:8080"  # what the manifest is made for; the port that is listened on may be another
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def app_manifest(folder):
    """The manifest for HTTP, as a file, as an engineer hands it to Slack."""
    path = folder / "app.json"
    path.write_text(json.dumps(manifest.for_http(HERE)))
    return read(path)


@contextmanager
def two_companies(folder, **choices):
    """Nordwind with the app in it, and Kestrel without."""
    app = app_manifest(folder)
    with (
        SandboxThread(seed=seed.company, manifest=app, **choices) as nordwind,
        SandboxThread(
            seed=seed.beside, team=seed.BESIDE, beside=nordwind, manifest=app, **choices
        ) as kestrel,
    ):
        yield nordwind, kestrel


def settings(slack, folder, **changed):
    """What the bot is told, to be installed in several workspaces."""
    told = {
        "_env_file": None,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "slack_app_id": APP,
        "slack_api_url": slack.api_url,
        "pilotage_secret_key": KEY,
        "pilotage_url": HERE,
        "pilotage_port": 0,
        "pilotage_clock_url": f"{slack.url}/sandbox/clock",
        "database_url": f"sqlite:///{folder}/pilotage.db",
    }
    return SeveralSettings.read(**told | changed)


@contextmanager
def bot_for(slack, folder, **changed):
    """The bot, reached by signed HTTP from wherever it is installed."""
    with House(settings(slack, folder, **changed)) as house:
        door = f"http://127.0.0.1:{house.server.port}/slack/events"
        slack.deliver_to(door)
        for one in slack.sandbox.beside:
            slack.ask(lambda one=one: one.deliver_to(door))
        yield house


class Browser:
    """Somebody's browser: it keeps cookies by host, and follows nothing by itself."""

    def __init__(self, port, here=HERE):
        self.port, self.here, self.cookies = port, here, {}

    def get(self, address, form=None):
        """Where it was sent on to, else None; the status; and the page."""
        parts = urlsplit(address)
        to = (parts.hostname, self.port if address.startswith(self.here) else parts.port)
        path = f"{parts.path}?{parts.query}"
        connection = http.client.HTTPConnection(*to, timeout=20)
        mine = self.cookies if address.startswith(self.here) else {}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in mine.items())} if mine else {}
        body = urlencode(form) if form else None
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request("POST" if form else "GET", path, body, headers)
        answer = connection.getresponse()
        self.cookie = answer.headers.get("set-cookie")
        if self.cookie and address.startswith(self.here):
            name, _, value = self.cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer.headers.get("location"), answer.status, answer.read().decode()

    def leaves(self):
        """From the bot's page to Slack's: what stands in its form."""
        address, status, _ = self.get(f"{self.here}/slack/install")
        assert status == 302
        _, status, page = self.get(address)
        assert status == 200, page
        self.asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
        return address, {name: unescape(value) for name, value in HIDDEN.findall(page)}

    def allows(self, team, answer="allow"):
        """Press the button on Slack's page; where that leads, not gone there yet."""
        address, hidden = self.leaves()
        back, status, page = self.get(address, hidden | {"team": team, "answer": answer})
        assert status == 302, page
        return back

    def installs(self, team):
        """All of it; the status and the page at the end."""
        return self.get(self.allows(team))[1:]
