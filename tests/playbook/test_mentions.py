"""What `@Pilotage ...` names, and where whose card may be shown."""

import pytest

from playbook import mentions
from playbook.facts import Home
from tests.playbook.company import ADA, ANNA, BOT, GUEST, SETTINGS, owned


@pytest.mark.parametrize(
    "text, number",
    [
        ("<@U0PILOTAGE> UC-7", 7),
        ("what about uc 7, <@U0PILOTAGE>?", 7),
        ("<@U0PILOTAGE> 7", 7),
        ("<@U0PILOTAGE> UC-7 and UC-8", 7),
        ("<@U0UC-7> hello <#C0UC-9|uc-9>", None),
        ("<@U0PILOTAGE> we lost 7 customers", None),
        ("<@U0PILOTAGE> UC-99999999999", None),
        ("<@U0PILOTAGE> '; DROP TABLE use_cases; -- <!channel>", None),
        ("", None),
    ],
)
def test_the_first_key_counts_and_no_person_channel_or_other_number_is_one(text, number):
    assert mentions.named(text) == number


def test_a_private_card_is_shown_in_its_home_to_whoever_takes_part_and_nowhere_else():
    secret = owned(home=Home(channel="G0HR", private=True))
    assert mentions.may_be_shown(ANNA, secret, "G0HR", SETTINGS)
    assert not mentions.may_be_shown(ANNA, secret, "C0GENERAL", SETTINGS)
    assert not mentions.may_be_shown(ADA, secret, "G0HR", SETTINGS)
    assert mentions.may_be_shown(GUEST, owned(), "C0GENERAL", SETTINGS)
    assert not mentions.may_be_shown(BOT, owned(), "C0GENERAL", SETTINGS)


def test_nobody_learns_from_the_answer_whether_a_use_case_exists():
    said = mentions.not_shown("C0GENERAL", "1.0", "m1.0:U0ANNA", 9, "<@U0PILOTAGE> UC-9 <!channel>").notice
    assert said.words.startswith("There is no UC-9 that I can show here.")
    assert said.typed == "UC-9"
