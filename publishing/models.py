"""Documents, which each app makes concrete, and the revisions of all of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.kinds import Kind, kind_of
from publishing.schema import Body


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, document: Document) -> Self:
        return self.filter(kind=document._meta.label_lower, document=document.pk)

    def published(self) -> Self:
        return self.filter(state=Revision.State.PUBLISHED)


class Revision(models.Model):
    """What a document said at one moment. Never changed; a published one is never deleted."""

    class State(models.TextChoices):
        SAVED = "saved", _("saved")
        TYPED = "typed", _("typed on another page, never saved")
        PUBLISHED = "published", _("published")

    kind = models.CharField(max_length=60, editable=False)  # "courses.lesson"
    document = models.BigIntegerField(editable=False)
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=9, choices=State)
    body = models.JSONField(_("text"))
    closure = models.JSONField(_("frozen beside it"), default=dict)
    schema_version = models.PositiveSmallIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("when"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,  # null: a command, or somebody who left
        related_name="+",
        verbose_name=_("by"),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "document", "number"), name="revision_number_once"
            ),
        )
        indexes = (
            # actions.publish and letters: a published wording is found by its hash
            models.Index(
                fields=("sha256",),
                condition=models.Q(state="published"),
                name="revision_published_sha256",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.document}, {self.number}"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def read(self) -> Body:
        """The body in the present schema, whatever version it was written in."""
        return kind_of(self.kind).read(self.body, self.schema_version)


class NotPublished(LookupError):
    """A text is needed of which nothing is published yet."""


class Document(models.Model):
    """A text the author writes: the draft as it is saved now, and the revision readers get.

    What the database must hold true (slugs, order, state, foreign keys) are columns of the concrete
    model; everything else stands in the body. Written only by `publishing.actions`.
    """

    draft = models.JSONField(default=dict, editable=False)
    schema_version = models.PositiveSmallIntegerField(default=1, editable=False)
    # The number of the revision that the draft stands on.
    head = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"), null=True, editable=False)
    published = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published version"),
    )
    # What the starter content said: while the draft says the same, its words are not hers yet.
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    copied_columns: ClassVar[tuple[str, ...]] = ()
    """Columns that a copy takes along; the rest is given by whoever copies."""

    class Meta:
        abstract = True

    @classmethod
    def kind(cls) -> Kind:
        return kind_of(cls)

    def read(self) -> Body:
        """The draft in the present schema."""
        return self.kind().read(self.draft, self.schema_version)

    @property
    def revisions(self) -> RevisionQuerySet:
        return Revision.objects.of(self)

    @property
    def belongs_to(self) -> int | None:
        """The id of the offer it belongs to; None: to all of them."""
        offer_id: int | None = getattr(self, "offer_id", None)
        return offer_id

    @property
    def language(self) -> str:
        """What its readers are spoken to in: its offer's language; "" of a text for all, which
        speaks the practice's.
        """
        offer = getattr(self, "offer", None)
        return str(offer.language) if offer else ""

    @property
    def is_off(self) -> bool:
        """Whether the author took it out of use: then it waits for no publication."""
        return False

    @property
    def stays_draft(self) -> bool:
        """Whether it is read as its draft says, so that it is never published."""
        return False

    @property
    def has_changed(self) -> bool:
        """Whether the draft says something else than readers get."""
        if self.published is None:
            return True
        return bool(self.read() != self.published.read())

    def columns_to_copy(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.copied_columns}


class Reference(models.Model):
    """A text that uses another, by the other's name: where a change of it would be felt."""

    kind = models.CharField(max_length=60)
    document = models.BigIntegerField()
    name = models.CharField(max_length=120)  # "passage:opening"

    class Meta:
        verbose_name = _("use of a text in another")
        verbose_name_plural = _("uses of texts in others")
        constraints = (
            models.UniqueConstraint(fields=("kind", "document", "name"), name="reference_once"),
        )
        indexes = (
            # actions.users_of: who uses this text
            models.Index(fields=("name",), name="reference_name"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.document} uses {self.name}"
