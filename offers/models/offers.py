"""The row everything belongs to: its name, its address, its language, its state, which is home.

Each app points here from its own rows; what belongs to no offer belongs to all.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practice import model_fields


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> OfferQuerySet:
        """Those that visitors may begin."""
        return self.filter(state=Offer.State.OPEN)

    def begun(self) -> OfferQuerySet:
        """Those that are not open yet."""
        return self.filter(state=Offer.State.DRAFT)

    def visible(self) -> OfferQuerySet:
        """Those that visitors may know of: open, or closed with a kind word."""
        return self.exclude(state=Offer.State.DRAFT)

    def home(self) -> Offer | None:
        """The one on the first page of the site."""
        return self.filter(is_home=True).first()


class Offer(models.Model):
    """An assessment, a guide, letters and meetings under one name and in one language."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft: only you see it")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed: takes no new people, goes on for those in it")

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As you call it; readers see your own titles.")
    )
    slug = models.SlugField(
        _("name in the address"),
        max_length=60,
        unique=True,
        help_text=_("Its front page is at /o/…/ under this name. Links that went out lead there."),
    )
    language = model_fields.LanguageField(
        _("language of its readers"),
        help_text=_(
            "Buttons, dates and small print around your texts: on its pages, in its letters, in "
            "its guide."
        ),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_home = models.BooleanField(
        _("the first page of your site"),
        default=False,
        help_text=_("One offer is: whoever opens your address meets it."),
    )
    made_at = models.DateTimeField(_("made"), editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("-is_home", "name", "id")
        constraints = (
            # the view of the first page
            models.UniqueConstraint(
                fields=("is_home",), condition=models.Q(is_home=True), name="offer_one_home"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its front page."""
        return reverse("landing") if self.is_home else reverse("offer", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
