"""What the author knows of people beside their name: fields they fill in, and tags."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.field_keys import YES_NO_WORDS
from contacts.models.people import Contact


class ContactField(models.Model):
    """One thing the author knows of people beside their name, such as a town."""

    class Sort(models.TextChoices):
        TEXT = "text", _("a line of text")
        CHOICE = "choice", _("one of several")
        YES_NO = "yes_no", _("yes or no")

    key = models.SlugField(max_length=60, unique=True, editable=False)
    label = models.CharField(_("name"), max_length=120)
    sort = models.CharField(_("kind"), max_length=10, choices=Sort, default=Sort.TEXT)
    # Of one of several: the words of each, which are also what is kept.
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)

    class Meta:
        verbose_name = _("field of people")
        verbose_name_plural = _("fields of people")
        ordering = ("label", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def answers(self) -> dict[str, str]:
        """What may be chosen, with its words; of a line of text nothing."""
        if self.sort == self.Sort.YES_NO:
            return {value: str(words) for value, words in YES_NO_WORDS.items()}
        return {words: words for words in self.choices} if self.sort == self.Sort.CHOICE else {}


LONGEST_VALUE = 300


class FieldValue(models.Model):
    """What one person said, or the author wrote, of one field."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="field_values", verbose_name=_("person")
    )
    field = models.ForeignKey(
        ContactField, models.CASCADE, related_name="values", verbose_name=_("field")
    )
    value = models.CharField(_("value"), max_length=LONGEST_VALUE)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("value of a field")
        verbose_name_plural = _("values of fields")
        ordering = ("field__label", "id")
        constraints = (
            models.UniqueConstraint(fields=("contact", "field"), name="field_value_once"),
        )
        indexes = (
            # who has this value: audiences, and the list behind them
            models.Index(fields=("field", "value"), name="field_value_is"),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.words}"

    @property
    def words(self) -> str:
        """The value as it is read."""
        if self.field.sort == ContactField.Sort.YES_NO:
            return str(YES_NO_WORDS.get(self.value, self.value))
        return self.value


def tag_column(words: Any) -> models.CharField[str, str]:
    """A column for the label of a tag that something puts on people; empty: none."""
    return models.CharField(
        words,
        max_length=60,
        blank=True,
        help_text=_("A word of your own by which you find them again. They never read it."),
    )


class Tag(models.Model):
    """A word of the author's own by which she finds people again."""

    key = models.SlugField(max_length=60, unique=True, editable=False)
    label = models.CharField(_("tag"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("label", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def reference(self) -> str:
        """How a text that asks it names it."""
        return f"tag:{self.key}"


class ContactTag(models.Model):
    """One tag on one person."""

    class PutOnBy(models.TextChoices):
        HAND = "hand", _("by you")
        FORM = "form", _("a sign-up form")
        FILE = "file", _("a file of people")
        JOINED = "joined", _("joined a course")
        FINISHED = "finished", _("finished a course")
        BOOKED = "booked", _("booked an hour")

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="tags", verbose_name=_("person")
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="people", verbose_name=_("tag"))
    source = models.CharField(_("put on by"), max_length=10, choices=PutOnBy)
    # Which form, course or kind of meeting, by the name it had then.
    why = models.CharField(_("which"), max_length=160, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("tag of a person")
        verbose_name_plural = _("tags of people")
        ordering = ("tag__label", "id")
        constraints = (models.UniqueConstraint(fields=("contact", "tag"), name="tag_once"),)

    def __str__(self) -> str:
        return str(self.tag)
