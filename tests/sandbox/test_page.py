"""The page over plain HTTP: what each person is shown, what they can do, and what stays hidden from whom."""

import html
import json
import re
import threading
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from sandbox import seed
from sandbox.clock import Clock
from sandbox.manifest import Manifest
from sandbox.page import places, tour
from sandbox.page.elements import field_name
from sandbox.server import SandboxThread
from tests.sandbox import page_samples
from tests.sandbox.askbot import card, field, form, text

PILOTS = "C0AIPILOTS"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def read(slack, address, **headers):
    with urlopen(Request(slack.url + address, headers=headers)) as answer:
        return answer.read().decode()


def redirect(slack, address):
    with pytest.raises(HTTPError) as refused:
        build_opener(_Stay).open(slack.url + address)
    return refused.value.headers["Location"]


def do(slack, handle, verb, **fields):
    """What the page's script sends; the answer is what the person is told."""
    body = urlencode(fields, doseq=True).encode()
    with urlopen(Request(f"{slack.url}/as/{handle}/{verb}", body)) as answer:
        return json.load(answer)["said"]


def posts(client, **content):
    return client.chat_postMessage(channel=PILOTS, text="x", **content)["ts"]


def opens(slack, client, view, handle="ANNA"):
    return client.views_open(trigger_id=slack.sandbox.triggers.give(f"U0{handle}"), view=view)["view"]["id"]


def modals(slack, handle="anna"):
    return read(slack, f"/as/{handle}/c/ai-pilots?part=views")


# -- looking


def test_the_front_door_leads_to_the_first_person_and_their_pilots(slack):
    assert redirect(slack, "/") == "/as/anna/c/ai-pilots"
    assert redirect(slack, "/as/elena") == "/as/elena/c/ai-pilots"
    assert redirect(slack, "/as/mira") == "/as/mira/c/it-desk"


@pytest.mark.parametrize(
    "place", ["c/ai-pilots", "c/people-ops", "app/home", "app/messages", "app/about", "browse"]
)
def test_nothing_on_any_page_comes_from_outside(slack, client, place):
    client.chat_postMessage(channel="U0ELENA", text="see <https://example.com|this>")
    with urlopen(f"{slack.url}/as/elena/{place}") as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*?(?:src|href)="([^"]*)"', page)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)


def test_what_people_type_is_shown_and_never_run(slack):
    slack.person("ben").types("<script>alert('x')</script> & *bold*", in_="#ai-pilots")
    page = read(slack, "/as/anna/c/ai-pilots")
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; <b>bold</b>" in page


def test_a_private_channel_is_there_for_its_members_only(slack):
    slack.person("elena").types("The salary bands", in_="#people-ops")
    assert "The salary bands" in read(slack, "/as/jonas/c/people-ops")
    assert "people-ops" not in read(slack, "/as/anna/browse")
    assert redirect(slack, "/as/anna/c/people-ops") == "/as/anna/c/ai-pilots"
    assert redirect(slack, "/as/anna/c/D0BEN") == "/as/anna/c/ai-pilots"


@pytest.mark.parametrize("address", ["/as/nobody/c/ai-pilots", "/as/pilotage/c/ai-pilots", "/archives/C9/p1"])
def test_an_address_of_nobody_is_not_found(slack, address):
    with pytest.raises(HTTPError, match="404"):
        read(slack, address)


def test_messages_stand_under_their_day_in_the_zone_of_whoever_reads():
    late = Clock(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), frozen=True)
    with SandboxThread(seed=seed.company, clock=late) as slack:
        slack.person("kate").types("Good evening", in_="#ai-pilots")
        slack.advance(days=2)
        assert "Wednesday, November 25th</span>" in read(slack, "/as/anna/c/ai-pilots")
        assert "Tuesday, November 24th</span>" in read(slack, "/as/kate/c/ai-pilots")
        assert re.search(r"Kate Sullivan at 18:30", read(slack, "/as/kate/c/ai-pilots"))


def test_a_thread_is_counted_under_its_root_and_opens_beside_the_stream(slack, client):
    root = posts(client, blocks=card("A *request*"))
    for reply in ("One", "Two"):
        client.chat_postMessage(channel=PILOTS, text=reply, thread_ts=root)
    page = read(slack, "/as/anna/c/ai-pilots")
    assert "2 replies" in page
    assert "Last reply today at" in page
    assert ">Two<" not in page
    beside = read(slack, f"/as/anna/c/ai-pilots/t/{root}?part=thread")
    assert beside.count('class="message') == 3
    assert '<aside id="thread"' in beside
    assert "<main" not in beside


def test_what_is_only_for_me_is_marked_and_only_i_see_it(slack, client):
    client.chat_postEphemeral(channel=PILOTS, user="U0ANNA", text="Usage")
    assert "Only visible to you" in read(slack, "/as/anna/c/ai-pilots")
    assert "Only visible to you" not in read(slack, "/as/ben/c/ai-pilots")


def test_what_waits_is_counted_until_somebody_looks(slack, client):
    client.chat_postMessage(channel="U0ANNA", text="You are asked to own UC-7")
    assert "<title>(1) #ai-pilots" in read(slack, "/as/anna/c/ai-pilots")
    assert "Act as Anna Lindqvist, Sales Operations Lead, 1 waiting" in read(slack, "/as/ben/c/ai-pilots")
    read(slack, "/as/anna/app/messages")
    assert "<title>#ai-pilots" in read(slack, "/as/anna/c/ai-pilots")


def test_a_permalink_opens_the_message_in_the_window_of_whoever_follows_it(slack, client):
    root = posts(client)
    reply = client.chat_postMessage(channel=PILOTS, text="r", thread_ts=root)["ts"]
    link = client.chat_getPermalink(channel=PILOTS, message_ts=reply)["permalink"].removeprefix(slack.url)
    assert redirect(slack, f"/as/ben{link.split('?')[0]}").startswith(f"/as/ben/c/ai-pilots/t/{root}#t")
    client.chat_postMessage(channel=PILOTS, text=f"<{slack.url}{link}|that one>")
    assert f'href="/as/ben{link}">that one' in read(slack, "/as/ben/c/ai-pilots").replace("&amp;", "&")


def test_no_block_or_field_is_left_undrawn(slack, client):
    for blocks in page_samples.MESSAGES:
        posts(client, blocks=blocks)
    client.views_publish(user_id="U0ANNA", view=page_samples.HOME)
    opens(slack, client, page_samples.MODAL)
    for place in ("c/ai-pilots", "app/home"):
        assert "not drawn on this page" not in read(slack, f"/as/anna/{place}")


def test_a_long_stream_starts_with_its_newest_messages(slack, client):
    for number in range(102):
        posts(client, blocks=card(f"Message {number}."))
    page = read(slack, "/as/anna/c/ai-pilots")
    assert "Message 2." in page
    assert "Message 1." not in page
    assert "Message 1." in read(slack, "/as/anna/c/ai-pilots?all=1")


def test_an_app_without_a_home_that_takes_no_messages_is_shown_as_such():
    with SandboxThread(seed=seed.company, manifest=Manifest(has_home=False, takes_messages=False)) as slack:
        page = read(slack, "/as/anna/app/messages")
        assert "Sending messages to this app has been turned off." in page
        assert ">Home</a>" not in page
        assert redirect(slack, "/as/anna/app/home") == "/as/anna/c/ai-pilots"


def test_the_tabs_of_an_app_that_is_not_installed_open_all_the_same():
    with SandboxThread(seed=seed.company, clock=Clock(frozen=True)) as slack:
        slack.person("irene").uninstalls()
        assert "<html" in read(slack, "/as/anna/app/messages")
        assert "<html" in read(slack, "/as/anna/app/home")


def test_someone_who_has_left_can_look_but_not_write(slack):
    assert "no longer has an account" in read(slack, "/as/oskar/app/messages")
    assert "Act as Oskar" not in read(slack, "/as/anna/c/ai-pilots")


def test_home_is_published_and_opening_it_is_told(slack, bot, client):
    page = read(slack, "/as/anna/app/home")
    slack.wait_for(lambda: "U0ANNA" in slack.sandbox.workspace.homes)
    assert bot.events("app_home_opened")[-1]["tab"] == "home"
    assert "Home is on its way" in page
    assert "Your requests" in read(slack, "/as/anna/app/home?part=main")
    assert len(bot.events("app_home_opened")) == 1


# -- doing


def test_the_composer_sends_messages_replies_and_commands(slack, bot, client):
    do(slack, "anna", "send", text="Hello @ben", channel=PILOTS)
    root = slack.person("anna").sees("Hello", in_="#ai-pilots").ts
    do(slack, "ben", "send", text="Hi", channel=PILOTS, thread=root)
    assert client.conversations_replies(channel=PILOTS, ts=root)["messages"][1]["text"] == "Hi"
    do(slack, "anna", "send", text="/ask", channel=PILOTS)
    assert slack.person("anna").modal.title == "New request"


def test_a_button_carries_its_value_and_what_was_typed_beside_it(slack, bot, client):
    blocks = [field("why", "Why?", {"type": "plain_text_input"}), *card("Decide", "Accept")]
    ts = posts(client, blocks=blocks)
    place = {"_channel": PILOTS, "_ts": ts, "_block": "act", "_action": "accept", "_value": "r1"}
    assert do(slack, "ben", "press", **place, **{field_name("why", "v"): "because"}) == ""
    pressed = bot.bodies("block_actions")[-1]
    assert pressed["actions"][0]["value"] == "r1"
    assert pressed["state"]["values"]["why"]["v"]["value"] == "because"


def test_a_form_keeps_what_was_typed_when_something_is_missing(slack, bot, client):
    view = opens(slack, client, form())
    typed = {
        field_name("what", "v"): "",
        field_name("hours", "v"): "many",
        field_name("boxes", "v"): ["", "q"],
    }
    do(slack, "anna", "submit", _view=view, **typed)
    shown = modals(slack)
    assert "Please complete this required field." in shown
    assert "Please enter a valid number." in shown
    assert 'value="many"' in shown
    assert 'value="q" checked' in shown
    do(
        slack,
        "anna",
        "submit",
        _view=view,
        **typed | {field_name("what", "v"): "x", field_name("hours", "v"): "3"},
    )
    slack.person("anna").sees_no_modal()
    values = bot.bodies("view_submission")[-1]["view"]["state"]["values"]
    assert values["hours"]["v"]["value"] == "3"


def test_a_field_that_is_gone_meanwhile_does_not_stop_the_form(slack, bot, client):
    view = opens(slack, client, form())
    client.views_update(view_id=view, view=form(blocks=form()["blocks"][:1]))
    do(
        slack,
        "anna",
        "submit",
        _view=view,
        **{field_name("what", "v"): "x", field_name("mail", "v"): "a@b.c"},
    )
    slack.person("anna").sees_no_modal()


def test_a_view_that_changes_keeps_what_was_typed_in_the_fields_that_stay(slack, bot, client):
    view = opens(slack, client, form())
    chosen = {"_view": view, "_block": "kind", "_action": "v", field_name("kind", "v"): "u"}
    do(slack, "anna", "press", **chosen, **{field_name("what", "v"): "half typed"})
    note = {"type": "section", "text": {"type": "mrkdwn", "text": "*Noted*"}}
    client.views_update(view_id=view, view=form(blocks=[note, *form()["blocks"]]))
    shown = modals(slack)
    assert "<b>Noted</b>" in shown
    assert 'value="half typed"' in shown
    assert 'value="u" selected' in shown


def test_views_lie_on_top_of_each_other_and_come_off_one_by_one(slack, bot, client):
    below = opens(slack, client, form())
    above = client.views_push(trigger_id=slack.sandbox.triggers.give("U0ANNA"), view=form(title=text("More")))
    shown = modals(slack)
    assert f'data-view="{below}" hidden inert' in shown
    assert shown.count('id="modal-title"') == 1
    assert ">More</h1>" in shown
    do(slack, "anna", "close", _view=above["view"]["id"])
    assert slack.person("anna").modal.title == "New request"
    do(slack, "anna", "close", _view=below, _all="1")
    assert 'class="modal' not in modals(slack)


def test_people_change_and_take_back_their_own_words(slack):
    do(slack, "anna", "send", text="teh @ben", channel=PILOTS)
    ts = slack.person("anna").sees("teh", in_="#ai-pilots").ts
    assert ">teh @ben</textarea>" in read(slack, f"/as/anna/c/ai-pilots?edit={ts}")
    do(slack, "anna", "edit", text="the", channel=PILOTS, ts=ts)
    assert "(edited)" in read(slack, "/as/ben/c/ai-pilots")
    said = do(slack, "ben", "delete", channel=PILOTS, ts=ts)
    assert said == "Only an admin can delete what others wrote."
    do(slack, "anna", "delete", channel=PILOTS, ts=ts)
    assert not slack.person("ben").count("the", in_="#ai-pilots")


def test_what_only_i_see_can_be_put_away(slack, client):
    ts = client.chat_postEphemeral(channel=PILOTS, user="U0ANNA", text="Usage")["message_ts"]
    do(slack, "anna", "delete", channel=PILOTS, ts=ts)
    assert "Only visible to you" not in read(slack, "/as/anna/c/ai-pilots")


def test_an_act_that_is_not_possible_is_explained(slack):
    said = do(slack, "mira", "send", text="Hello", channel=PILOTS)
    assert said == "Mira Tanaka cannot write in #ai-pilots: not a member."


def test_a_public_channel_can_be_looked_into_and_joined(slack):
    assert "Join channel" in read(slack, "/as/anna/c/procurement")
    do(slack, "anna", "join", channel="C0PROCUREMENT")
    assert "Message #procurement" in read(slack, "/as/anna/c/procurement")


def test_the_clock_moves_by_hours_or_to_the_next_event(slack):
    before = slack.sandbox.clock.now()
    do(slack, "anna", "advance", seconds="3600")
    assert slack.sandbox.clock.now() >= before + 3600
    slack.sandbox.clock.next_due = due = slack.sandbox.clock.now() + 86_400
    assert f'data-until="{due}"' in read(slack, "/as/anna/c/ai-pilots?part=topbar")
    do(slack, "anna", "advance", until=str(due))
    assert slack.sandbox.clock.now() >= due


def test_another_web_site_cannot_act_for_anybody(slack):
    request = Request(
        f"{slack.url}/as/anna/send", b"text=x&channel=C0AIPILOTS", {"Origin": "http://evil.example"}
    )
    with pytest.raises(HTTPError, match="403"):
        urlopen(request)


@pytest.mark.parametrize("verb, status", [("nothing", "404"), ("press", "400"), ("submit", "400")])
def test_a_malformed_act_is_refused(slack, verb, status):
    with pytest.raises(HTTPError, match=status):
        do(slack, "anna", verb, nonsense="1")


# -- the feed, the inspector, the tour


def listening(slack, handle, until):
    """Everything the feed tells until it says `until`; the act that makes it say so comes from outside."""
    told, ready = [], threading.Event()

    def listen():
        with urlopen(f"{slack.url}/as/{handle}/changes") as feed:
            for line in feed:
                ready.set()
                if line.startswith(b"data: ") and (change := json.loads(line[6:])):
                    told.append((change["kind"], change["about"]))
                    if change["kind"] == until:
                        return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert ready.wait(5)
    return thread, told


def test_the_feed_tells_each_window_only_what_its_person_could_see(slack, client):
    thread, told = listening(slack, "anna", until="modal")
    slack.person("elena").types("hidden", in_="#people-ops")
    slack.person("ben").types("seen", in_="#ai-pilots")
    opens(slack, client, form(), handle="BEN")
    opens(slack, client, form())
    thread.join(5)
    assert ("channel", PILOTS) in told
    assert [about for kind, about in told if kind == "modal"] == ["U0ANNA"]
    private = slack.sandbox.workspace.channel("people-ops").id
    assert private not in {about for _, about in told}


def test_the_inspector_lists_what_was_said_and_can_be_filtered(slack, client):
    posts(client)
    with pytest.raises(Exception, match="unknown_method"):
        client.api_call("pins.invented")
    page = read(slack, "/inspector")
    assert page.index("<b>pins.invented") < page.index("<b>chat.postMessage")
    assert "methods this Slack does not have: pins.invented" in page
    assert "<b>chat.postMessage" not in read(slack, "/inspector?kind=trouble")
    assert 'id="found">1 of ' in read(slack, "/inspector?kind=call&words=chat.post")


def stops(slack):
    """The titles of the tour's stops on Anna's page, and where their links lead."""
    page = read(slack, "/as/anna/c/ai-pilots").partition('id="tour"')[2].partition("data-dismiss")[0]
    titles = re.findall(r'<summary role="button">([^<]+)</summary>', page)
    return titles, [html.unescape(link) for link in re.findall(r'data-tour="\d" href="([^"]+)"', page)]


def test_the_tour_speaks_of_nothing_that_is_not_here(slack):
    titles, links = stops(slack)
    speaking = [step.title for step in tour.STEPS if any(click.about for click in step.clicks)]
    assert titles == [step.title for step in tour.STEPS if step.title not in speaking]
    assert len(speaking) == 3
    for link in links:
        assert f'data-me="{link.split("/")[2]}"' in read(slack, link)
    assert "/pilot new Reduce average proposal turnaround time" in read(slack, links[0])


def test_the_tour_begins_with_what_leaders_read(slack, client):
    said = f"7 pilots: 1 scaled; 2 of 7 {tour.DIGEST}"
    root = client.chat_postMessage(channel="C0LEADERSHIP", text=said)["ts"]
    titles, links = stops(slack)
    assert (titles[0], len(tour.STEPS)) == (tour.STEPS[0].title, 5)
    assert links[0] == f"/as/ben/c/leadership/t/{root}"


def test_the_tour_opens_the_thread_of_the_gate_as_its_sponsor(slack, client):
    root = client.chat_postMessage(channel=PILOTS, text=f"{tour.GATE} · UC-1")["ts"]
    titles, links = stops(slack)
    assert titles[0] == tour.STEPS[1].title
    assert links[0] == f"/as/ben/c/ai-pilots/t/{root}"


def test_the_tour_shows_the_question_that_is_to_be_answered(slack, client):
    asked = client.chat_postMessage(channel="U0ANNA", text=f"What was it?\n{tour.QUESTIONED}")
    link = next(link for link in stops(slack)[1] if "compose=4.1" in link)
    where, _, anchor = link.partition("#")
    assert where == "/as/anna/app/messages?compose=4.1"
    assert f'id="{anchor}" class="message" data-channel="{asked["channel"]}" data-ts="{asked["ts"]}"' in read(
        slack, where
    )


@pytest.mark.parametrize(
    "path", ["c/ai-pilots", "c/ai-pilots/t/1.5", "app/messages", "app/messages/t/1.5", "browse"]
)
def test_a_place_and_its_address_are_the_same(path):
    assert places.parse(path).path == path


@pytest.mark.parametrize("path", ["c/", "c/a/b", "app/secret", "app/home/t/1.5", "x", "c/a/t/now"])
def test_an_address_that_leads_nowhere_is_no_place(path):
    assert places.parse(path) is None
