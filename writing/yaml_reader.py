"""The one way a YAML text is read: plain values only, bounded before anything is built. Pure.

An alias (`*name`) is refused: nine lines of them stand for a billion values, and no text of ours
needs one. `Dumper` writes none.
"""

from __future__ import annotations

from typing import Any

import yaml

from writing.clean import DEEPEST

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Dumper(yaml.SafeDumper):
    """Writes what `load` takes back: a value that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(text: str) -> Any:
    """The values of a text; raises `yaml.YAMLError`, also for aliases and for too many levels."""
    # Counted on events: what is refused here was never built.
    levels = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark  # libyaml's has a type of its own
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem=f"*{event.anchor} stands for another value; write the value itself",
                problem_mark=mark,
            )
        if isinstance(event, yaml.CollectionStartEvent):
            levels += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            levels -= 1
        if levels > DEEPEST:
            raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=mark)
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
    except ValueError as error:  # a date that is none, a number of thousands of digits
        raise yaml.YAMLError(str(error)) from error
