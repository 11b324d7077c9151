"""What happens to the bot, its database, its clock, its channels and its people: one table to be added to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from store.tables import use_cases
from tests.simulation.company import CHANNELS, PEOPLE
from tests.simulation.sql import marked

if TYPE_CHECKING:
    from tests.simulation.world import Backup, World

MINUTE, HOUR, DAY = 60, 3600, 86_400
OUTAGES: Final = (10 * MINUTE, HOUR, 3 * HOUR)  # each letter in doubt asks every two minutes meanwhile
SPANS: Final = (10 * MINUTE, HOUR, 8 * HOUR, DAY, 3 * DAY)
JUMPS: Final = (-DAY, -HOUR, -10 * MINUTE, -90, -5, 5, 90, 4 * MINUTE)


class Mishap(NamedTuple):
    """One thing that happens, and how often, on average, in one run."""

    name: str
    often: float
    happen: Callable[["World"], None]


def _slack_is_out_of_reach(world: "World") -> None:
    world.wire.down = True
    world.turns.after(world.rng.choice(OUTAGES), lambda: setattr(world.wire, "down", False))


def _power_cut(world: "World") -> None:
    world.power_off(world.rng.choice(SPANS))


def _restore(world: "World") -> None:
    """The database is what it was up to four days ago; whoever restores it stops every copy before.

    Messages about what was decided since are orphans, and edits since are forgotten: no promise covers
    what people typed after the last backup.
    """
    if not world.backups:
        return
    world.power_off(world.rng.uniform(15 * MINUTE, DAY))
    world.counts["restores"] += 1
    world.written |= _marks(world)
    backup, this_one = world.go_back(), world.counts["restores"]
    _forget(world, backup)

    def what_was_on_its_way() -> None:
        if not world.power and world.counts["restores"] == this_one:
            _forget(world, backup)

    world.turns.after(world.weather.late, what_was_on_its_way)


def _forget(world: "World", backup: "Backup") -> None:
    """Every message in Slack by now is of the future that was given up."""
    kept, known = _marks(world), {None, *_forms(world)}
    for message in world.slack.messages:
        form, told = world.written.get(message.mark, (None, False))
        undecided = form not in known or (told and message.mark not in kept)
        message.orphan = message.ts in backup.orphans or (message.at > backup.at and undecided)
        message.forgotten = message.outlived = True


def _marks(world: "World") -> dict[str, tuple[str | None, bool]]:
    """By the mark of every letter: the form its use case came from, and whether a person's act wrote it."""
    return {one.mark: (one.row.nonce, one.row.notice is not None) for one in marked(world.store)}


def _forms(world: "World") -> list[str]:
    """What tells the use cases apart: a number may be given anew after a restore."""
    with world.store._database.read() as connection:
        return list(connection.scalars(select(use_cases.c.nonce)))


def _clock_jump(world: "World") -> None:
    world.set_clock(world.rng.choice(JUMPS))
    world.turns.after(world.rng.uniform(MINUTE, 6 * HOUR), lambda: world.set_clock(0))


def _token_revoked(world: "World") -> None:
    world.slack.shut_out = True
    world.turns.after(world.rng.choice(SPANS[:4]), world.install_again)


def _uninstalled(world: "World") -> None:
    world.installed = False
    world.turns.after(world.rng.choice(SPANS[:4]), world.install_again)


def _channel_archived(world: "World") -> None:
    channel = world.rng.choice(CHANNELS)
    world.slack.archived.add(channel)
    world.turns.after(world.rng.choice(SPANS), lambda: world.slack.archived.discard(channel))


def _bot_removed(world: "World") -> None:
    channel = world.rng.choice(CHANNELS)
    world.slack.left.add(channel)
    world.turns.after(world.rng.choice(SPANS), lambda: world.slack.left.discard(channel))


def _account_closed(world: "World") -> None:
    world.slack.closed.add(world.rng.choice(PEOPLE))


def _message_deleted(world: "World") -> None:
    """By a person. Not while its outcome is still unknown: then it may come once more, as the README says."""
    if ours := world.known_as_sent():
        world.slack.take_away(world.rng.choice(ours), "person", world.turns.now)


def _dead_ones_sent_again(world: "World") -> None:
    world.act(lambda: world.company.send_dead_ones_again(world.dead()))


def _another_app_imitates(world: "World") -> None:
    ours = list(world.slack.visible())
    if ours:
        world.slack.imitate(world.rng.choice(ours), world.turns.now)


def _settings_answered_anew(world: "World") -> None:
    world.act(world.company.answer_settings)


def _something_is_said_in_a_thread(world: "World") -> None:
    world.act(world.company.reply)


def _a_reading_is_logged(world: "World") -> None:
    world.act(world.company.log_a_reading)


def _somebody_is_away(world: "World") -> None:
    world.act(world.company.leave)


MISHAPS: Final = (
    Mishap("Slack is out of reach", 1.0, _slack_is_out_of_reach),
    Mishap("power cut", 1.0, _power_cut),
    Mishap("database restored from a backup", 0.5, _restore),
    Mishap("clock jump", 1.0, _clock_jump),
    Mishap("token revoked", 0.4, _token_revoked),
    Mishap("app uninstalled", 0.4, _uninstalled),
    Mishap("channel archived", 0.6, _channel_archived),
    Mishap("bot removed from a channel", 0.6, _bot_removed),
    Mishap("account closed", 0.3, _account_closed),
    Mishap("message deleted by a person", 1.0, _message_deleted),
    Mishap("dead ones sent again", 1.0, _dead_ones_sent_again),
    Mishap("another app imitates a message", 0.5, _another_app_imitates),
    Mishap("settings answered anew", 0.7, _settings_answered_anew),
    Mishap("something is said in a thread", 2.0, _something_is_said_in_a_thread),
    Mishap("a reading is logged", 2.0, _a_reading_is_logged),
    Mishap("somebody is away", 0.7, _somebody_is_away),
)
