"""What the author knows of a person: fields and tags."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from contacts.clean_name import one_line
from contacts.field_keys import key_of_tag
from contacts.models import LONGEST_VALUE, Contact, ContactField, ContactTag, FieldValue, Tag


def ensure_field(*, key: str, label: str, sort: str, choices: Iterable[str] = ()) -> ContactField:
    """The field of this key; a new one is named so. Answers it offers are added to those it has."""
    field, _created = ContactField.objects.get_or_create(
        key=key, defaults={"label": one_line(label, 120), "sort": sort}
    )
    offered = list(dict.fromkeys([*field.choices, *choices]))
    if offered != field.choices:
        field.choices = offered
        field.save(update_fields=("choices",))
    return field


def set_field(*, contact: Contact, key: str, value: str, now: datetime) -> None:
    """What somebody said of one field; empty: nothing any more. Safe to repeat."""
    field = ContactField.objects.filter(key=key).first()
    if field is None:
        return  # she deleted the field meanwhile
    if not value:
        FieldValue.objects.filter(contact=contact, field=field).delete()
        return
    FieldValue.objects.update_or_create(
        contact=contact, field=field, defaults={"value": value[:LONGEST_VALUE], "at": now}
    )


def clean_value(field: ContactField, typed: str) -> str | None:
    """What was typed, as a field keeps it; empty: nothing. None: it offers no such answer."""
    value = one_line(typed, LONGEST_VALUE)
    return value if not value or not field.answers or value in field.answers else None


def tag(
    *, contact: Contact, label: str, source: str, why: object = "", now: datetime
) -> Tag | None:
    """Put a tag on somebody; one that is new is made. None where no word is left of the label.
    Labels that differ in case or spaces only are one tag. `why` names what put it on, such as the
    form. Safe to repeat: a tag that is on stays as it was put on.
    """
    return tag_all([contact], label=label, source=source, why=why, now=now)


def tag_all(
    people: Collection[Contact], *, label: str, source: str, why: object = "", now: datetime
) -> Tag | None:
    """`tag` for many, by as many statements as for one."""
    words = one_line(label, 60)
    key = key_of_tag(words)
    if not key:
        return None
    # By the unique key: of two that put a new tag on at once, the second takes the first's.
    made, _created = Tag.objects.get_or_create(key=key, defaults={"label": words})
    worn = {"tag": made, "source": source, "why": str(why)[:160], "at": now}
    rows = [ContactTag(contact=contact, **worn) for contact in people]
    ContactTag.objects.bulk_create(rows, ignore_conflicts=True)
    return made


def untag(*, contact: Contact, tag: int) -> None:
    """Take the tag of this id off; one that is not there is no error."""
    ContactTag.objects.filter(contact=contact, tag=tag).delete()


def field_words(sort: str, value: str) -> str:
    """A value as it is read, before it is anybody's."""
    return FieldValue(field=ContactField(sort=sort), value=value).words if value else ""
