"""The author's Liquid: six tags, no filters, known variables; checked when saved, strict when used.

An enumerated fact chooses a variant; free text may only stand bare and leaves as a stand-in.
Which expressions are allowed is decided in `liquid_check`; Markdown comes afterwards.
"""

import math
import re
from collections.abc import Iterable, Mapping

from liquid.exceptions import LiquidError

from writing import liquid_check, placeholders
from writing.blocks import check_blocks
from writing.errors import Fault, Refused, listed
from writing.passages import PassageText, check_cells
from writing.rules import FLAG, NameKind
from writing.segments import Facts, axis_printed
from writing.variables import Vocabulary

_LINK_START = re.compile(r"\](?:\(|:)\s*<?\s*\{\{-?\s*([\w.]+)")
Passages = Mapping[str, PassageText]


def check(source: str, vocabulary: Vocabulary, passages: Passages) -> list[Fault]:
    """Every fault of a text and of the passages it uses; none: it may be published."""
    faults = liquid_check.check(source, vocabulary, passages=tuple(passages))
    faults += _link_faults(source, vocabulary)
    for key in passages_in(source, passages):
        at = liquid_check.line_of(source, f"passage.{key}")
        for fault in check_passage(passages[key], vocabulary):
            faults.append(Fault(at, f"In passage “{key}”: {fault.message}"))
    return sorted(faults)


def check_passage(passage: PassageText, vocabulary: Vocabulary) -> list[Fault]:
    """Faults of one passage: its frame and, for each cell, its Liquid, links and blocks."""
    faults = check_cells(passage, vocabulary.axes)
    for key, text in passage.cells.items():
        wrong = [
            *liquid_check.check(text, vocabulary, passages=None),
            *_link_faults(text, vocabulary),
            *check_blocks(text, urls=vocabulary.urls),
        ]
        faults += [Fault(fault.line, fault.within(f"[{key}]").message) for fault in wrong]
    return faults


def _link_faults(source: str, vocabulary: Vocabulary) -> list[Fault]:
    """Faults of link targets: free text may not begin an address."""
    return [
        Fault(
            source.count("\n", 0, match.start()) + 1,
            f"“{match[1]}” cannot begin a link. Allowed: {listed(sorted(vocabulary.urls))}.",
        )
        for match in _LINK_START.finditer(source)
        if match[1] not in vocabulary.urls
    ]


def variants(source: str, vocabulary: Vocabulary, passages: Passages) -> int:
    """How many different texts a source can become: the product of the axes it uses."""
    used = used_axes(source, passages, vocabulary.names)
    return math.prod(_size(vocabulary.kinds.get(name, FLAG)) for name in used)


def _size(kind: NameKind) -> int:
    if kind.sort == "keys":
        return int(2 ** len(kind.allowed))
    return len(kind.allowed) if kind.sort == "key" else 2


def used_axes(source: str, passages: Passages, names: Iterable[str]) -> frozenset[str]:
    """The facts a text depends on, through its passages too; `names` are the readable names of
    facts, which it may print.
    """
    called = [passages[key] for key in passages_in(source, passages)]
    used = {passage.axis for passage in called if passage.is_for_some}
    for text in _texts(source, passages):
        uses = liquid_check.uses(text)
        used |= uses.conditions | {axis_printed(name) for name in uses.words & set(names)}
    return frozenset(used)


def used_words(source: str, passages: Passages) -> frozenset[str]:
    """The variables of one word that a text prints, through its passages too."""
    texts = _texts(source, passages)
    return frozenset().union(*(liquid_check.uses(text).words for text in texts))


def _texts(source: str, passages: Passages) -> list[str]:
    """A text, and every text of the passages it uses."""
    used = passages_in(source, passages)
    return [source, *(text for key in used for text in passages[key].cells.values())]


def passages_called(source: str) -> frozenset[str]:
    """The keys of the passages a text calls, there or not; none when it cannot be read."""
    return (
        frozenset(liquid_check.uses(source).passages)
        if liquid_check.readable(source)
        else frozenset()
    )


def passages_in(source: str, passages: Passages) -> list[str]:
    """The keys of the passages a text uses; none when it cannot be read."""
    return sorted(passages_called(source) & set(passages))


def expand(
    source: str,
    *,
    facts: Facts,
    names: Mapping[str, str],
    passages: Passages,
    constants: Mapping[str, str],
) -> str:
    """The Markdown for one reader, with stand-ins where free text goes: for every variable that is
    none of `names`, the readable names of facts.

    Raises Refused where a text that never passed `check` asks for something unknown.
    """
    variables: dict[str, object] = {**names, "practice": dict(constants)}
    # Rendered first and given as a value: what stands in one is never read as Liquid again.
    variables["passage"] = {
        key: _render(passages[key].text(facts), facts, variables)
        for key in passages_in(source, passages)
    }
    return _render(source, facts, variables)


def _render(source: str, facts: Facts, scope: Mapping[str, object]) -> str:
    used = liquid_check.uses(source)
    # Only what the text asks for: a name that nobody thought of is an error, not an empty place.
    variables: dict[str, object] = {
        name: facts.value(name) for name in used.conditions - scope.keys()
    }
    variables |= {name: placeholders.mark(name) for name in used.words - scope.keys()}
    try:
        return liquid_check.template(source).render(**variables, **scope)
    except LiquidError as error:
        raise Refused([liquid_check.refusal(source, error)]) from error
