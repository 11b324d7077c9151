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


class Safe(RendererHTML):
    """Pictures become links, as in Slack, and links leave the page."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(mrkdwn.enlarged(mrkdwn.plain(tokens[idx].content)))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = str(tokens[idx].attrs.get("src", ""))
        return str(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
                address, tokens[idx].content or address
            )
        )

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = str(escape(str(tokens[idx].attrs.get("href", ""))))
        return f'<a href="{address}" target="_blank" rel="noopener noreferrer">'


def to_html(text: str) -> Markup:
    """Markdown as HTML; tags in the text stay text."""
    return Markup(_parser().render(text))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=Safe).enable(["table", "strikethrough"])
