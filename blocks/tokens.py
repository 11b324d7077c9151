"""The tokens of the ingest API: which there are, and a new one, shown once."""

from collections.abc import Sequence
from datetime import datetime

from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    actions,
    button,
    confirm,
    context,
    day,
    divider,
    escape,
    mention,
    modal,
    more,
    one_line,
    section,
)
from playbook.tokens import ApiToken

TITLE = "API tokens"
RESULT = "tokens.result"
SHOWN = 30
ABOUT = (
    "🔑 *API tokens* let a program log readings: a spreadsheet, a database job, a dashboard. "
    "What it says stands on record under the token's name."
)


def listed(active: Sequence[ApiToken], now: datetime) -> Block:
    """Every active token this person may revoke, and the button that makes one."""
    make = actions(button("Make a token", opens("tokens.make"), style="primary"))
    rows = [row for token in active[:SHOWN] for row in _row(token, now)]
    rest = [context(more(len(active) - SHOWN, "revoke what is not used any more"))] if active[SHOWN:] else []
    none = [] if active else [section("There is none yet.")]
    return modal(RESULT, TITLE, [section(ABOUT), make, *none, *rows, *rest], close="Done")


def _row(token: ApiToken, now: datetime) -> list[Block]:
    name = one_line(token.name)
    left = max((token.expires_at - now).days, 0)
    used = f"last used {day(token.used_at.date())}" if token.used_at else "never used"
    words = f"*{name}* `{token.id}`\n{escape(token.scope)}"
    revoke = button(
        "Revoke",
        Actions.TOKENS_REVOKE,
        Target(extra=token.id).write(),
        style="danger",
        confirm=confirm("Revoke this token?", f"{token.name} stops working at once.", "Revoke"),
    )
    ends = f"runs out {day(token.expires_at.date())}{', soon' if left < 14 else ''}"
    return [
        divider(),
        section(words, revoke),
        context(f"By {mention(token.made_by)} · {ends} · {used}"),
    ]


def made(token: ApiToken, shown: str) -> Block:
    """The new token, shown this once."""
    return modal(
        RESULT,
        TITLE,
        [
            section(f"✅ *{one_line(token.name)}* for {escape(token.scope)}"),
            section(f"```{shown}```"),
            section("Copy it now: *it is not shown again*, and only its hash is kept."),
            context(
                f"Runs out {day(token.expires_at.date())}. Send it as `Authorization: Bearer …` to "
                "`/api/v1/use-cases/UC-7/readings`. To replace it, make a second one of the same name, then "
                "revoke this one."
            ),
        ],
        close="Done",
    )
