"""A busy Monday: everybody at once, while Slack counts every call and takes no newer blocks."""

from sandbox import switches
from sandbox.stories.acts import locks, registers

KINDS = "Sorting Approving Routing Translating Checking Pricing".split()


def test_every_announcement_of_a_rush_arrives_once_and_at_slacks_pace(nordwind):
    switches.turn(nordwind.sandbox, rates=True)
    anna = nordwind.person("anna")
    for kind in KINDS:
        registers(anna, f"{kind} papers", home="#ai-pilots")
        anna.sees("saved", in_="modal")
    nordwind.advance(seconds=120)
    for kind in KINDS:
        anna.sees(f"{kind} papers", in_="#ai-pilots")
        assert anna.count(f"{kind} papers", in_="#ai-pilots") == 1
    posts = nordwind.sandbox.journal.calls("chat.postMessage")
    assert "ratelimited" in {e.outcome for e in posts}
    at = sorted(e.at for e in posts if e.outcome == "ok" and e.asked["channel"] == "C0AIPILOTS")
    assert all(later - earlier > 0.99 for earlier, later in zip(at, at[1:], strict=False))


def test_a_workspace_that_takes_no_newer_blocks_is_told_the_same(nordwind):
    switches.turn(nordwind.sandbox, newer_blocks=False)
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    anna.types("/pilot list", in_="#ai-pilots").sees("Average proposal turnaround time", in_="#ai-pilots")
    locks(anna, ben)
    ben.sees("value contract locked", in_="#sales-ops")
    assert "invalid_blocks" in {e.outcome for e in nordwind.sandbox.journal.calls()}
