"""The names of all buttons and selects, and the one small value they carry: a key, a version, a word.

Values never hold names or numbers of a KPI: whoever reads a payload learns nothing.
"""

import json
import re
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict

_KEY = re.compile(r"UC-(\d{1,9})\Z", re.IGNORECASE)


class Actions:
    """The action_id of every act; a form is opened by `opens(name)`."""

    REGISTRATION_GRANT: Final = "registration.grant"
    REGISTRATION_SHOW: Final = "registration.show"
    REGISTRATION_LIST: Final = "registration.list"
    REGISTRATION_PICK: Final = "registration.pick"
    CONTRACT_SIGN: Final = "contract.sign"
    CONTRACT_SHOW: Final = "contract.show"
    GOVERNANCE_CLEAR: Final = "governance.clear"
    GOVERNANCE_SHOW: Final = "governance.show"
    CHECKINS_UNDO: Final = "checkins.undo"
    CHECKINS_RIGHT: Final = "checkins.right"
    CHECKINS_CSV: Final = "checkins.csv"
    CHECKINS_READINGS: Final = "checkins.readings"
    CHECKINS_BASELINE: Final = "checkins.baseline"
    ROLLBACK_SHOW: Final = "rollback.show"
    ROLLBACK_RUNNING: Final = "rollback.running"
    BLOCKERS_CLEAR: Final = "blockers.clear"
    SUCCESSION_ACCEPT: Final = "succession.take"
    IMPORTING_TAKE: Final = "importing.take"
    DIGEST_PREVIEW: Final = "digest.preview"
    DIGEST_TAKE: Final = "digest.take"
    DIGEST_FILES: Final = "digest.files"
    PREPARATION_CONFIRM: Final = "preparation.confirm"
    PROOFS_HOLD: Final = "proofs.hold"
    PROOFS_HERE: Final = "proofs.here"
    GATES_GO: Final = "gates.go"
    GATES_SHOW: Final = "gates.show"
    GATES_TAP: Final = "gates.tap"
    GATES_CONFIRM: Final = "gates.confirm"
    GATES_ACCEPT: Final = "gates.accept"
    KIT_SHOW: Final = "kit.show"
    KIT_SEND: Final = "kit.send"
    EFFORT_SHOW: Final = "effort.show"
    EFFORT_CONFIRM: Final = "effort.confirm"
    HOME_TURN: Final = "home.turn"
    HOME_NARROW: Final = "home.narrow"
    HOME_THREAD: Final = "home.thread"
    LETTERS_AGAIN: Final = "letters.again"
    ENDINGS_WITHDRAW: Final = "endings.withdraw"
    FEED_NEW: Final = "feed.new"
    FEED_REVOKE: Final = "feed.revoke"
    TOKENS_REVOKE: Final = "tokens.revoke"
    DRAFT_CONTINUE: Final = "draft.continue"
    DRAFT_DISCARD: Final = "draft.discard"


def opens(form: str) -> str:
    """The action that opens a form: `open.contract.kpi`."""
    return f"open.{form}"


def suffixed(action: str, suffix: str) -> str:
    """The same action a second time in one block: `registration.grant#access`."""
    return f"{action}#{suffix}"


def base_of(action_id: str) -> str:
    """The action without its suffix."""
    return action_id.partition("#")[0]


class Target(BaseModel):
    """What a click is about. `extra` is one word: an authority, a follow-up command, a draft's nonce."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uc: int = 0
    version: int = 0
    extra: str = ""

    def write(self) -> str:
        """The value of a button: `UC-7`, or a small JSON when there is more to say."""
        if self.uc and not self.version and not self.extra:
            return f"UC-{self.uc}"
        named = {"uc": self.uc, "v": self.version, "x": self.extra}
        return json.dumps({name: part for name, part in named.items() if part}, separators=(",", ":"))

    @classmethod
    def read(cls, value: str | None) -> Self:
        """What `write` wrote; anything else is the empty target (a forged value names nothing)."""
        text = value or ""
        if key := _KEY.match(text):
            return cls(uc=int(key[1]))
        try:
            parts = json.loads(text)
            return cls(uc=parts.get("uc", 0), version=parts.get("v", 0), extra=parts.get("x", ""))
        except (ValueError, AttributeError):
            return cls()


def numbers(target: Target) -> range:
    """Which readings a receipt is about: from its first on, so many in a row."""
    many = target.extra.removeprefix("n")
    return range(target.version, target.version + (int(many) if many.isdecimal() and len(many) < 4 else 1))


def value_of(action: dict[str, Any]) -> Target:
    """The target of a clicked button or a chosen option, from the `actions[0]` of a payload."""
    option = action.get("selected_option") or {}
    return Target.read(action.get("value") or option.get("value"))
