"""The schema of a sign-up form: its words, what it asks, what it joins. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from contacts.field_keys import key_of
from publishing.schema import Body, Item, Style, Words


class AskedSort(StrEnum):
    """What kind of answer a question of a form takes."""

    NAME = "name"
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"

    @property
    def label(self) -> str:
        return str(SORT_LABELS[self])


SORT_LABELS = {
    AskedSort.NAME: _("first name"),
    AskedSort.TEXT: _("a line to write"),
    AskedSort.CHOICE: _("one of several"),
    AskedSort.YES_NO: _("yes or no"),
}
OWN_FIELDS = (AskedSort.TEXT, AskedSort.CHOICE, AskedSort.YES_NO)
"""Sorts whose answer becomes a field of the person."""
FORM = "form"


class AskedField(Item):
    """One question of the form."""

    sort: Annotated[AskedSort, Words(_("Kind of question"), Style.CHOICE)] = AskedSort.TEXT
    label: Annotated[
        str,
        Field(max_length=120),
        Words(_("Question"), names=True, help=_("As it stands above the box.")),
    ] = ""
    options: Annotated[
        str,
        Field(max_length=4_000),
        Words(
            _("Answers to choose from"),
            Style.PROSE,
            help=_("One on each line."),
            only=(AskedSort.CHOICE,),
        ),
    ] = ""
    required: Annotated[
        bool,
        Words(_("Must be answered"), Style.YES_NO),
    ] = False
    field: Annotated[
        str,
        Field(max_length=60),
        Words(
            _("Kept as"),
            Style.CHOICE,
            help=_("The same field in two forms is one fact about a person."),
            only=OWN_FIELDS,
        ),
    ] = ""

    @property
    def key(self) -> str:
        """By what its answer is kept: the field chosen, else one named like the question."""
        return self.field or key_of(self.label)

    @property
    def choices(self) -> list[str]:
        """Each answer once, in the order of the lines."""
        lines = (" ".join(line.split()) for line in self.options.splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class FormBody(Body):
    """A sign-up form as the author writes it."""

    title: Annotated[
        str,
        Field(max_length=120),
        Words(_("Title"), names=True, shows=FORM, help=_("Above the form, and in its letter.")),
    ] = ""
    intro: Annotated[
        str, Field(max_length=4_000), Words(_("Words above the form"), Style.PROSE, shows=FORM)
    ] = ""
    fields: Annotated[
        list[AskedField], Words(_("Questions"), Style.LIST, item=_("Question"), sort="sort")
    ] = []
    course: Annotated[
        str,
        Field(max_length=60),
        Words(_("Letters it joins"), Style.CHOICE, help=_("A course; it begins after their yes.")),
    ] = ""
    course_words: Annotated[
        str,
        Field(max_length=300),
        Words(
            _("Words beside the box of that course"),
            help=_("What people agree to. It is never ticked for them; empty: the course's own."),
        ),
    ] = ""
    letters: Annotated[
        bool, Words(_("Offer a letter now and then"), Style.YES_NO, help=_("Your list."))
    ] = False
    letters_words: Annotated[
        str,
        Field(max_length=300),
        Words(
            _("Words beside the box of your list"),
            help=_("Empty: ours. It is never ticked for them."),
        ),
    ] = ""
    tag: Annotated[
        str,
        Field(max_length=60),
        Words(
            _("Tag for people who say yes"),
            help=_("A word of your own by which you find them again. They never read it."),
        ),
    ] = ""
    file_words: Annotated[
        str,
        Field(max_length=120),
        Words(_("What the file is called"), help=_("If you upload one: on its page and letter.")),
    ] = ""
    button: Annotated[str, Field(max_length=60), Words(_("Words on the button"), shows=FORM)] = ""
    small_print: Annotated[
        str,
        Field(max_length=300),
        Words(_("Small line above the button"), help=_("Such as what you do with the address.")),
    ] = ""
    thanks: Annotated[
        str,
        Field(max_length=4_000),
        Words(
            _("What people read after their yes"),
            Style.PROSE,
            help=_("Shown once they pressed the button that the letter leads to."),
        ),
    ] = ""
    address: Annotated[
        str,
        Field(max_length=500),
        Words(
            _("Or a page of yours they go to then"),
            help=_("Begins with https://, or with / for a page of this site."),
        ),
    ] = ""
