"""What time costs: a beat with nothing due, and a thousand letters due at once (goals 12 and 13)."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Semaphore

from apscheduler.events import EVENT_JOB_REMOVED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

import blocks
from benchmarks.company import NOW, company
from benchmarks.frame import Figure, again, interleaved, ratios
from benchmarks.peers.raw import PRAGMAS
from bot.clock import system_clock
from bot.house import CADENCES
from playbook.letters import Owed
from schedules.heart import Heart
from schedules.postman import Postman
from store import Message, Store, tables
from tests.store.company import ANNA, T

DUE, BEATS = 1_000, 20
MEMORY = "/dev/shm"


def figures(quick: bool) -> Iterator[Figure]:
    """The idle beat; then the same thousand in our ledger and as jobs of APScheduler."""
    yield from _idle(100_000 if quick else 1_000_000)
    if os.access(MEMORY, os.W_OK):
        yield from _burst(MEMORY, "files in memory: bookkeeping alone", 15, 50)
    yield from _burst(None, "files on the disk, each commit waited for", None, None)


def _idle(many: int) -> Iterator[Figure]:
    with company(1, 3) as small, company(1, 3) as large:
        for store, letters in ((small, 1_000), (large, many)):
            _told_long_ago(store, letters)
        times = interleaved(
            {"few": again(BEATS, _beat(small)), "many": again(BEATS, _beat(large))},
        )
    what = f"a beat with nothing due, {many:,} letters in the ledger against 1,000"
    yield Figure("12", what, ratios(times["many"], times["few"]), at_most=3)
    yield Figure("", "the same with so many, once", [one / BEATS * 1000 for one in times["many"]], unit="ms")


def _beat(store: Store) -> Callable[[], None]:
    postman = Postman(store, lambda workspace: None, blocks.draw, blocks.draw_plain)
    heart = Heart(store, postman, lambda: NOW, CADENCES)
    heart.beat(NOW)
    return lambda: heart.beat(NOW)


def _told_long_ago(store: Store, letters: int) -> None:
    """So many letters that were sent, copied from one."""
    _owe(store, "sent", 1)
    for claim in store.outbox.claim(NOW, "w"):
        store.outbox.sent(claim, Message("D1", "0.1"), NOW)
    columns = [one.name for one in tables.letters.columns if one.name != "id"]
    told = {"period": "'p' || i", "ts": "'t' || i", "sweep_at": "NULL"}
    taken = ", ".join(told.get(one, f'"{one}"') for one in columns)
    names = ", ".join(f'"{one}"' for one in columns)
    with store._database.write() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO letters ({names}) "
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {letters}) "
            f"SELECT {taken} FROM n, letters WHERE kind = 'sent'"
        )
        connection.exec_driver_sql("UPDATE letters SET sweep_at = NULL")


def _owe(store: Store, kind: str, number: int) -> None:
    with store.work(T, NOW, by=ANNA) as work:
        work.owe(*(Owed(1, kind, f"{one}", f"U{one:04}", NOW) for one in range(number)))


def _burst(folder: str | None, where: str, run: float | None, schedule: float | None) -> Iterator[Figure]:
    names, opened = count(), []
    with TemporaryDirectory(dir=folder, prefix="pilotage-bench-") as inside:

        def fresh() -> Store:
            store = Store(f"sqlite:///{Path(inside) / f'{next(names)}.db'}")
            store.migrate()
            with store.work(T, NOW) as work:
                work.install("U0BOT")
            opened.append(store)
            return store

        stores = iter([fresh() for _ in range(6)])
        jobs = _Jobs(Path(inside) / "jobs.db")
        at_hand: list[Store] = []

        def write() -> None:
            at_hand.append(next(stores))
            _owe(at_hand[-1], "check_in_due", DUE)

        times = interleaved(
            {
                "write": write,
                "add": jobs.add,
                "send": lambda: _send(at_hand[-1]),
                "run": jobs.run,
            }
        )
        jobs.close()
        for store in opened:
            store.close()
    what = f"{DUE:,} letters due at once, how much faster than APScheduler's jobs; {where}"
    yield Figure("13", what, ratios(times["run"], times["send"]), at_least=run)
    what = f"{DUE:,} letters written down, how much faster than as APScheduler's jobs; {where}"
    yield Figure("13", what, ratios(times["add"], times["write"]), at_least=schedule)


def _send(store: Store) -> None:
    """Claim and settle all: what the postman writes, without Slack."""
    numbers = count(1)
    while claims := store.outbox.claim(NOW, "w"):
        for claim in claims:
            store.outbox.sent(claim, Message("D1", f"{next(numbers)}.0"), NOW)
    if next(numbers) <= DUE:
        raise RuntimeError("not all of them went")


def _nothing() -> None:
    """What a job does."""


class _Jobs:
    """The same thousand as APScheduler's jobs, in SQLite with the pragmas of the product."""

    def __init__(self, path: Path) -> None:
        engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
        event.listen(engine, "connect", lambda raw, _: [raw.execute(f"PRAGMA {one}") for one in PRAGMAS])
        self._scheduler = BackgroundScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            job_defaults={"misfire_grace_time": None, "max_instances": DUE},
        )
        self._scheduler.start(paused=True)
        self._gone = Semaphore(0)
        self._scheduler.add_listener(lambda _: self._gone.release(), EVENT_JOB_REMOVED)

    def add(self) -> None:
        at = system_clock() - timedelta(seconds=1)
        for _ in range(DUE):
            self._scheduler.add_job(_nothing, "date", run_date=at)

    def run(self) -> None:
        self._scheduler.resume()
        for _ in range(DUE):
            self._gone.acquire()
        self._scheduler.pause()

    def close(self) -> None:
        self._scheduler.shutdown()
