"""The tags of Liquid that ask something, with rules of ours for their conditions. Pure.

The library's own tags evaluate by Liquid's rules, which mis-score (see `rules`); here the very tree
that reads audiences and readings answers, so that a rule means one thing wherever it stands.
"""

from typing import cast

from liquid import RenderContext, TokenStream
from liquid.ast import BlockNode, ConditionalBlockNode, Node
from liquid.builtin import case_tag, if_tag
from liquid.builtin.expressions import parse_primitive
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_COMMA, TOKEN_EOF, TOKEN_OR, TOKEN_STRING, TOKEN_TAG, Token

from writing import rule_parser
from writing.rules import AnyOf, Condition, Is, Not, Values


class RuleExpression(Expression):
    """A rule where Liquid expects an expression."""

    __slots__ = ("condition",)

    def __init__(self, token: Token, condition: Condition) -> None:
        super().__init__(token)
        self.condition = condition

    def evaluate(self, context: RenderContext) -> bool:
        return self.condition.holds(cast(Values, context.scope))

    def children(self) -> list[Expression]:
        return []


# Both `parse` are the library's own with a rule for an expression: when it is upgraded, look there.
class IfTag(if_tag.IfTag):
    """`if`, `elsif`, `else`."""

    def parse(self, stream: TokenStream) -> Node:
        token = stream.eat(TOKEN_TAG)
        parse_block = get_parser(self.env).parse_block
        ends = frozenset((self.end, if_tag.TAG_ELSIF, if_tag.TAG_ELSE, TOKEN_EOF))
        condition = self.condition(token, stream)
        consequence = parse_block(stream, ends)
        alternatives: list[ConditionalBlockNode] = []
        while stream.current.is_tag(if_tag.TAG_ELSIF):
            other = next(stream)
            expression = _rule(other, stream)
            block = parse_block(stream, ends)
            alternatives.append(ConditionalBlockNode(other, expression, block))
        default: BlockNode | None = None
        if stream.current.is_tag(if_tag.TAG_ELSE):
            next(stream)
            default = parse_block(stream, ends)
        stream.expect(TOKEN_TAG, value=self.end)
        return if_tag.IfNode(token, condition, consequence, alternatives, default)

    def condition(self, token: Token, stream: TokenStream) -> RuleExpression:
        return _rule(token, stream)


class UnlessTag(IfTag):
    """`unless`: an `if` the other way round."""

    name = "unless"
    end = "endunless"

    def condition(self, token: Token, stream: TokenStream) -> RuleExpression:
        return RuleExpression(token, Not(_rule(token, stream).condition))


class CaseTag(Tag):
    """`case`, `when "a", "b"`, `else`: an `if` by the keys of one name; the first that fits."""

    name = case_tag.TAG_CASE
    end = case_tag.TAG_ENDCASE

    def parse(self, stream: TokenStream) -> Node:
        token = stream.eat(TOKEN_TAG)
        name = str(parse_primitive(self.env, stream.into_inner(tag=token)))
        while stream.current.kind not in (TOKEN_TAG, TOKEN_EOF):
            next(stream)  # what stands between `case` and the first `when` is shown to nobody
        parse_block = get_parser(self.env).parse_block
        blocks: list[ConditionalBlockNode] = []
        default: BlockNode | None = None
        while stream.current.is_tag(case_tag.TAG_WHEN):
            when = next(stream)
            expression = RuleExpression(when, _keys(name, stream.into_inner(tag=when), when))
            block = parse_block(stream, case_tag.ENDWHENBLOCK)
            blocks.append(ConditionalBlockNode(when, expression, block))
        if stream.current.is_tag(case_tag.TAG_ELSE):
            next(stream)
            default = parse_block(stream, case_tag.ENDWHENBLOCK)
        stream.expect(TOKEN_TAG, value=self.end)
        if not blocks:
            raise LiquidSyntaxError("expected “when” after “case”", token=token)
        first, *others = blocks
        return if_tag.IfNode(token, first.expression, first.block, others, default)


def _rule(token: Token, stream: TokenStream) -> RuleExpression:
    return RuleExpression(token, rule_parser.read(stream.into_inner(tag=token)))


def _keys(name: str, tokens: TokenStream, when: Token) -> Condition:
    """The keys of one `when`, with commas or “or” between them."""
    line = when.source.count("\n", 0, when.start_index) + 1
    keys = [Is(name, tokens.eat(TOKEN_STRING).value, line=line)]
    while tokens.current.kind in (TOKEN_COMMA, TOKEN_OR):
        next(tokens)
        keys.append(Is(name, tokens.eat(TOKEN_STRING).value, line=line))
    tokens.expect_eos()
    return keys[0] if len(keys) == 1 else AnyOf(tuple(keys))
