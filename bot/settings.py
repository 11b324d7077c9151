"""What the environment and `.env` say: read once at the start, refused with one list of all that is wrong."""

import base64
import binascii
import os
import re
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.secret_files import FromFiles, Unread
from bot.trouble import Trouble

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

WHAT_TO_DO = {
    "SLACK_BOT_TOKEN": "Copy it from api.slack.com/apps > your app > OAuth & Permissions (xoxb-...).",
    "SLACK_APP_TOKEN": "Make one at api.slack.com/apps > your app > Basic Information > App-Level Tokens, "
    "with the scope connections:write (xapp-...).",
    "SLACK_SIGNING_SECRET": "Copy it from api.slack.com/apps > your app > Basic Information.",
    "SLACK_CLIENT_ID": "Copy it from api.slack.com/apps > your app > Basic Information; or, for one "
    "workspace, set SLACK_BOT_TOKEN and leave out SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_APP_ID.",
    "SLACK_CLIENT_SECRET": "Copy it from api.slack.com/apps > your app > Basic Information.",
    "SLACK_APP_ID": "Copy it from api.slack.com/apps > your app > Basic Information (A...).",
    "PILOTAGE_SECRET_KEY": "Make one with `pilotage rotate-keys --new`; keep it apart from backups.",
    "PILOTAGE_WORKSPACES": "Give the ids of the workspaces that may install it (T...), commas between.",
    "PILOTAGE_URL": "Give the https:// address people and Slack reach this server at.",
    "SLACK_API_URL": "Leave it out for Slack itself, or give a stand-in's address: http://127.0.0.1:8765.",
    "DATABASE_URL": "Leave it out for a SQLite file, or give postgresql://user:password@host/name.",
    "PILOTAGE_PORT": "Give a number from 0 to 65535; 0 takes any free port.",
    "PILOTAGE_LOG": "Give DEBUG, INFO, WARNING or ERROR.",
    "PILOTAGE_CLOCK_URL": "Leave it out: it is for a stand-in Slack on this machine only.",
}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DATABASES = ("sqlite://", "postgresql://", "postgresql+psycopg://", "postgres://")


class Wrong(NamedTuple):
    """One value that is missing or malformed, and what to do about it."""

    name: str
    why: str
    fix: str


class Unusable(Trouble):
    """The environment lacks something; all of it is said at once."""

    def __init__(self, *wrong: Wrong) -> None:
        lines = (f"- {name} {why}. {fix}".rstrip() for name, why, fix in wrong)
        super().__init__("\n".join(["Pilotage cannot start:", *lines]))
        self.wrong = wrong


def _starting_with(prefix: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        bare = token.get_secret_value().strip()
        if not bare.startswith(prefix):
            raise ValueError(f"does not start with {prefix}")
        return SecretStr(bare)

    return AfterValidator(check)


def _keys(typed: SecretStr) -> SecretStr:
    """Keys with commas between them; the first one seals, all of them open."""
    try:
        lengths = {len(base64.urlsafe_b64decode(one)) for one in typed.get_secret_value().split(",")}
    except (binascii.Error, ValueError):
        lengths = set()
    if lengths != {32}:
        raise ValueError("is not made of keys as `pilotage rotate-keys --new` prints them")
    return typed


BotToken = Annotated[SecretStr, _starting_with("xoxb-")]
AppToken = Annotated[SecretStr, _starting_with("xapp-")]
SecretKeys = Annotated[SecretStr, AfterValidator(_keys)]


class _Sources(BaseSettings):
    """Where a setting may come from: the environment, `.env`, and files."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where a setting may come from, the first one first."""
        return init_settings, env_settings, dotenv_settings, FromFiles(settings_cls)


class Settings(_Sources):
    """Everything that has a default: enough to open the database. Secrets do not show when printed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    slack_bot_token: BotToken | None = None
    slack_app_token: AppToken | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_app_id: str | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default_factory=lambda: default_database(), repr=False)
    pilotage_host: str = "127.0.0.1"
    pilotage_port: int | None = Field(default=None, ge=0, le=65535)
    pilotage_secret_key: SecretKeys | None = None
    pilotage_url: str | None = None
    pilotage_workspaces: str | None = None
    pilotage_webhook_hosts: str = ""
    pilotage_log: LogLevel = "INFO"
    pilotage_clock_url: str | None = None

    @classmethod
    def read(cls, **given: object) -> Self:
        """The environment as settings; `given` wins over it. Raises `Unusable` with all that is wrong."""
        try:
            return cls(**given)  # type: ignore[arg-type]
        except Unread as file:
            raise Unusable(Wrong(file.name, file.why, "Name a file that the bot's user can read.")) from None
        except ValidationError as error:
            raise Unusable(*(_wrong(str(e["loc"][0]).upper(), e["msg"]) for e in error.errors())) from None

    def secrets(self) -> set[str]:
        """Every value that must never be written anywhere."""
        held = (getattr(self, name) for name in type(self).model_fields)
        bare = {one.get_secret_value() for one in held if isinstance(one, SecretStr)}
        each = {one for several in bare for one in several.split(",")}  # keys stand with commas between them
        return bare | each | set(filter(None, [urlsplit(self.database_url).password]))

    @property
    def webhook_hosts(self) -> tuple[str, ...]:
        """The hosts a webhook may lead to in the own network."""
        return tuple(filter(None, map(str.strip, self.pilotage_webhook_hosts.split(","))))

    @property
    def several(self) -> bool:
        """Whether it is an app that is installed in several workspaces."""
        return bool(self.slack_client_id and self.slack_app_id and self.pilotage_secret_key)

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_api(cls, url: str) -> str:
        """Slack's methods live under /api/; an address may be given with or without it."""
        return _http_address(url).rstrip("/").removesuffix("/api") + "/api/"

    @property
    def welcome(self) -> frozenset[str]:
        """The workspaces that may install it; none named: every workspace."""
        return frozenset(filter(None, (one.strip() for one in (self.pilotage_workspaces or "").split(","))))

    @field_validator("pilotage_workspaces")
    @classmethod
    def _are_workspaces(cls, named: str | None) -> str | None:
        if named and not re.fullmatch(r"\s*T[A-Z0-9]+\s*(,\s*T[A-Z0-9]+\s*)*", named):
            raise ValueError("does not name workspaces")
        return named

    @field_validator("pilotage_url")
    @classmethod
    def _is_reached_safely(cls, url: str | None) -> str | None:
        if url and not (url.startswith("https://") or is_loopback(_http_address(url))):
            raise ValueError("is not an https:// address")
        return url.rstrip("/") if url else url

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, url: str) -> str:
        if not url.startswith(DATABASES):
            raise ValueError("is neither a sqlite:/// nor a postgresql:// address")
        return url

    @field_validator("pilotage_log", mode="before")
    @classmethod
    def _in_capitals(cls, level: str) -> str:
        return level.upper()

    @field_validator("pilotage_clock_url")
    @classmethod
    def _belongs_to_a_stand_in(cls, url: str | None, others: ValidationInfo) -> str | None:
        if url and not (
            is_loopback(others.data.get("slack_api_url", "")) and is_loopback(_http_address(url))
        ):
            raise ValueError("is refused, because SLACK_API_URL is not a stand-in on this machine")
        return url


class SocketSettings(Settings):
    """What `run` needs: Slack is called, and calls back through Socket Mode."""

    slack_bot_token: BotToken
    slack_app_token: AppToken


class HttpSettings(Settings):
    """What `run --http` needs: Slack is called, and its signed requests are checked."""

    slack_bot_token: BotToken
    slack_signing_secret: SecretStr
    pilotage_port: int = Field(default=8080, ge=0, le=65535)


class SeveralSettings(Settings):
    """What `run --http` needs to be installed in several workspaces; one of them may come by its token."""

    slack_signing_secret: SecretStr
    slack_client_id: str
    slack_client_secret: SecretStr
    slack_app_id: str
    pilotage_secret_key: SecretKeys
    pilotage_url: str
    pilotage_port: int = Field(default=8080, ge=0, le=65535)


AnySettings = SocketSettings | HttpSettings | SeveralSettings


class _Asked(_Sources):
    """What tells that several workspaces are wanted, be it half of it."""

    model_config = Settings.model_config

    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_app_id: str | None = None


def for_several() -> bool:
    """Whether the environment speaks of an app that is installed in several workspaces."""
    return any(value for _, value in _Asked())


def for_http() -> HttpSettings | SeveralSettings:
    """What `run --http` was told. Raises `Unusable` with all that is wrong or missing."""
    return SeveralSettings.read() if for_several() else HttpSettings.read()


def for_socket() -> SocketSettings:
    """What `run` was told. Raises `Unusable`."""
    if for_several():
        why = "is set, and several workspaces are installed over HTTP"
        raise Unusable(Wrong("SLACK_CLIENT_ID", why, "Say `pilotage run --http`, or leave it out."))
    return SocketSettings.read()


def is_loopback(url: str) -> bool:
    """Whether an address points at this machine."""
    return urlsplit(url).hostname in LOOPBACK


def default_database() -> str:
    """A SQLite file where users keep such things."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return f"sqlite:///{Path(base) / 'pilotage' / 'pilotage.db'}"


def _http_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an http:// or https:// address")
    return url


def _wrong(name: str, message: str) -> Wrong:
    why = "is missing" if message == "Field required" else message.removeprefix("Value error, ")
    return Wrong(name, f"{why[:1].lower()}{why[1:]}", WHAT_TO_DO.get(name, ""))
