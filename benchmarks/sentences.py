"""Compiling sentences: a whole process against a Python that does nothing, and many on one input.

Goals: one sentence, whole process, at most 12 times a bare `python -c pass`; the corpus on one standard input
at 2,000 sentences a second of processor time on a machine that does nothing else. On a busy one the ratio to
the floor, one pass of the token pattern alone, is what can be compared. Rounds are interleaved.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from playbook.grammar.tokens import tokenize

ROUNDS, REPEATS = 7, 5
CORPUS = Path(__file__).parents[1] / "tests" / "playbook" / "sentences.jsonl"
SENTENCES = [json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()]
PARSE = [sys.executable, "-m", "bot", "parse", "--today", "2026-01-05"]


def timed(command, given=""):
    """Seconds of the clock and of the processor that a process takes."""
    spent, started = _spent(), perf_counter()
    subprocess.run(command, input=given, text=True, encoding="utf-8", check=True, capture_output=True)
    return perf_counter() - started, _spent() - spent


def _spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def only_tokens():
    """Seconds of the processor for one pass of the token pattern over the corpus."""
    started = process_time()
    for text in SENTENCES:
        tokenize(text)
    return process_time() - started


def shown(values, digits=1):
    """A median with its range."""
    return f"{median(values):,.{digits}f} [{min(values):,.{digits}f}..{max(values):,.{digits}f}]"


def main():
    """Measure and print."""
    many = "\n".join(" ".join(text.split()) for text in SENTENCES * REPEATS)
    number = len(SENTENCES) * REPEATS
    ratios, rates, floors = [], [], []
    for _ in range(ROUNDS):
        bare, one = timed([sys.executable, "-c", "pass"]), timed([*PARSE, SENTENCES[0]])
        ratios.append(one[0] / bare[0])
        compiling = timed([*PARSE, "-"], many)[1] - one[1]
        rates.append(number / compiling)
        floors.append(compiling / REPEATS / only_tokens())
    print(f"one sentence, whole process: {shown(ratios)} times a bare Python (goal: at most 12)")
    print(f"{number:,} sentences on one input: {shown(rates, 0)} a second (goal: 2,000 or more)")
    print(f"the same: {shown(floors)} times one pass of the token pattern alone")


if __name__ == "__main__":
    main()
