"""What the fields and tags of people say, as axes and facts for one-off letters. People told the
author the fields themselves and she gave the tags, so a rule may ask both of everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from contacts.field_keys import TAGS, YES, key_of
from contacts.models import ContactField, ContactTag, FieldValue, Tag
from writing.segments import PERSON, Axes, Axis, Fact

Sort = ContactField.Sort


def field_axes() -> Axes:
    """The fields with answers to choose from, and the tags; what is written freely tells nobody
    apart.
    """
    fields = [_axis(field) for field in ContactField.objects.exclude(sort=Sort.TEXT)]
    tags = dict(Tag.objects.values_list("key", "label"))
    return Axes((*fields, *([Axis(PERSON + TAGS, _("tag"), tags, sort="keys")] if tags else [])))


def _axis(field: ContactField) -> Axis:
    if field.sort == Sort.YES_NO:
        return Axis(PERSON + field.key, field.label, sort="flag")
    keys = {key_of(words): words for words in field.choices}
    return Axis(PERSON + field.key, field.label, keys)


def field_facts(contacts: Collection[int]) -> dict[int, dict[str, Fact]]:
    """The facts of each of these people, by their id; two questions for all."""
    facts: dict[int, dict[str, Fact]] = defaultdict(dict)
    rows = FieldValue.objects.filter(contact__in=contacts).exclude(field__sort=Sort.TEXT)
    for contact, key, sort, value in rows.order_by("pk").values_list(
        "contact", "field__key", "field__sort", "value"
    ):
        said: Fact = value == YES if sort == Sort.YES_NO else key_of(value)
        facts[contact][PERSON + key] = said
    tags = defaultdict(list)
    worn = ContactTag.objects.filter(contact__in=contacts).order_by("pk")
    for contact, key in worn.values_list("contact", "tag__key"):
        tags[contact].append(key)
    for contact, keys in tags.items():
        facts[contact][PERSON + TAGS] = tuple(keys)
    return facts
