"""The body of an assessment: one nested dict in the form of content/assessment.yaml.

Drafts make one, editions freeze one, `definition` reads one. Here: what makes two of them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]


# The rules of the notices the starter content words; a draft may name others.
NOTICES = {
    "one_answer": "one_answer",
    "quiet_no": "presence < 40 and pushing >= 55",
    "not_main_alone": 'reading == "not_main" and shown < 1',
    "not_enough_help": 'reading == "not_enough"',
}


def canonical(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an author's file says, with what it may leave unsaid filled in."""
    notices = data.get("notices") or {}
    if isinstance(notices, Mapping):
        notices = [
            {"key": key, "when": NOTICES.get(str(key), ""), "text": text}
            for key, text in notices.items()
        ]
    usual = {"mode": "open", "step_threshold": 75, "bands": {"low": 37.5, "high": 62.5}}
    return filled({**usual, **data, "notices": notices})


def filled(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same without what was left empty; texts lose the white space around them."""
    tidy = {name: normal(value) for name, value in entry.items()}
    return {name: value for name, value in tidy.items() if not _empty(value)}


def normal(value: Any) -> Any:
    """The form in which two bodies that say the same are equal."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    if isinstance(value, Mapping):
        return filled(value)
    if isinstance(value, list | tuple):
        return [normal(part) for part in value]
    return value


def _empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def changes(old: Body, new: Body) -> list[str]:
    """Where two bodies differ, one line a place: `questions.i07.text changed`."""
    return list(_changes("", normal(old), normal(new)))


def _changes(place: str, old: Any, new: Any) -> list[str]:
    if old == new:
        return []
    left, right = _keyed(old), _keyed(new)
    if left is None or right is None:
        return [f"{place} changed"]
    found: list[str] = []
    for name in [*left, *(name for name in right if name not in left)]:
        here = f"{place}.{name}" if place else name
        if name not in right:
            found.append(f"{here} removed")
        elif name not in left:
            found.append(f"{here} added")
        else:
            found += _changes(here, left[name], right[name])
    if not found:
        found.append(f"{place} in another order")
    return found


def _keyed(value: Any) -> dict[str, Any] | None:
    """A dict, or a list of keyed entries as one; anything else has no places inside."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(part, dict) and "key" in part for part in value):
        return {str(part["key"]): part for part in value}
    return None
