"""The `markdown` block: standard Markdown, read by a library with HTML switched off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from sandbox.page import mrkdwn
from sandbox.page.mrkdwn import Reader


class Safe(RendererHTML):
    """Pictures become links, as in Slack, and links lead out of the page or nowhere."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(mrkdwn.enlarged(mrkdwn.plain(tokens[idx].content)))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = str(tokens[idx].attrs.get("src", ""))
        return str(_opening(address, env) + escape(tokens[idx].content or address) + Markup("</a>"))

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(_opening(str(tokens[idx].attrs.get("href", "")), env))


def _opening(address: str, env: dict[str, Reader]) -> Markup:
    return mrkdwn.opening(address, env["reader"]) or Markup("<a>")


def to_html(text: str, reader: Reader) -> Markup:
    """Markdown as HTML; tags in the text stay text."""
    return Markup(_parser().render(text, {"reader": reader}))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=Safe).enable(["table", "strikethrough"])
