"""Reads a rule, as Liquid spells it, into the tree of `rules`. Pure.

python-liquid cuts the text into tokens, so that a rule in a box and an `{% if %}` in a letter are
one language. Its own tree is not used: it reads `not a and b` as not (a and b), and `a and b or c`
as a and (b or c). Here `not` takes what is next to it, and mixing the two words needs brackets.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NoReturn

from liquid import TokenStream
from liquid.builtin.expressions import tokenize
from liquid.exceptions import LiquidSyntaxError
from liquid.token import (
    TOKEN_AND,
    TOKEN_CONTAINS,
    TOKEN_DOT,
    TOKEN_EOF,
    TOKEN_EQ,
    TOKEN_EXPRESSION,
    TOKEN_FALSE,
    TOKEN_FLOAT,
    TOKEN_GE,
    TOKEN_GT,
    TOKEN_INTEGER,
    TOKEN_LE,
    TOKEN_LG,
    TOKEN_LPAREN,
    TOKEN_LT,
    TOKEN_NE,
    TOKEN_NIL,
    TOKEN_NOT,
    TOKEN_NULL,
    TOKEN_OR,
    TOKEN_RPAREN,
    TOKEN_STRING,
    TOKEN_TRUE,
    TOKEN_WORD,
    Token,
)

from writing.errors import Fault, Refused
from writing.rules import (
    All,
    Always,
    AnyOf,
    Compares,
    Condition,
    Contains,
    Counts,
    Flag,
    Is,
    NameKind,
    Not,
    faults,
)

LONGEST = 2_500
"""Characters of one rule."""
DEEPEST = 50  # brackets and “not”: reading goes down two calls for each (promise 11)
FORMS = 'x == "key", x != "key", x contains "key", x >= 55, x != nil, x, not x'
_SIGNS = {
    TOKEN_EQ: "==",
    TOKEN_NE: "!=",
    TOKEN_LG: "!=",
    TOKEN_GE: ">=",
    TOKEN_LE: "<=",
    TOKEN_GT: ">",
    TOKEN_LT: "<",
}
_JOINED: Mapping[str, type[All] | type[AnyOf]] = {TOKEN_AND: All, TOKEN_OR: AnyOf}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def parse(text: str, *, names: Mapping[str, NameKind] | None = None) -> Condition:
    """Read a rule about these names (None: about any); raises Refused with the line and what is
    allowed.
    """
    if not text.strip():
        raise Refused([Fault(1, f"The rule is empty. Write “true”, or one of: {FORMS}.")])
    if len(text) > LONGEST:
        raise Refused([Fault(1, f"This rule is too long; {LONGEST:,} characters are allowed.")])
    start = Token(TOKEN_EXPRESSION, text, 0, text)
    try:
        condition = read(TokenStream(tokenize(text, parent_token=start)))
    except LiquidSyntaxError as error:
        raise Refused([Fault(_line(error.token, text.rstrip()), str(error.message))]) from error
    if names is not None and (refused := list(faults(condition, names))):
        raise Refused(refused)
    return condition


def read(tokens: TokenStream) -> Condition:
    """The rule these tokens spell; raises LiquidSyntaxError at the token that cannot stand."""
    condition = _joined(tokens, 0)
    token = tokens.current
    if token.kind != TOKEN_EOF:
        _refuse(f"{_quoted(token)} is one word too many. Join with and, or, not, ( ).", token)
    return condition


def _joined(tokens: TokenStream, depth: int) -> Condition:
    parts = [_single(tokens, depth)]
    word = tokens.current.kind
    while word in _JOINED and tokens.current.kind in _JOINED:
        token = next(tokens)
        if token.kind != word:
            # Which of the two binds first differs from language to language, so neither does.
            _refuse("“and” and “or” stand side by side: put brackets around what belongs.", token)
        parts.append(_single(tokens, depth))
    return _JOINED[word](tuple(parts)) if word in _JOINED else parts[0]


def _single(tokens: TokenStream, depth: int) -> Condition:
    token = tokens.current
    if depth > DEEPEST:
        _refuse("The rule is nested too deeply; use fewer brackets.", token)
    if token.kind == TOKEN_NOT:
        next(tokens)
        return Not(_single(tokens, depth + 1))
    if token.kind != TOKEN_LPAREN:
        return _question(tokens)
    next(tokens)
    condition = _joined(tokens, depth + 1)
    if tokens.current.kind != TOKEN_RPAREN:
        _refuse("A bracket is opened and not closed: “)” is missing.", tokens.current)
    next(tokens)
    return condition


def _question(tokens: TokenStream) -> Condition:
    token = next(tokens)
    if token.kind == TOKEN_TRUE:
        return Always()
    if token.kind == TOKEN_FALSE:
        return Not(Always())
    if token.kind != TOKEN_WORD:
        _refuse(f"{_quoted(token)} cannot stand here. A rule asks as in: {FORMS}.", token)
    name, line = token.value, _line(token, token.source)
    # `person.city` is one name of ours, no way into an object.
    while tokens.current.kind == TOKEN_DOT and tokens.peek.kind == TOKEN_WORD:
        next(tokens)
        name += f".{next(tokens).value}"
    if tokens.current.kind == TOKEN_CONTAINS:
        next(tokens)
        wanted = next(tokens)
        if wanted.kind != TOKEN_STRING:
            _refuse(f"After “contains” comes a key in quotes, not {_quoted(wanted)}.", wanted)
        return Contains(name, wanted.value, line=line)
    if tokens.current.kind in _SIGNS:
        return _compared(name, _SIGNS[next(tokens).kind], next(tokens), line=line)
    return Flag(name, line=line)


def _compared(name: str, sign: str, token: Token, *, line: int) -> Condition:
    if token.kind in (TOKEN_INTEGER, TOKEN_FLOAT) and _NUMBER.fullmatch(token.value):
        # From its source text: 37.5 is 75/2 exactly, whatever a float makes of it.
        return Compares(name, sign, Fraction(token.value), line=line)
    if sign not in ("==", "!="):
        _refuse(f"{_quoted(token)} is no number; write 55 or 2.5.", token)
    equals: Condition
    if token.kind == TOKEN_STRING:
        equals = Is(name, token.value, line=line)
    elif token.kind in (TOKEN_NIL, TOKEN_NULL):
        counts = Counts(name, line=line)
        return counts if sign == "!=" else Not(counts)
    elif token.kind in (TOKEN_TRUE, TOKEN_FALSE):
        flag = Flag(name, line=line)
        equals = flag if token.kind == TOKEN_TRUE else Not(flag)
    else:
        _refuse(f"{_quoted(token)} cannot be compared; a key stands in quotes.", token)
    return equals if sign == "==" else Not(equals)


def _line(token: Token | None, text: str) -> int:
    """The line of a token; the last one of the text for its end."""
    at = token.start_index if token and token.kind != TOKEN_EOF else len(text)
    return text.count("\n", 0, at) + 1


def _quoted(token: Token) -> str:
    return "the end" if token.kind == TOKEN_EOF else f"“{token.value}”"


def _refuse(message: str, token: Token) -> NoReturn:
    raise LiquidSyntaxError(message, token=token)
