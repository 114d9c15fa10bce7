"""What the fields and tags of people say, and what else is known of them, as axes and facts for
one-off letters. None of it is an answer, so a rule may ask it of everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from contacts.field_keys import YES, key_of
from contacts.models import Contact, ContactField, ContactTag, FieldValue, Tag
from mail.known_facts import KnownFact, known_facts
from offers.models import Source
from offers.models.sources import named
from practice.languages import LANGUAGES
from writing.segments import KNOWN, PERSON, Axes, Axis, Fact

Sort = ContactField.Sort


def field_axes() -> Axes:
    """The fields with answers to choose from, and what is known of everybody; what is written
    freely tells nobody apart.
    """
    fields = [_axis(field) for field in ContactField.objects.exclude(sort=Sort.TEXT)]
    lists = [
        Axis(KNOWN + fact.name, fact.label, choices, sort="keys")
        for fact in (*OWN_FACTS, *known_facts())
        if (choices := dict(fact.choices()))
    ]
    return Axes((*fields, *lists))


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
    lists: dict[tuple[int, str], set[str]] = defaultdict(set)
    for name, contact, key in _known_of(contacts):
        lists[contact, KNOWN + name].add(key)
    for (contact, name), keys in lists.items():
        facts[contact][name] = tuple(sorted(keys))
    return facts


def _known_of(contacts: Collection[int]) -> Iterable[tuple[str, int, str]]:
    """(name of the fact, id of the person, key)."""
    parts = [
        fact.rows()
        .order_by()
        .filter(**{f"{fact.contact}__in": contacts})
        .annotate(fact_name=Value(fact.name, CharField()), fact_key=Cast(fact.key, TextField()))
        .values_list("fact_name", fact.contact, "fact_key")
        for fact in (*OWN_FACTS, *known_facts())
    ]
    rows: Iterable[tuple[str, int, str]] = parts[0].union(*parts[1:], all=True).order_by()
    return rows


def _source_names() -> dict[str, str]:
    """Every source by which somebody came last; one that a rule could not spell is left out."""
    came_last = Contact.objects.exclude(last_source=None).order_by().values("last_source")
    sources = Source.objects.filter(pk__in=came_last).exclude(name="").exclude(name__contains='"')
    names = sources.order_by("name").values_list("name", flat=True).distinct()
    return {name: named(name) for name in names}


OWN_FACTS = (
    KnownFact(
        "tags",
        _("tag"),
        lambda: dict(Tag.objects.values_list("key", "label")),
        ContactTag.objects.all,
        "tag__key",
    ),
    KnownFact(
        "language",
        _("language"),
        lambda: dict(LANGUAGES),
        Contact.objects.all,
        "language",
        contact="pk",
    ),
    KnownFact(
        "source",
        _("last came from"),
        _source_names,
        lambda: Contact.objects.exclude(last_source=None).exclude(last_source__name=""),
        "last_source__name",
        contact="pk",
    ),
)
