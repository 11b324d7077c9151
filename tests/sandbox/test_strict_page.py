"""The page that lists every rejection of the strict check is the list itself."""

import re

from sandbox import refusals_list
from sandbox.strict import rejections

ROW = re.compile(r"^\| `(.+)` \| (\w+) \| `(.+)` \|$", re.MULTILINE)


def test_the_page_of_rejections_is_the_one_the_check_makes():
    assert refusals_list.PAGE.read_text("utf-8") == refusals_list.page(), (
        "run python -m sandbox.refusals_list"
    )


def test_every_rejection_stands_on_the_page_once_with_its_limit():
    rows = [
        (where, code, limit.replace("\\|", "|")) for where, code, limit in ROW.findall(refusals_list.page())
    ]
    assert sorted(rows) == rejections()
