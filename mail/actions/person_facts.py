"""What the fields of people say, as axes and facts for one-off letters. People told the author
these themselves, so a rule may ask them of everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from contacts.field_keys import YES, key_of
from contacts.models import ContactField, FieldValue
from writing.segments import PERSON, Axes, Axis, Fact

Sort = ContactField.Sort


def field_axes() -> Axes:
    """The fields with answers to choose from; what is written freely tells nobody apart."""
    return Axes(tuple(_axis(field) for field in ContactField.objects.exclude(sort=Sort.TEXT)))


def _axis(field: ContactField) -> Axis:
    if field.sort == Sort.YES_NO:
        return Axis(PERSON + field.key, field.label, sort="flag")
    keys = {key_of(words): words for words in field.choices}
    return Axis(PERSON + field.key, field.label, keys)


def field_facts(contacts: Collection[int]) -> dict[int, dict[str, Fact]]:
    """The facts of each of these people, by their id; one question for all."""
    facts: dict[int, dict[str, Fact]] = defaultdict(dict)
    rows = FieldValue.objects.filter(contact__in=contacts).exclude(field__sort=Sort.TEXT)
    for contact, key, sort, value in rows.order_by("pk").values_list(
        "contact", "field__key", "field__sort", "value"
    ):
        said: Fact = value == YES if sort == Sort.YES_NO else key_of(value)
        facts[contact][PERSON + key] = said
    return facts
