"""Which Liquid an author may write: tags, conditions and variables, each fault with its line.

Reads the parsed tree of python-liquid; nothing is evaluated here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate, Environment, StrictUndefined
from liquid.ast import Node
from liquid.builtin import comment_tag, content, illegal, output
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.exceptions import LiquidError
from liquid.expression import Expression

from writing.errors import Fault, Refused, listed
from writing.rules import About, called
from writing.tags import CaseTag, IfTag, RuleExpression, UnlessTag
from writing.variables import Vocabulary

TAGS = ("if", "elsif", "else", "unless", "case", "when", "comment")
LONGEST = 60_000
"""Characters of one text: some thirty printed pages."""
_CLOSED = {"if": "endif", "unless": "endunless", "case": "endcase", "comment": "endcomment"}
_TAG = re.compile(r"\{%-?\s*([^\s%-]*)")


class _Environment(Environment):
    """Strict Liquid with our tags and no filters at all."""

    # Promise 11: a passage of 60,000 characters may be put into a text thousands of times.
    output_stream_limit = 500_000

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        # Promise 11: without loops, assignments and includes a text ends, and asks for nothing but
        # what it is given.
        for tag in (
            content.Literal,
            output.Output,
            illegal.Illegal,
            IfTag,
            UnlessTag,
            CaseTag,
            comment_tag.CommentTag,
        ):
            self.add_tag(tag)


_ENVIRONMENT = _Environment(undefined=StrictUndefined)


# Each variant of a text is rendered from one tree: a letter to thousands is parsed once a worker.
@lru_cache(maxsize=2048)
def template(source: str) -> BoundTemplate:
    """The parsed text; raises Refused where it is no Liquid of ours."""
    # The library looks for the end of every opening: 59,000 that never close took it 40 seconds.
    unclosed = source.find("{{", source.rfind("}}") + 1)
    if unclosed >= 0:
        line = source.count("\n", 0, unclosed) + 1
        raise Refused([Fault(line, _unreadable("expected '}}', found end of file"))])
    try:
        return _ENVIRONMENT.from_string(source)
    except LiquidError as error:
        raise Refused([refusal(source, error)]) from error


@dataclass(frozen=True)
class Uses:
    """What a text asks for, by where it stands."""

    conditions: frozenset[str] = frozenset()
    printed: frozenset[tuple[str, ...]] = frozenset()

    @property
    def passages(self) -> frozenset[str]:
        return frozenset(path[1] for path in self.printed if path[0] == "passage" and path[1:])

    @property
    def words(self) -> frozenset[str]:
        """Variables of one word that are printed: free text, and the readable names of facts."""
        return frozenset(path[0] for path in self.printed if len(path) == 1)


@lru_cache(maxsize=2048)
def uses(source: str) -> Uses:
    """The variables of a text, told apart into those in conditions and those printed."""
    questions: set[str] = set()
    printed: set[tuple[str, ...]] = set()
    for node in _nodes(template(source).nodes):
        for expression in node.expressions():
            if isinstance(expression, RuleExpression):
                questions |= expression.condition.names
            else:
                printed.update(_words(path) for path in _paths(expression))
    return Uses(frozenset(questions), frozenset(printed))


def _nodes(nodes: Any) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children(None))


def _paths(expression: Expression) -> Iterator[Path]:
    if isinstance(expression, Path):
        yield expression
    for child in expression.children():
        yield from _paths(child)


def _words(path: Path) -> tuple[str, ...]:
    # `passage[x]` would ask for what only a reader's value decides. In brackets it is no name that
    # anything has, and so it is refused.
    return tuple(f"[{word}]" if isinstance(word, Path) else str(word) for word in path.path)


def readable(source: str) -> bool:
    """Whether the text can be parsed at all."""
    try:
        template(source)
    except Refused:
        return False
    return True


def line_of(source: str, needle: str) -> int:
    """The line where a text first stands, 1 when it does not."""
    at = source.find(needle)
    return source.count("\n", 0, at) + 1 if at >= 0 else 1


def check(source: str, vocabulary: Vocabulary, *, passages: tuple[str, ...] | None) -> list[Fault]:
    """Faults of one text; `passages` None: it is itself a passage and may hold none."""
    if len(source) > LONGEST:
        return [Fault(1, f"This text is too long; {LONGEST:,} characters are allowed.")]
    faults = list(_tag_faults(source))
    if faults:
        return faults
    try:
        tree = template(source)
    except Refused as refused:
        return refused.faults
    checker = _Checker(source, vocabulary, passages)
    for node in _nodes(tree.nodes):
        checker.visit(node)
    return checker.faults


def _tag_faults(source: str) -> Iterator[Fault]:
    # Of the text, not of the tree: the library stops at the first tag that it does not know, and
    # the author is told of all.
    opened: list[tuple[str, int]] = []
    reported: set[str] = set()
    for match in _TAG.finditer(source):
        name, line = match[1], source.count("\n", 0, match.start()) + 1
        if opened and opened[-1][0] == "comment" and name != "endcomment":
            continue
        if name in _CLOSED:
            opened.append((name, line))
        elif opened and name == _CLOSED[opened[-1][0]]:
            opened.pop()
        elif name not in TAGS and name.removeprefix("end") not in reported:
            reported.add(name)
            yield Fault(line, f"The tag “{name}” cannot stand here. Allowed: {listed(TAGS)}.")
    for name, line in opened:
        yield Fault(line, f"“{name}” is never closed; it needs “{{% {_CLOSED[name]} %}}”.")


def refusal(source: str, error: LiquidError) -> Fault:
    """An error of the Liquid library as a fault with its line."""
    token = error.token
    line = source.count("\n", 0, token.start_index) + 1 if token and token.start_index > 0 else 1
    return Fault(line, _unreadable(error.message))


def _unreadable(why: object) -> str:
    return f"This cannot be read ({why}). Braces come in pairs: {{{{ … }}}}."


class _Checker:
    """Collects the faults of one parsed text."""

    def __init__(
        self, source: str, vocabulary: Vocabulary, passages: tuple[str, ...] | None
    ) -> None:
        self.source, self.words, self.passages = source, vocabulary, passages
        self.faults: list[Fault] = []
        self.line = 1

    def visit(self, node: Node) -> None:
        self.line = self.source.count("\n", 0, max(node.token.start_index, 0)) + 1
        if isinstance(node, output.OutputNode):
            self.printed(node.expression)
        for expression in node.expressions():
            if isinstance(expression, RuleExpression):
                for leaf in expression.condition.leaves():
                    self.question(leaf)

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.line, message))

    def printed(self, expression: Expression) -> None:
        if isinstance(expression, FilteredExpression) and expression.filters:
            name = expression.filters[0].name
            return self.fault(
                f"“| {name}” is not allowed: a variable stands bare, without filters."
            )
        left = expression.left if isinstance(expression, FilteredExpression) else expression
        if not isinstance(left, Path):
            return self.fault(f"“{left}” is no variable. Allowed: {self.printable()}.")
        return self.variable(_words(left))

    def variable(self, path: tuple[str, ...]) -> None:
        name = ".".join(path)
        if len(path) == 1 and name in (*self.words.bare, *self.words.names):
            return None
        if path[0] == "passage" and len(path) == 2:
            return self.passage(path[1])
        if path[0] == "practice" and len(path) == 2 and path[1] in self.words.constants:
            return None
        if f"{name}_name" in self.words.names:
            return self.fault(f"“{name}” is a key; print “{name}_name” instead.")
        return self.fault(f"“{name}” is not known here. Allowed: {self.printable()}.")

    def passage(self, key: str) -> None:
        if self.passages is None:
            self.fault(f"A passage may not hold another one (“{key}”); write the text itself.")
        elif key not in self.passages:
            names = listed(sorted(self.passages))
            self.fault(f"There is no passage “{key}”. There are: {names}.")

    def printable(self) -> str:
        constants = [f"practice.{name}" for name in sorted(self.words.constants)]
        own = [*sorted(self.words.bare), *self.words.names, *constants]
        return listed(own if self.passages is None else [*own, "passage.…"])

    def question(self, leaf: About) -> None:
        """One question of a rule: of names a text may ask, in the way of their kind."""
        kinds = self.words.kinds
        if leaf.name in self.words.bare:
            message = f"“{leaf.name}” is free text and may not stand in a condition."
        elif leaf.name not in kinds:
            message = f"“{leaf.name}” cannot be asked. A condition may ask: {called(kinds)}."
        else:
            message = leaf.fault(kinds[leaf.name])
        if message:
            self.faults.append(Fault(leaf.line, message))
