"""The written plain-text part: the same Markdown as a person would type it, 72 columns wide."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import cast

from markdown_it.tree import SyntaxTreeNode

from writing import placeholders
from writing.blocks import Block, Renderer
from writing.markdown_parser import parser, title_of
from writing.variables import is_link

WIDTH = 72  # RFC 5322 §2.1.1 asks for 78 at most; a reply puts “> ” before each line
_NAME_WIDTH, _LINK_WIDTH = 8, 48
# Signs of private use, taken out of what the author wrote: to `textwrap` they are letters.
_GAP, _FILL = "\ue000", "\ue001"
_EDGE = "\ue002"  # around the target of a link
_TARGET = re.compile(rf"{_EDGE}([^{_EDGE}]*){_EDGE}(?=(\S?))")
_PARSER = parser()


def to_text(source: str, *, blocks: Mapping[str, Renderer] | None = None) -> str:
    """Plain text with stand-ins; `blocks` may render bars and conditions, left out otherwise."""
    tree = SyntaxTreeNode(_PARSER.parse(source, {}))
    return _Writer(blocks or {}).blocks(tree.children, WIDTH) + "\n"


class _Writer:
    """Writes a tree of Markdown, one method a kind of node."""

    def __init__(self, own: Mapping[str, Renderer]) -> None:
        self.own = own

    def blocks(self, nodes: list[SyntaxTreeNode], width: int) -> str:
        written = (self.block(node, width) for node in nodes)
        return "\n\n".join(text for text in written if text)

    def block(self, node: SyntaxTreeNode, width: int) -> str:
        match node.type:
            case "paragraph":
                return _wrap(inline(node), width)
            case "heading":
                return _underlined(inline(node), width)
            case "bullet_list" | "ordered_list":
                return self.listed(node, width)
            case "blockquote" | "container_pull":
                return textwrap.indent(self.blocks(node.children, width - 2), "> ", lambda _: True)
            case "fence" | "code_block":
                return textwrap.indent(node.content.rstrip("\n"), "    ")
            case "hr":
                return "* * *"
            case "table":
                return "\n\n".join(_wrapped_table(node, width))
            case "own_block":
                return self.set_block(cast(Block, node.meta["block"]), width)
            case _:
                return self.framed(node, width)

    def framed(self, node: SyntaxTreeNode, width: int) -> str:
        opening = node.nester_tokens.opening if node.nester_tokens else None
        title = title_of(opening)[1] if opening else ""
        head = [_underlined(_line(title), width)] if title else []
        return "\n\n".join([*head, self.blocks(node.children, width)])

    def listed(self, node: SyntaxTreeNode, width: int) -> str:
        start = int(node.attrs.get("start", 1))
        inside = [child for item in node.children for child in item.children]
        loose = any(not child.hidden for child in inside if child.type == "paragraph")
        items = []
        for number, item in enumerate(node.children, start=start):
            sign = "- " if node.type == "bullet_list" else f"{number}. "
            parts = [self.block(child, width - len(sign)) for child in item.children]
            text = ("\n\n" if loose else "\n").join(part for part in parts if part)
            items.append(sign + textwrap.indent(text, " " * len(sign)).lstrip(" "))
        return ("\n\n" if loose else "\n").join(items)

    def set_block(self, block: Block, width: int) -> str:
        if block.name in self.own:
            return self.own[block.name](block).strip("\n")
        if block.name == "button" and is_link(block.key):
            return f"{_wrap(_line(block.label), width)}:\n{placeholders.mark(block.key)}"
        if block.name == "pairs":
            heads = (_line(block.heads[0]), _line(block.heads[1]))
            rows = [zip(heads, map(_line, pair), strict=True) for pair in block.pairs]
            return "\n\n".join(_row(row, width) for row in rows)
        if block.name == "picture":
            return _wrap(f"[{_line(block.label)}]", width)
        if block.name in ("field", "button"):
            rule = ["_" * min(width, 60)] * (block.rows if block.name == "field" else 0)
            return "\n".join([_wrap(_line(block.label), width), *rule])
        return ""


def _wrapped_table(table: SyntaxTreeNode, width: int) -> Iterator[str]:
    cells = [
        [inline(cell) for cell in row.children] for part in table.children for row in part.children
    ]
    for row in cells[1:]:
        yield _row(zip(cells[0], row, strict=False), width)


def _row(cells: "zip[tuple[str, str]]", width: int) -> str:
    lines = [f"{head}: {cell}" if head else cell for head, cell in cells if cell]
    return "\n".join(_wrap(line, width, hang="  ") for line in lines)


def inline(node: SyntaxTreeNode) -> str:
    """The words of a paragraph, heading or cell; a hard break is a line break.

    A target stands between < and > where a sign follows that a mail program would take for a part
    of it (RFC 3986, appendix C).
    """
    return _TARGET.sub(lambda found: f"<{found[1]}>" if found[2] else found[1], _words(node))


def _words(node: SyntaxTreeNode) -> str:
    return "".join(_word(child) for child in node.children)


def _line(source: str) -> str:
    return inline(SyntaxTreeNode(_PARSER.parseInline(source, {})))


def _word(node: SyntaxTreeNode) -> str:
    match node.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "text" | "code_inline" | "text_special":
            return node.content.replace(_EDGE, "")
        case "link":
            return _link(_words(node), str(node.attrs.get("href", "")))
        case _:
            return _words(node)


def _link(label: str, target: str) -> str:
    if not target or target.removeprefix("mailto:") == label.removeprefix("mailto:"):
        return label.removeprefix("mailto:")
    edged = f"{_EDGE}{target}{_EDGE}"
    return f"{label}: {edged}" if label else edged


def _underlined(text: str, width: int) -> str:
    lines = _wrap(text, width)
    longest = max((len(_fold(line)[0]) for line in lines.splitlines()), default=0)
    return f"{lines}\n{'-' * longest}" if lines else ""


def _wrap(text: str, width: int, hang: str = "") -> str:
    """Lines of at most `width` columns, a stand-in counted as long as what usually replaces it."""
    folded, names = _fold(text)
    wrapper = textwrap.TextWrapper(
        width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
    lines = [line for part in folded.split("\n") for line in wrapper.wrap(part)]
    waiting = iter(names)
    return re.sub(f"{_GAP}{_FILL}*", lambda _: next(waiting), "\n".join(lines))


def _fold(text: str) -> tuple[str, list[str]]:
    folded, names = "", []
    for piece in placeholders.pieces(text):
        if isinstance(piece, str):
            folded += piece.replace(_GAP, "").replace(_FILL, "")
        else:
            width = _LINK_WIDTH if is_link(piece.name) else _NAME_WIDTH
            folded += _GAP + _FILL * (width - 1)
            names.append(placeholders.token(piece))
    return folded, names
