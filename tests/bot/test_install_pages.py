"""Installing by OAuth, each page over real HTTP, with a Slack that gives codes and tokens."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot import install_pages, manifest
from bot.after import TooBusy
from bot.clock import system_clock
from sandbox.installing import bot_in
from sandbox.workspace import BOT
from tests.bot.several import HERE, Browser, bot_for, two_companies

KESTREL = "T0KESTREL"


@pytest.fixture
def companies(tmp_path):
    with two_companies(tmp_path) as both:
        yield both


@pytest.fixture
def house(companies, tmp_path):
    with bot_for(companies[0], tmp_path) as house:
        yield house


@pytest.fixture
def browser(house):
    return Browser(house.server.port)


def test_slack_is_asked_for_the_scopes_of_the_manifest_and_told_exactly_where_to_return(browser):
    browser.leaves()
    assert set(browser.asked["scope"].split(",")) == manifest.bot_scopes()
    assert browser.asked["redirect_uri"] == f"{HERE}/slack/oauth_redirect"
    assert "user_scope" not in browser.asked


def test_the_state_is_bound_to_the_browser_by_a_cookie_no_script_reads(browser):
    browser.get(f"{HERE}/slack/install")
    assert all(word in browser.cookie.lower() for word in ("httponly", "samesite=lax", "max-age=600"))


def test_over_https_the_cookie_goes_to_this_host_alone_and_never_in_the_clear(companies, tmp_path):
    with bot_for(companies[0], tmp_path, pilotage_url="https://pilotage.example") as house:
        browser = Browser(house.server.port)
        browser.get(f"{HERE}/slack/install")
    assert browser.cookie.startswith("__Host-pilotage-install=")
    assert "secure" in browser.cookie.lower()
    assert "path=/" in browser.cookie.lower()


def test_whoever_allows_it_finds_the_bot_in_their_workspace(house, companies, browser):
    status, page = browser.installs(KESTREL)
    assert (status, "Pilotage is in Kestrel Partners" in page) == (200, True)
    kept = house.store.installation(KESTREL)
    assert (kept.bot_user, kept.installed_by, kept.enterprise) == (BOT, "U0NORA", "")
    kestrel = companies[1]
    kestrel.person("nora").types("/pilot help", in_="#general").sees("/pilot new", in_="#general")


def test_however_busy_the_bot_is_an_install_counts(house, browser, monkeypatch):
    def refuse(work, tell):
        raise TooBusy

    monkeypatch.setattr(house.after, "submit", refuse)
    assert browser.installs(KESTREL)[0] == 200


def test_whoever_cancels_is_told_that_nothing_was_installed(house, browser):
    _, status, page = browser.get(browser.allows(KESTREL, "cancel"))
    assert (status, "access_denied" in page, f"{HERE}/slack/install" in page) == (403, True, True)
    assert house.store.installations() == ()


def test_an_install_that_somebody_else_began_is_not_finished(house, browser):
    """Forged across sites: the victim's browser is sent to the return of the attacker's install."""
    back, victim = browser.allows(KESTREL), Browser(house.server.port)
    for cookies in ({}, {"pilotage-install": "guessed"}):
        victim.cookies = dict(cookies)
        assert victim.get(back)[1] == 403
    victim.get(f"{HERE}/slack/install")  # with a cookie of their own it is still another install
    assert victim.get(back)[1] == 403
    assert house.store.installations() == ()


def test_a_return_that_comes_twice_installs_once(house, companies, browser):
    back = browser.allows(KESTREL)
    cookies = dict(browser.cookies)
    assert browser.get(back)[1] == 200
    browser.cookies = cookies
    _, status, page = browser.get(back)
    assert (status, "finished already" in page) == (409, True)
    asked = companies[0].sandbox.journal.calls("oauth.v2.access")
    assert len(asked) == 1


def test_a_return_is_good_for_ten_minutes(house, browser, monkeypatch):
    back = browser.allows(KESTREL)
    later = system_clock() + timedelta(seconds=install_pages.GOOD_FOR + 2)
    monkeypatch.setattr(install_pages, "system_clock", lambda: later)
    assert browser.get(back)[1] == 400
    assert house.store.installations() == ()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"code": "x"},
        {"state": ""},
        {"code": "x", "state": "guessed"},
        {"code": "x", "state": "gAAAAAB" + "A" * 100},
        {"state": "\u00e9\x00"},
        {"error": "<script>alert(1)</script>", "state": "x"},
    ],
)
def test_what_was_not_begun_here_is_refused_without_asking_slack(companies, browser, query):
    _, status, page = browser.get(f"{HERE}/slack/oauth_redirect?{urlencode(query)}")
    assert (status, "<script>" in page) == (400, False)
    assert companies[0].sandbox.journal.calls("oauth.v2.access") == []


def test_a_code_that_slack_refuses_is_said_so(companies, browser):
    back = browser.allows(KESTREL)
    companies[0].ask(lambda: companies[0].sandbox.oauth.codes.clear())
    _, status, page = browser.get(back)
    assert (status, "invalid_code" in page) == (400, True)


@pytest.mark.parametrize("fault", ["status", "drop_after", "truncate_after"])
@pytest.mark.parametrize("method,status", [("oauth.v2.access", {400, 503}), ("auth.test", {503})])
def test_when_slack_gives_no_answer_nothing_is_installed_by_halves(
    house, companies, browser, fault, method, status
):
    for company in companies:
        company.sandbox.faults.order(fault, method, times=9)
    said, page = browser.installs(KESTREL)
    assert (said in status, "Start again at" in page) == (True, True)
    assert house.store.workspaces() == ()


def test_what_slack_says_is_shown_as_text(companies, browser):
    back = urlsplit(browser.allows(KESTREL, "cancel"))
    state = parse_qs(back.query)["state"][0]
    forged = urlencode({"state": state, "error": "<b>now</b>"})
    assert "<b>" not in browser.get(f"{HERE}/slack/oauth_redirect?{forged}")[2]


@pytest.mark.parametrize(
    "change,words",
    [
        (lambda oauth: setattr(oauth, "app", "A0OTHER"), "which is not SLACK_APP_ID"),
        (lambda oauth: setattr(oauth, "organisation", True), "choose one workspace"),
    ],
)
def test_a_token_that_is_not_ours_to_keep_is_given_back(house, companies, browser, change, words):
    nordwind, kestrel = companies
    nordwind.ask(lambda: change(nordwind.sandbox.oauth))
    status, page = browser.installs(KESTREL)
    assert (status, words in page) == (400, True)
    assert house.store.installations() == ()
    assert kestrel.sandbox.workspace.app_installed is False


def test_only_who_is_welcome_installs_it(companies, tmp_path):
    for welcome, status in ((f"T0SOMEBODY, {KESTREL}", 200), ("T0SOMEBODY", 403)):
        with bot_for(companies[0], tmp_path, pilotage_workspaces=welcome) as house:
            assert Browser(house.server.port).installs(KESTREL)[0] == status
    assert companies[1].sandbox.workspace.app_installed is False


def test_slack_does_not_send_anybody_to_an_address_the_manifest_does_not_name(companies, tmp_path):
    with bot_for(companies[0], tmp_path, pilotage_url="http://127.0.0.1:8080/other") as house:
        browser = Browser(house.server.port)
        address, _, _ = browser.get(f"{HERE}/slack/install")
        assert browser.get(address)[2].startswith("bad_redirect_uri")


def test_in_one_workspace_there_is_no_such_page(companies, tmp_path):
    with bot_in(companies[0], tmp_path, http=True) as house:
        assert Browser(house.server.port).get(f"{HERE}/slack/install")[1] == 404
