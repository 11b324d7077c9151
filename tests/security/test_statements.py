"""Five hundred texts that are SQL somewhere, put wherever a text may stand: each comes back as typed."""

from itertools import product

import pytest

from playbook.facts import Person
from playbook.refusals import NoSuchUseCase
from store import tables
from store.copying import counts
from tests.security.scale import chance, part_of
from tests.store.company import ANNA, BEN, NOW, T, proposed

OPENINGS = (
    *(
        "'",
        '"',
        "`",
        "')",
        "'))",
        "1",
        "\\'",
        "%27",
        "$$",
        ";",
        "/*",
        "--",
        "E'",
        "]",
        "?",
        ":now",
        "%s",
        "{}",
    ),
    "\u02bc",
)
BODIES = (
    *(" OR 1=1", " OR 'a'='a", "; DROP TABLE use_cases", "; DELETE FROM audit", "; COMMIT", "||(SELECT 1)||"),
    *(" UNION SELECT ledger_key FROM workspaces", "; UPDATE use_cases SET stage='scale_decision'"),
    *("; ATTACH DATABASE '/tmp/x' AS x", "; SELECT pg_sleep(9)", " AND randomblob(1000000000)"),
    *("; PRAGMA writable_schema=1", "; COPY letters TO PROGRAM 'id'", "; TRUNCATE letters CASCADE"),
)
ENDINGS = ("", "--", "/*", "#", ";", "\x00")
CORPUS = ["".join(parts) for parts in product(OPENINGS, BODIES, ENDINGS)]


def chosen(full):
    return chance("statements").sample(CORPUS, part_of(full))


def test_there_are_more_than_five_hundred():
    assert len(set(CORPUS)) > 500


@pytest.mark.parametrize("kept", ["title", "sentence", "workflow", "note"])
def test_each_is_kept_as_a_text_and_changes_nothing_else(store, kept):
    texts = [text.replace("\x00", "") for text in chosen(500)]
    with store.work(T, NOW, by=ANNA) as work:
        for number, text in enumerate(texts):
            given = {"title": "x", "sentence": "y"} | ({} if kept == "note" else {kept: text})
            work.add_use_case(proposed(**given), nonce=f"{number}{text}"[:60])
            work.keep_draft(BEN, f"form {number}", {"note": text})
            work.keep_person(Person(id=f"U{number}", name=text, zone=text))
    with store.read(T) as look:
        for number, text in enumerate(texts):
            use_case = look.use_case(number + 1)
            assert kept == "note" or getattr(use_case, kept) == text
            assert look.draft(BEN, f"form {number}", NOW).answers == {"note": text}
            assert look.person(f"U{number}").name == text
    assert store.verify(T).well


def test_none_of_them_is_a_key_a_workspace_or_a_person(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed(), nonce="1")
    with store._database.read() as connection:
        before = counts(connection)
    for text in chosen(500):
        typed = text.replace("\x00", "")
        with store.read(typed) as look:
            assert (look.listed(), look.person(typed), look.draft(typed, typed, NOW)) == ((), None, None)
            with pytest.raises(NoSuchUseCase):
                look.use_case(typed)
    with store._database.read() as connection:
        assert counts(connection) == before
        assert connection.execute(tables.use_cases.select()).one().stage == "frame"
