"""A rule about people as one question to the database, whatever their number."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    lookups,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from contacts.field_keys import YES, key_of
from contacts.models import Contact, ContactField, FieldValue
from mail.actions.broadcasts import shares
from mail.actions.person_facts import all_facts
from mail.models import Message, Purpose
from practice.once import cached
from writing import segments
from writing.rules import About, All, Always, AnyOf, Condition, Contains, Flag, Is, Not
from writing.segments import BOOKED, HAS_NAME, KNOWN, PERSON, Rule

EVERYBODY, NOBODY = ~Q(pk__in=()), Q(pk__in=())


def of_rule(
    people: QuerySet[Contact], rule: Rule, *, offer: int | None = None
) -> QuerySet[Contact]:
    """Those of these people for whom it holds, as `broadcasts.fitting` has it person by person:
    answers are those of the last lesson of whoever shares them, of the offer of this id if one is
    given. A rule that asks a saved segment is `expanded` before. Raises Refused.
    """
    return people.filter(fits(rule, offer=offer))


def fits(rule: Rule, *, offer: int | None = None, is_so: bool = True) -> Q:
    """That a contact is one of them, or may be asked and is not; raises Refused."""
    last = Message.objects.filter(contact=OuterRef("pk"), purpose=Purpose.COURSE)
    if offer is not None:
        last = last.filter(offer=offer)
    holds = _query(segments.read(rule), last.order_by("-id"), is_so=is_so)
    return shares() & holds if segments.asks_answers(rule) else holds


def _query(condition: Condition, last: QuerySet[Message], *, is_so: bool = True) -> Q:
    """Those for whom it holds, or does not hold."""
    if isinstance(condition, Always):
        return EVERYBODY if is_so else NOBODY
    if condition.names and not any(map(segments.is_disclosed, condition.names)):
        return _by_lesson(condition, last, is_so=is_so)
    if isinstance(condition, Not):
        return _query(condition.part, last, is_so=not is_so)
    if isinstance(condition, All | AnyOf):
        # What takes time comes last: a database that computes a column asks in this order.
        joined = sorted(condition.joined, key=segments.asks_answers)
        parts = [_query(part, last, is_so=is_so) for part in joined]
        return reduce(and_ if isinstance(condition, All) == is_so else or_, parts)
    assert isinstance(condition, About)  # there is no other
    return _known(condition, is_so=is_so)


def _by_lesson(condition: Condition, last: QuerySet[Message], *, is_so: bool) -> Q:
    """Asks answers alone. The last lesson of a person is looked up once for all of them, as looking
    it up is what takes time (promise 18); of who had none, nothing is so.
    """
    holds = ExpressionWrapper(_answered(condition), BooleanField())
    nothing_known = Value(condition.holds({}))
    said = Coalesce(Subquery(last.values(fits=holds)[:1]), nothing_known)
    return Q(Exact(said, Value(is_so)))


def _known(leaf: About, *, is_so: bool) -> Q:
    """What a rule asks that nothing is known of is so of nobody."""
    if isinstance(leaf, Flag) and leaf.name == HAS_NAME:
        return ~Q(first_name="") if is_so else Q(first_name="")
    if leaf.name.startswith(PERSON):
        return _among(_values(leaf), "contact_id", is_so=is_so)
    name = BOOKED if leaf.name == BOOKED else leaf.name.removeprefix(KNOWN)
    facts = [fact for fact in all_facts() if fact.name == name]
    asked = []
    for fact in facts:
        key = {fact.key: leaf.key} if isinstance(leaf, Contains) else {}
        if fact.contact == "pk":  # a column of the person's own row
            asked.append(Q(**key) if is_so else ~Q(**key))
        else:
            asked.append(_among(fact.rows().filter(**key), fact.contact, is_so=is_so))
    return reduce(or_ if is_so else and_, asked, NOBODY if is_so else EVERYBODY)


def _answered(condition: Condition) -> Q:
    """By the facts of a mail as JSON holds them: a key, or a list of keys, one of them a yes."""
    if isinstance(condition, Not):
        return ~_answered(condition.part)
    if isinstance(condition, All | AnyOf):
        joint = and_ if isinstance(condition, All) else or_
        return reduce(joint, map(_answered, condition.joined))
    if isinstance(condition, Always):
        return Q(pk__isnull=False)  # as a column: an empty `in` is a number to PostgreSQL
    assert isinstance(condition, About)
    return _leaf(condition)


def _leaf(leaf: About) -> Q:
    if isinstance(leaf, Is):
        held = Q(Exact(_said(leaf.name), Value(leaf.key)))
    elif isinstance(leaf, Contains):
        held = _has(leaf.name, leaf.key)
    else:
        held = _has(segments.FLAGS, leaf.name)
    return held & ~_has(segments.PRIVATE, leaf.name)


def _has(name: str, key: str) -> Q:
    return Q(lookups.Contains(_said(name), f'"{key}"'))


def _said(name: str) -> Coalesce:
    """Never null, which a “not” would pass over."""
    return Coalesce(KeyTextTransform(name, "facts"), Value(""), output_field=TextField())


def _values(leaf: About) -> QuerySet[Any]:
    """The rows of a field that say so."""
    fields = cached("contact_fields", lambda: {row.key: row for row in ContactField.objects.all()})
    field = fields.get(leaf.name.removeprefix(PERSON))
    if field is None:
        return FieldValue.objects.none()
    rows = FieldValue.objects.filter(field=field)
    if isinstance(leaf, Flag):
        return rows.filter(value=YES)
    key = leaf.key if isinstance(leaf, Is | Contains) else ""
    return rows.filter(value__in=[words for words in field.choices if key_of(words) == key])


def _among(rows: QuerySet[Any], contact: str, *, is_so: bool) -> Q:
    """Those who have one of these rows, or have none. Not by “not in”: PostgreSQL asks the whole
    list of each person once it outgrows its memory, and an anti-join of “not exists” never.
    """
    rows = rows.order_by()
    if is_so:
        return Q(pk__in=rows.values(contact))
    return Q(~Exists(rows.filter(**{contact: OuterRef("pk")})))
