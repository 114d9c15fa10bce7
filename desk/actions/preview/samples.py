"""The sample people a text is looked at with: known by a name, a leaning and a field."""

from __future__ import annotations

from assessments.definition import Definition
from assessments.samples import ScoredSample as Person
from courses.actions import scored as people


def person(key: str, definition: Definition | None = None) -> Person:
    """The one of this key, or the first; LookupError where no sample fits the assessment."""
    found = people(definition)
    if not found:
        raise LookupError(key)
    return next((one for one in found if one.key == key), found[0])


__all__ = ["Person", "people", "person"]
