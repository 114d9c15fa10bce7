"""Markdown with our blocks to safe HTML: CommonMark and tables, no raw HTML, nh3 at the end.

Stand-ins stay in; `placeholders.fill_html` puts the values in afterwards. The plain-text part is
written in `plaintext`, the parser made in `markdown_parser`; what others need is offered here.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any, cast

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from writing import placeholders
from writing.blocks import PROSE, Block, Renderer, check_blocks
from writing.markdown_parser import parser, title_of
from writing.plaintext import to_text
from writing.variables import is_link

__all__ = ["Block", "Renderer", "check_blocks", "inline_html", "to_html", "to_text"]

_FRAMES = {"note": "div", "pull": "blockquote", "practice": "section"}
_INLINE = frozenset({"br", "em", "strong", "code", "a", "img"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "hr", "pre", "blockquote", "ul", "ol", "li", "section", "div"})
_TABLE = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
_TAGS = _INLINE | _HEADS | _BLOCKS | _TABLE
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}, "img": {"src", "alt"}}
_CLASSES = {
    "blockquote": {"pull"},
    "section": {"practice"},
    "table": {"pairs", "plain"},
    "div": {"field-line", "field-line__rule", "note"},
    "p": {"note__title", "practice__title", "field-line__label", "actions", "picture"},
    "a": {"button"},
}
# Without javascript:, data: and vbscript: (promise 11).
_SCHEMES = {"http", "https", "mailto", "tel"}


def to_html(
    source: str, *, blocks: Mapping[str, Renderer] | None = None, headings_from: int = 2
) -> str:
    """Safe HTML with stand-ins; `# ` becomes the heading level `headings_from`.

    `blocks` replaces the default rendering of pairs, field, bars, conditions or button. What
    such a renderer returns is trusted and put in after nh3.
    """
    env: dict[str, Any] = {"blocks": blocks or {}, "from": headings_from, "placed": []}
    cleaned = _clean(_PARSER.render(source, env))
    return placeholders.fill_blocks(cleaned, env["placed"])


def inline_html(source: str) -> str:
    """One line of Markdown as safe HTML without a paragraph around it."""
    return _clean(_PARSER.renderInline(source, {"from": 2}))


def _clean(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _frame(_self: RendererHTML, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    token = tokens[at]
    if token.nesting == -1:
        return f"</{_FRAMES[token.type.split('_')[1]]}>\n"
    name, title = title_of(token)
    head = f'<p class="{name}__title">{_line(title)}</p>\n' if title and name != "pull" else ""
    return f'<{_FRAMES[name]} class="{name}">\n{head}'


def _corner(self: RendererHTML, tokens: Sequence[Token], at: int, *rest: Any) -> str:
    """A heading cell; an empty one, as over a column of row names, is a plain cell."""
    words = tokens[at + tokens[at].nesting]
    if words.type == "inline" and words.content:
        return self.renderToken(tokens, at, *rest)
    return "<td>" if tokens[at].nesting == 1 else "</td>"


def _line(source: str) -> str:
    return str(_PARSER.renderInline(source, {"from": 2}))


def _own_block(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any
) -> str:
    block = cast(Block, tokens[at].meta["block"])
    renderer = env.get("blocks", {}).get(block.name)
    if renderer is None:
        return _DEFAULTS[block.name](block)
    placed = env.setdefault("placed", [])
    labelled = Block(block.name, block.argument, block.lines, inline_html(block.label))
    placed.append(renderer(labelled))
    return placeholders.mark_block(len(placed) - 1) + "\n"


def _pairs(block: Block) -> str:
    heads = "".join(f'<th scope="col">{_line(head)}</th>' for head in block.heads)
    rows = "".join(
        f"<tr><td>{_line(left)}</td><td>{_line(right)}</td></tr>\n" for left, right in block.pairs
    )
    head = f"<thead><tr>{heads}</tr></thead>" if any(block.heads) else ""
    return f'<table class="pairs">{head}<tbody>\n{rows}</tbody></table>\n'


def _field(block: Block) -> str:
    rules = '<div class="field-line__rule"></div>' * block.rows
    label = f'<p class="field-line__label">{_line(block.label)}</p>'
    return f'<div class="field-line">{label}{rules}</div>\n'


def _button(block: Block) -> str:
    if not is_link(block.key):
        return f"<p>{_line(block.label)}</p>\n"
    target = placeholders.mark(block.key)
    return f'<p class="actions"><a class="button" href="{target}">{_line(block.label)}</a></p>\n'


def _picture(block: Block) -> str:
    """From our own house, whatever the medium: the value of site_url ends in a slash."""
    if not block.picture:
        return f"<p>{_line(block.label)}</p>\n"
    source = f"{placeholders.mark('site_url')}pictures/{block.picture}"
    alt = html.escape(block.label, quote=True)
    return f'<p class="picture"><img src="{source}" alt="{alt}"></p>\n'


def _nothing(_block: Block) -> str:
    return ""


_DEFAULTS: dict[str, Renderer] = {
    "pairs": _pairs,
    "field": _field,
    "button": _button,
    "picture": _picture,
    "bars": _nothing,
    "conditions": _nothing,
}
_PARSER = parser()
_PARSER.add_render_rule("own_block", _own_block)
_PARSER.add_render_rule("th_open", _corner)
_PARSER.add_render_rule("th_close", _corner)
for _name in PROSE:
    _PARSER.add_render_rule(f"container_{_name}_open", _frame)
    _PARSER.add_render_rule(f"container_{_name}_close", _frame)
