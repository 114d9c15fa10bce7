"""The one Markdown parser: CommonMark, tables and our blocks, without raw HTML and images."""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from writing import placeholders
from writing.blocks import NAMES, SET, Block


def parser() -> MarkdownIt:
    """A parser whose set blocks are `own_block` tokens with a Block in their `meta`.

    `env["from"]` is the heading level of `# `; link targets come with their stand-ins prepared.
    Straight quotes and apostrophes come out curly.
    """
    md = MarkdownIt("commonmark", {"html": False, "typographer": True})
    # Pictures come by a block of ours, from our own house: `![](…)` would ask another site for one
    # whenever a letter is opened (promise 13).
    md.enable(["table", "smartquotes"]).disable("image")
    for name in NAMES:
        container_plugin(md, name, validate=_named(name))
    # Before `inline`: the lines of a set block are no prose. The others come last, when links and
    # levels are settled.
    md.core.ruler.after("block", "own_blocks", _gather)
    md.core.ruler.push("addresses", _addresses)
    md.core.ruler.push("headings", _headings)
    return md


def title_of(token: Token) -> tuple[str, str]:
    """The name and the title of a block's opening token."""
    name, _, title = token.info.strip().partition(" ")
    return name, title.strip()


def _named(name: str) -> Callable[[str, str], bool]:
    return lambda params, _markup: params.split()[:1] == [name]


def _gather(state: StateCore) -> None:
    """Put one token in the place of each set block and everything parsed inside it."""
    lines = state.src.split("\n")
    tokens: list[Token] = []
    level: int | None = None
    for token in state.tokens:
        name = token.type.removeprefix("container_").rpartition("_")[0]
        ours = token.type.startswith("container_") and name in SET
        if level is None and ours and token.map:
            tokens.append(_own_block(token, lines[token.map[0] + 1 : token.map[1]]))
            level = token.level
        elif level is None:
            tokens.append(token)
        elif ours and token.nesting == -1 and token.level == level:
            level = None
    state.tokens = tokens


def _own_block(opening: Token, lines: Sequence[str]) -> Token:
    name, argument = title_of(opening)
    block = Block(name, argument, tuple(line.strip() for line in lines if line.strip()))
    return Token("own_block", "", 0, level=opening.level, block=True, meta={"block": block})


def _addresses(state: StateCore) -> None:
    """Prepare the stand-ins in link targets; a target that is not settled loses its address."""
    for token in (child for inline in state.tokens for child in inline.children or ()):
        if token.type == "link_open":
            target = placeholders.link_target(str(token.attrs.pop("href", "")))
            token.attrs |= {} if target is None else {"href": target}


def _headings(state: StateCore) -> None:
    below = int(state.env.get("from", 1)) - 1
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + below)}"
        elif token.type == "th_open":
            token.attrs["scope"] = "col"
        elif token.type == "table_open":
            token.attrs["class"] = "plain"
