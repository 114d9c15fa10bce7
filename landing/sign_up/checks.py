"""What keeps a sign-up form from being published: each fault at the box it is in. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from landing.checks import address_fault, line_faults
from landing.sign_up.schema import AskedField, AskedSort, FormBody
from publishing.kinds import Finding
from writing.blocks import check_blocks

MOST_FIELDS, MOST_CHOICES, LONGEST_CHOICE = 12, 40, 120


@dataclass(frozen=True)
class FormSurroundings:
    """What of other rows a form may name: the slugs of its offer's courses, its file, the fields
    of people by their key with their sort.
    """

    courses: frozenset[str]
    offer: str
    elsewhere: Mapping[str, str]  # the titles of other offers' courses, by their slugs
    has_file: bool
    fields: dict[str, str]
    is_there: Callable[[str], bool]


def findings(body: FormBody, around: FormSurroundings) -> Iterator[Finding]:
    """Every fault, in the order of the form."""
    if not body.title.strip():
        yield Finding("title", _("The form needs a title: it stands above it and in its letter."))
    yield from _prose(body.intro, "intro")
    yield from _fields(body, around)
    if body.course in around.elsewhere:
        values = {"course": around.elsewhere[body.course], "offer": around.offer}
        words = _("“%(course)s” belongs to another offer. Choose letters of “%(offer)s”, or none.")
        yield Finding("course", words % values)
    elif body.course and body.course not in around.courses:
        yield Finding("course", _("There are no such letters any more. Choose others."))
    if not (body.course or body.letters or around.has_file):
        yield Finding("course", _("The form joins nothing yet: letters, your list, or a file."))
    if around.has_file and not body.file_words.strip():
        yield Finding("file_words", _("Say what the file is called: people read it."))
    yield from _prose(body.thanks, "thanks")
    if body.address.strip():
        fault = address_fault(body.address.strip(), around.is_there)
        if fault:
            yield Finding("address", fault)


def _prose(text: str, place: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), start=1):
        for message in line_faults(line):
            yield Finding(place, message, number)
    for fault in check_blocks(text):
        yield Finding(place, fault.message, fault.line)


def _fields(body: FormBody, around: FormSurroundings) -> Iterator[Finding]:
    if len(body.fields) > MOST_FIELDS:
        yield Finding("fields", _("A form asks at most %d questions.") % MOST_FIELDS)
    keys: set[str] = set()
    names = 0
    for field in body.fields:
        at = f"fields/{field.id}"
        if not field.label.strip():
            yield Finding(f"{at}/label", _("This question has no words yet."))
        if field.sort is AskedSort.NAME:
            names += 1
            if names > 1:
                yield Finding(f"{at}/label", _("A form asks for the first name once."))
            continue
        if field.key and field.key in keys:
            yield Finding(f"{at}/field", _("Two questions of this form are kept as one field."))
        keys.add(field.key)
        sort = around.fields.get(field.key, field.sort.value)
        if field.field and field.field not in around.fields:
            yield Finding(f"{at}/field", _("There is no such field any more. Choose another."))
        elif sort != field.sort:
            yield Finding(f"{at}/field", _("That field takes another kind of answer."))
        if field.sort is AskedSort.CHOICE:
            yield from _choices(field, f"{at}/options")


def _choices(field: AskedField, place: str) -> Iterator[Finding]:
    if len(field.choices) < 2:
        yield Finding(place, _("Write at least two answers to choose from, one on each line."))
    elif len(field.choices) > MOST_CHOICES:
        yield Finding(place, _("At most %d answers, please.") % MOST_CHOICES)
    if any(len(choice) > LONGEST_CHOICE for choice in field.choices):
        yield Finding(place, _("An answer is at most %d letters long.") % LONGEST_CHOICE)
