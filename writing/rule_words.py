"""A rule as the author reads it. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from writing.rules import All, AnyOf, Condition, Contains, Flag, Is, Not
from writing.segments import Axes, read


def said(rule: str, axes: Axes) -> str:
    """The rule as the author reads it: profile “Carrying the Hope” or “Making Room”."""
    return _said(read(rule), axes)


def _said(rule: Condition, axes: Axes) -> str:
    if isinstance(rule, AnyOf) and (keys := _of_one_name(rule)):
        first, *others = keys
        words = (_named(first, axes), *(_key(key, axes) for key in others))
        return f" {_('or')} ".join(words)
    if isinstance(rule, All | AnyOf):
        word = f" {_('and')} " if isinstance(rule, All) else f" {_('or')} "
        return word.join(_part(part, axes) for part in rule.parts)
    if isinstance(rule, Not):
        return _("not %(rule)s") % {"rule": _part(rule.part, axes)}
    if isinstance(rule, Is | Contains):
        return _named(rule, axes)
    return _label(rule.name, axes) if isinstance(rule, Flag) else ""


def _of_one_name(rule: AnyOf) -> list[Is | Contains]:
    """The questions of an “or” that all ask the same name; none otherwise."""
    keys = [part for part in rule.parts if isinstance(part, Is | Contains)]
    return keys if len(keys) == len(rule.parts) and len({key.name for key in keys}) == 1 else []


def _part(rule: Condition, axes: Axes) -> str:
    words = _said(rule, axes)
    together = isinstance(rule, AnyOf) and bool(_of_one_name(rule))
    return f"({words})" if isinstance(rule, All | AnyOf) and not together else words


def _named(leaf: Is | Contains, axes: Axes) -> str:
    return f"{_label(leaf.name, axes)} {_key(leaf, axes)}"


def _label(name: str, axes: Axes) -> str:
    axis = axes.by_name.get(name)
    return str(axis.label) if axis else name


def _key(leaf: Is | Contains, axes: Axes) -> str:
    axis = axes.by_name.get(leaf.name)
    return f"“{axis.called(leaf.key) if axis else leaf.key}”"
