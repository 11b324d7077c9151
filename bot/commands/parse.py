"""`pilotage parse`: a sentence in, the parts of a value contract out. Imports only the grammar."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date

from bot.clock import local_date
from playbook.sentence import SentenceTooLong, compile_sentence


def arguments(parser: argparse.ArgumentParser) -> None:
    """The sentence, and the day it counts from."""
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="count from this day (YYYY-MM-DD)"
    )
    parser.add_argument(
        "sentence", nargs="+", metavar="SENTENCE", help="one sentence, or - for one on each input line"
    )


def main(options: argparse.Namespace) -> int:
    """Print one JSON object for each sentence."""
    today = options.today or local_date()
    for sentence in _lines() if options.sentence == ["-"] else [" ".join(options.sentence)]:
        print(json.dumps(_parts(sentence, today), ensure_ascii=False))
    return 0


def _lines() -> Iterable[str]:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return (line.rstrip("\r\n") for line in sys.stdin)


def _parts(sentence: str, today: date) -> dict[str, object]:
    try:
        return compile_sentence(sentence, today).to_json()
    except SentenceTooLong as refusal:
        return {"status": "too_long", "problem": str(refusal)}
