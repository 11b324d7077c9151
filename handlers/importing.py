"""*Import portfolio*, chosen on an uploaded table: a dry run first, then all of it or nothing."""

import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import Ack

from blocks import importing as drawing
from blocks import pieces
from blocks.actions import Actions
from blocks.forms import Kept
from handlers.desk import UNHEARD, Desk
from handlers.directory import directory
from playbook import policy, sheets
from playbook.importing import Import, plan
from playbook.known import Known
from playbook.portfolio import Directory
from playbook.refusals import Refusal, Stale
from playbook.sheets import Sheet
from store import Look, importing

IMPORT = drawing.IMPORT
LARGEST = 5_000_000  # bytes of one table; more goes by the command line
MOST_ROWS = 20_000
PATIENCE = 20  # seconds for one file
SLACK = "slack.com"
NOT_HANDED_OVER = "Slack did not hand over that file. Try again in a minute."


def chosen(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The shortcut on a message with tables: says what every row comes to; nothing is written."""
    ack()
    desk.open(body, drawing.TITLE, lambda: _dry_run(body["message"], desk))


def _dry_run(message: Mapping[str, Any], desk: Desk) -> pieces.Block:
    asked = _asked(desk)
    files = tuple(file["id"] for file in message.get("files") or () if _is_table(file))
    tables, people = _fetched(files, desk)
    with desk.read() as look:
        found = _decided(look, tables, people, asked, desk)
    kept = Kept(form=IMPORT, about=",".join(files), nonce=importing.digest(tables))
    return drawing.report(found, kept)


def _asked(desk: Desk) -> Known:
    """Who asks, when they may: nothing is fetched for anybody else."""
    asked = desk.ask({})
    with desk.read() as look:
        policy.check(asked.actor, "import", None, look.settings())
    return asked


def _is_table(file: Mapping[str, Any]) -> bool:
    return str(file.get("name") or "").lower().endswith((".csv", ".tsv", ".txt"))


def pressed(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Import what was shown, when it is still the same tables and every row still can be."""
    ack()
    desk.open(body, drawing.TITLE, lambda: _taken(Kept.read(body.get("view") or {}), desk))


def _taken(kept: Kept, desk: Desk) -> pieces.Block:
    asked = _asked(desk)
    tables, people = _fetched(tuple(filter(None, kept.about.split(","))), desk)
    if importing.digest(tables) != kept.nonce:
        raise Stale("The tables changed since they were shown. Choose *Import portfolio* on them again.")
    with desk.work() as work:
        found = _decided(work, tables, people, asked, desk)
        if found.refused:
            return drawing.report(found, kept)
        return drawing.done(found, importing.take(work, found, people.people, desk.now))


def _decided(look: Look, tables: tuple[Sheet, ...], people: Directory, asked: Known, desk: Desk) -> Import:
    known = desk.known(look, asked).model_copy(update={"people": people.people})
    here = importing.here(look, tables, people.model_copy(update={"today": known.today}))
    return plan(tables, here, known)


def _fetched(files: tuple[str, ...], desk: Desk) -> tuple[tuple[Sheet, ...], Directory]:
    """The tables and whom they may name, all asked of Slack before anything is decided."""
    if not files:
        raise Refusal(
            "There is no table in this message.",
            ways=("upload a .csv file; `pilotage import --template` prints one to begin with",),
        )
    tables = tuple(_table(file, desk) for file in files)
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise Refusal(
            f"That is more than {MOST_ROWS:,} rows: import it on the machine with `pilotage import`."
        )
    return tables, directory(desk.client, desk.workspace, desk.user_id, desk.now.date())


def _table(file: str, desk: Desk) -> Sheet:
    told = _described(file, desk)
    held = _content(str(told.get("url_private_download") or ""), desk)
    if len(held) != told.get("size"):  # cut off on the way: its last rows would be missing without a word
        raise Refusal(NOT_HANDED_OVER)
    try:
        return sheets.read(held.decode("utf-8-sig"), str(told["name"]))
    except UnicodeDecodeError:
        raise Refusal(
            f"{told['name']} is not in UTF-8. Save it as *CSV UTF-8* and upload it again."
        ) from None


def _described(file: str, desk: Desk) -> Mapping[str, Any]:
    """A file as Slack describes it to the bot, when it is a table of a size that is read here."""
    try:
        told: Mapping[str, Any] = desk.client.files_info(file=file)["file"]
    except UNHEARD as error:
        raise Refusal(
            "I cannot see that file.", ways=("send it in our direct messages, or invite me to that channel",)
        ) from error
    if int(told.get("size") or 0) > LARGEST:
        raise Refusal(f"{told['name']} is larger than {LARGEST // 1_000_000} MB: use `pilotage import`.")
    if not _is_table(told):
        raise Refusal("That file is no table: choose *Import portfolio* on a .csv file.")
    return told


def _content(address: str, desk: Desk) -> bytes:
    """The bytes behind an address of Slack's; the token goes to nobody else."""
    host, own = urlsplit(address).hostname or "", urlsplit(desk.client.base_url).hostname
    if host != own and not (host == SLACK or host.endswith(f".{SLACK}")):
        raise Refusal("That file does not lie with Slack: I do not fetch it.")
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {desk.client.token}"})
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return bytes(answer.read(LARGEST))
    except UNHEARD as error:
        raise Refusal(NOT_HANDED_OVER) from error


class _NoDetour(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """A redirect would carry the token along."""


_OPENER = urllib.request.build_opener(_NoDetour)

SHORTCUTS = {IMPORT: chosen}
ACTIONS = {Actions.IMPORTING_TAKE: pressed}
