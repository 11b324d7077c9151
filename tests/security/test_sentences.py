"""No sentence takes the bot long to read: work grows with the text, whatever the text is."""

from playbook.sentence import compile_sentence
from tests.playbook.test_sentence_properties import ADVERSARIES, TODAY, steps
from tests.security.scale import chance, part_of

ODD = (*"a ()[\\^$%-\n", ".*", "a+", "(a+)+", "\u0301", "\u200d", "🚀", "1,1")


def adversaries(number):
    """Texts of 500 characters that repeat, nest and mix what a pattern could stumble over."""
    dice = chance("sentences")
    for _ in range(number):
        pieces = dice.sample(ADVERSARIES + list(ODD), dice.randrange(1, 5))
        whole = "".join(dice.choice(pieces) * dice.randrange(1, 9) for _ in range(200))
        yield whole[: 500 - dice.randrange(3)]


def test_whatever_it_is_five_hundred_characters_take_a_bounded_number_of_steps():
    most = max(steps(text) for text in adversaries(part_of(10_000)))
    assert most < 70 * 500  # below 5 ms; what backtracks takes millions


def test_ten_thousand_adversaries_are_read_without_an_error():
    for text in adversaries(part_of(10_000)):
        compile_sentence(text, TODAY)
