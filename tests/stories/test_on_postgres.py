"""DATABASE_URL alone switches: the same story on PostgreSQL."""

import pytest

from sandbox.installing import bot_in
from sandbox.stories.acts import answers_the_four_questions, locks, registers

pytestmark = pytest.mark.postgres


def test_a_sentence_becomes_a_locked_contract_on_postgres(slack, tmp_path, by_http, emptied_postgres_url):
    with bot_in(slack, tmp_path, http=by_http, database_url=emptied_postgres_url):
        anna, ben, kate, irene = (slack.person(name) for name in ("anna", "ben", "kate", "irene"))
        answers_the_four_questions(irene)
        registers(kate)
        locks(anna, ben)
        kate.sees("value contract locked", in_="#sales-ops")
