"""DATABASE_URL alone switches: the same story on PostgreSQL."""

import pytest

from bot.house import House
from sandbox.__main__ import settings_for
from tests.stories.acts import answers_the_four_questions, locks, registers

pytestmark = pytest.mark.postgres


def test_a_sentence_becomes_a_locked_contract_on_postgres(slack, tmp_path, emptied_postgres_url):
    settings = settings_for(slack, tmp_path).model_copy(update={"database_url": emptied_postgres_url})
    with House(settings):
        slack.wait_for(lambda: slack.sandbox.connected)
        anna, ben, kate, irene = (slack.person(name) for name in ("anna", "ben", "kate", "irene"))
        answers_the_four_questions(irene)
        registers(kate)
        locks(anna, ben)
        kate.sees("value contract locked", in_="#sales-ops")
