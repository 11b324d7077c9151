"""What a stream shows beyond words: where the new begins, who goes on talking, files, links outside."""

import re

import pytest

from sandbox.page import files
from sandbox.workspace import StoredFile
from tests.sandbox.test_page import PILOTS, do, posts, read

HERE = "/as/anna/c/ai-pilots"


def marked(page):
    """The words right below the line `New`, if there is one."""
    found = re.search(r'id="new".*?class="text">(.*?)</div>', page, re.DOTALL)
    return found[1].strip() if found else None


def test_what_came_since_one_last_looked_starts_below_a_line(slack):
    ben, anna = slack.person("ben"), slack.person("anna")
    ben.types("Seen", in_="#ai-pilots")
    assert marked(read(slack, HERE)) is None
    anna.types("My own", in_="#ai-pilots")
    ben.types("Not seen", in_="#ai-pilots")
    page = read(slack, HERE)
    assert marked(page) == "Not seen"
    since = re.search(r'data-new="([\d.]+)"', page)[1]
    assert marked(read(slack, f"{HERE}?part=main&new={since}")) == "Not seen"
    assert marked(read(slack, HERE)) is None
    ben.types("While it is open", in_="#ai-pilots")
    for not_new in ("", "nonsense"):
        assert marked(read(slack, f"{HERE}?part=main&new={not_new}")) is None


def test_the_line_above_the_first_words_of_an_empty_channel_stays_when_it_is_drawn_again(slack):
    read(slack, HERE)
    slack.person("ben").types("The very first", in_="#ai-pilots")
    page = read(slack, HERE)
    since = re.search(r'data-new="([\d.]+)"', page)[1]
    assert marked(page) == marked(read(slack, f"{HERE}?part=main&new={since}")) == "The very first"


def test_a_thread_runs_on_without_repeating_the_face(slack, client):
    root = posts(client)
    for reply in ("One", "Two"):
        client.chat_postMessage(channel=PILOTS, text=reply, thread_ts=root)
    beside = read(slack, f"{HERE}/t/{root}?part=thread")
    assert re.findall(r'class="message( compact)?"', beside) == ["", "", " compact"]


def test_a_table_shows_its_first_rows_and_a_picture_is_drawn(slack, client):
    client.files_upload_v2(channel=PILOTS, filename="r.csv", title="Readings", content="week,value\n1,4.1\n")
    client.files_upload_v2(channel=PILOTS, filename="plan.png", title="The plan", content=b"\x89PNG")
    page = read(slack, HERE)
    assert re.search(r"Readings</b><small.*?>CSV · 17 bytes", page)
    assert "<th scope=col>week</th><th scope=col>value</th></tr><tr><td>1</td><td>4.1</td>" in page
    assert re.search(r'<img class="picture" src="/files/F\w+/plan.png" alt="The plan">', page)


def test_a_note_shows_its_first_lines_and_what_is_not_here_is_named(slack):
    lines = "\n".join(f"line {number}" for number in range(9))
    slack.sandbox.workspace.files["F1"] = StoredFile("F1", "n.txt", "n", "text/plain", 0, lines.encode())
    shown = files.drawn({"id": "F1", "mimetype": "text/plain", "filetype": "txt"}, slack.sandbox.workspace)
    assert shown["lines"] == [f"line {number}" for number in range(6)]
    gone = files.drawn({"id": "F2", "name": "gone.png", "mimetype": "image/png"}, slack.sandbox.workspace)
    assert (gone["title"], gone["image"], gone["lines"]) == ("gone.png", False, [])


@pytest.mark.parametrize("size, words", [(0, ""), (18, "18 bytes"), (1536, "1.5 KB"), (5 * 2**20, "5 MB")])
def test_a_size_is_said_as_people_say_it(size, words):
    assert files.in_words(size) == words


def test_a_link_into_the_world_ends_on_a_page_that_only_names_it(slack, client):
    posts(client, blocks=[{"type": "markdown", "text": "see [the story](https://example.com/a?b=1)"}])
    address = re.search(r'href="(/outside\?[^"]+)"', read(slack, HERE))[1]
    told = read(slack, address)
    assert "<code>https://example.com/a?b=1</code>" in told
    assert 'href="https' not in told
    assert "<script>" not in read(slack, "/outside?to=%3Cscript%3E")


class Punctual:
    """Somebody who writes into each of these channels as soon as the clock has moved."""

    def __init__(self, slack, *channels):
        self.slack, self.channels = slack, channels
        slack.sandbox.clock.moved = self.write

    def write(self):
        for channel_id in self.channels:
            channel = self.slack.sandbox.workspace.channels[channel_id]
            ts = self.slack.sandbox.clock.ts()
            channel.messages.append({"type": "message", "user": "U0PILOTAGE", "text": "Due", "ts": ts})


def test_moving_the_clock_tells_where_something_came_and_keeps_private_channels_to_themselves(slack):
    moved = do(slack, "anna", "advance", seconds="60")
    assert moved.endswith(". Nothing new was written.")
    slack.ask(lambda: slack.sandbox.workspace.dm("U0CARLA"))
    Punctual(slack, PILOTS, "D0CARLA", "C0PEOPLEOPS")
    moved = do(slack, "anna", "advance", seconds="60")
    assert re.fullmatch(r"\w{3} \d+ \w{3}, \d\d:\d\d\. 3 new messages: #ai-pilots, Carla Moretti\.", moved)
    Punctual(slack, "C0PEOPLEOPS")
    assert do(slack, "anna", "advance", seconds="60").endswith(". 1 new message.")


def test_a_click_of_the_tour_ticks_its_own_stop(slack):
    stops = re.findall(r'<li data-step="(\d)">(.*?)</li>', read(slack, HERE), re.DOTALL)
    assert [(number, set(re.findall(r'data-tour="(\d)"', stop))) for number, stop in stops] == [
        (str(number), {str(number)}) for number in range(1, len(stops) + 1)
    ]
    assert len(stops) == 2  # of five: nothing here is a review, speaks of a gate or asks for a number
