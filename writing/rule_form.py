"""A rule as boxes to tick, and back: within a name “or”, between names “and”. Pure.

Most rules an author wants are of this shape; whatever else a rule says stays a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writing.rules import All, Always, AnyOf, Condition, Contains, Flag, Is, NameKind, Not

YES, NO = "yes", "no"
Picks = Mapping[str, Sequence[str]]
"""By name, the keys ticked; a flag has YES and NO."""


def choices(kind: NameKind) -> tuple[str, ...]:
    """The boxes of a name."""
    return (YES, NO) if kind.sort == "flag" else kind.allowed


def picked(rule: Condition) -> dict[str, list[str]] | None:
    """What is ticked for this rule; None where boxes cannot say it."""
    ticked: dict[str, list[str]] = {}
    for part in rule.parts if isinstance(rule, All) else (rule,):
        if isinstance(part, Always):
            continue
        group = _group(part)
        if group is None or group[0] in ticked:
            return None
        ticked[group[0]] = group[1]
    return ticked


def rule_text(picks: Picks, names: Mapping[str, NameKind]) -> str:
    """The rule for these ticks, in the order of the names; empty where every group is empty or
    ticked throughout.
    """
    groups = [_said(name, kind, set(picks.get(name, ()))) for name, kind in names.items()]
    parts = [part for part in groups if part]
    wrapped = [f"({part})" if " or " in part and len(parts) > 1 else part for part in parts]
    return " and ".join(wrapped)


def _group(part: Condition) -> tuple[str, list[str]] | None:
    if isinstance(part, Is | Contains):
        return part.name, [part.key]
    if isinstance(part, Flag):
        return part.name, [YES]
    if isinstance(part, Not) and isinstance(part.part, Flag):
        return part.part.name, [NO]
    if isinstance(part, AnyOf):
        groups = [_group(inner) for inner in part.parts]
        complete = [group for group in groups if group is not None]
        if len(complete) == len(groups) and len({name for name, _ in complete}) == 1:
            return complete[0][0], [key for _, keys in complete for key in keys]
    return None


def _said(name: str, kind: NameKind, ticked: set[str]) -> str:
    keys = [key for key in choices(kind) if key in ticked]
    if not keys or (len(keys) == len(choices(kind)) and kind.sort != "keys"):
        return ""
    if kind.sort == "flag":
        return name if keys == [YES] else f"not {name}"
    word = "contains" if kind.sort == "keys" else "=="
    return " or ".join(f'{name} {word} "{key}"' for key in keys)
