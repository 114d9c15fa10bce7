"""What the fields and tags of people say, and what else is known of them, as axes and facts for
rules. None of it is an answer, so a rule may ask it of everybody.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from contacts.field_keys import YES, key_of
from contacts.models import Contact, ContactField, ContactTag, FieldValue, Segment, Tag
from mail.known_facts import KnownFact, known_facts
from offers.models import Source
from offers.models.sources import named
from practice.languages import LANGUAGES
from practice.once import cached
from writing.rule_words import said
from writing.segments import KNOWN, PERSON, SAVED, TAGS, Axes, Axis, Fact, asks_people

Sort = ContactField.Sort
_LINE = Value("\n")
_AS_LINES = Concat(
    "label", _LINE, "sort", _LINE, Cast("choices", TextField()), output_field=TextField()
)


def field_axes() -> Axes:
    """The fields with answers to choose from, and what is known of everybody; what is written
    freely tells nobody apart.
    """
    return Axes(tuple(axis for axis in audience_axes() if axis.name != SAVED))


def saved_segments() -> tuple[Axis, ...]:
    """The saved segments: for a rule about whom the author writes to, beside `field_axes`."""
    return tuple(axis for axis in audience_axes() if axis.name == SAVED)


def audience_axes() -> tuple[Axis, ...]:
    """Both."""
    return cached("audience_axes", _read_axes)


def audience_words(rule: str, axes: Callable[[], Axes]) -> str:
    """A rule in the author's words; those of tags and fields are looked up where it asks them."""
    if not rule:
        return ""
    asks = asks_people(rule)
    return said(rule, axes().choosing(audience_axes).disclosable if asks else axes())


def _read_axes() -> tuple[Axis, ...]:
    facts: dict[str, KnownFact] = {}
    for fact in all_facts():
        facts.setdefault(KNOWN + fact.name, fact)
    choices = {name: fact.choices() for name, fact in facts.items()}
    choices[SAVED] = Segment.objects.values_list("key", "name")
    # Beside the others, as the page of a lesson has no question left for them (`bin/bench desk`).
    choices[PERSON] = ContactField.objects.exclude(sort=Sort.TEXT).values_list("key", _AS_LINES)
    keys = _read_choices(choices)
    fields = [_axis(key, *lines.split("\n")) for key, lines in keys[PERSON].items()]
    lists = [
        Axis(name, fact.label, words, sort="keys")
        for name, fact in facts.items()
        if (words := {key: fact.words(word) for key, word in keys[name].items()})
    ]
    saved = [Axis(SAVED, _("segment"), keys[SAVED], sort="keys")] if keys[SAVED] else []
    return (*saved, *fields, *lists)


def _read_choices(
    choices: Mapping[str, Mapping[str, str] | QuerySet[Any, Any]],
) -> dict[str, dict[str, str]]:
    """Keys and words by name, in the order of the words; all that are queries in one question."""
    read: dict[str, dict[str, str]] = defaultdict(dict)
    parts = []
    for name, given in choices.items():
        if isinstance(given, QuerySet):
            parts.append(given.order_by().annotate(of=Value(name, CharField())))
        else:
            read[name] = dict(given)
    rows = parts[0].union(*parts[1:], all=True).order_by()
    for key, words, name in sorted(rows, key=lambda row: str(row[1]).casefold()):
        read[name][key] = words
    return read


def all_facts() -> tuple[KnownFact, ...]:
    return (*OWN_FACTS, *known_facts())


def _axis(key: str, label: str, sort: str, choices: str) -> Axis:
    if sort == Sort.YES_NO:
        return Axis(PERSON + key, label, sort="flag")
    return Axis(PERSON + key, label, {key_of(words): words for words in json.loads(choices)})


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
        # In one order: facts that say the same are equal, and share a variant.
        facts[contact][name] = tuple(sorted(keys))
    return facts


def _known_of(contacts: Collection[int]) -> Iterable[tuple[str, int, str]]:
    """(name of the fact, id of the person, key)."""
    # Columns of a union are matched by their place: each part names the same three, cast to one
    # type.
    parts = [
        fact.rows()
        .order_by()
        .filter(**{f"{fact.contact}__in": contacts})
        .annotate(fact_name=Value(fact.name, CharField()), fact_key=Cast(fact.key, TextField()))
        .values_list("fact_name", fact.contact, "fact_key")
        for fact in all_facts()
    ]
    rows: Iterable[tuple[str, int, str]] = parts[0].union(*parts[1:], all=True).order_by()
    return rows


def _source_names() -> QuerySet[Any, Any]:
    """Every source by which somebody came last; one that a rule could not spell is left out."""
    # The first from this source on, in the order of the index: “exists” reads all people to find
    # that nobody came by a source (promise: the desk at a million contacts).
    first = Contact.objects.filter(last_source__gte=OuterRef("pk")).order_by("last_source_id")
    came_last = Source.objects.filter(pk=Subquery(first.values("last_source_id")[:1]))
    sources = came_last.exclude(name="").exclude(name__contains='"')
    return sources.annotate(words=F("name")).values_list("name", "words").distinct()


OWN_FACTS = (
    KnownFact(
        TAGS.removeprefix(KNOWN),
        _("tag"),
        lambda: Tag.objects.values_list("key", "label"),
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
        words=named,
    ),
)
