"""The demo that can be forwarded: up to date with the pictures, small, asking the network for nothing."""

import importlib.util
import re
from html.parser import HTMLParser

import pytest

from tests.house import tree

LARGEST = 2_000_000  # bytes


@pytest.fixture
def demo():
    path = tree.ROOT / "docs" / "pictures" / "demo.py"
    spec = importlib.util.spec_from_file_location("make_demo", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_demo_on_file_is_made_of_the_pictures_on_file(demo):
    assert demo.DEMO.read_text("utf-8") == demo.page(), "`make pictures` makes it anew"


def test_the_demo_is_one_small_file_that_works_offline(demo):
    text = demo.DEMO.read_text("utf-8")
    assert len(text.encode()) < LARGEST
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", text)
    assert "<script" not in text
    assert "url(" not in text


def test_every_link_of_the_demo_leads_to_a_stop_and_every_picture_is_told(demo):
    seen = Seen()
    seen.feed(demo.page())
    assert seen.links <= seen.ids
    assert len(seen.told) == len(demo.STOPS)
    assert all(len(words) > 60 for words in seen.told)


class Seen(HTMLParser):
    """The ids, the links within the page, and the words for each picture."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.told = set(), set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a":
            self.links.add(given["href"].removeprefix("#"))
        if tag == "img":
            self.told.append(given["alt"])
