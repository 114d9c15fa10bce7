"""Where visitors came from: rows that many of them share, and daily counts of mere looks.

Neither tells one visitor from another: a source is the same row for all who came by it.
"""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers import sources
from offers.models.offers import Offer


class Source(models.Model):
    """A site, the words of a link, the page a piece stood on and which piece it was.

    Unsaved, it is what a request says; `offers.actions.keep_source` finds or makes the row.
    """

    class Piece(models.TextChoices):
        LANDING = "landing", _("your own page")
        INLINE = "inline", _("the piece in the page")
        POPUP = "popup", _("the popup")
        BAR = "bar", _("the bar")
        BUTTON = "button", _("the button")
        FORM = "form", _("the sign-up form")
        PLAIN_FORM = "plain_form", _("the plain form")
        BOOK = "book", _("the booking page")

    # One column for all the values: eight texts are too long for an index of PostgreSQL's.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=202, blank=True)
    piece = models.CharField(_("piece"), max_length=10, choices=Piece, default=Piece.LANDING)
    referrer = models.CharField(_("site"), max_length=100, blank=True)
    page = models.CharField(_("page"), max_length=200, blank=True)
    utm_source = models.CharField(max_length=100, blank=True)
    utm_medium = models.CharField(max_length=100, blank=True)
    utm_campaign = models.CharField(max_length=100, blank=True)
    utm_term = models.CharField(max_length=100, blank=True)
    utm_content = models.CharField(max_length=100, blank=True)
    # offers.actions.keep_source: how many a day are new
    made_at = models.DateTimeField(_("first seen"), db_index=True, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name", "id")

    def __str__(self) -> str:
        """“psychologytoday.com, by the popup on her-site.com/about”."""
        words = [self.named, *self.more]
        sentence = gettext("by %(piece)s on %(page)s") if self.page else gettext("by %(piece)s")
        words.append(sentence % {"piece": self.get_piece_display(), "page": self.page})
        return ", ".join(words)

    @property
    def named(self) -> str:
        """Its name as a table shows it."""
        return named(self.name)

    @property
    def more(self) -> list[str]:
        """What else the link said, after its name."""
        also = (self.utm_medium, self.utm_term, self.utm_content)
        from_site = self.referrer if self.utm_source and self.referrer != self.name else ""
        return [value for value in (*also, from_site) if value]

    @property
    def is_direct(self) -> bool:
        """Nothing is known of where they came from."""
        return not self.name

    @property
    def carried(self) -> dict[str, str]:
        """The same as values of a query or of hidden inputs; your own page needs no word."""
        skipped = ("", self.Piece.LANDING)
        values = {name: str(getattr(self, name)) for name in sources.CARRIED}
        return {name: value for name, value in values.items() if value not in skipped}

    def sealed(self) -> Source:
        """Itself, with its name and its fingerprint filled in from the values."""
        carried = self.carried
        self.name = sources.name(carried)
        text = json.dumps(carried, sort_keys=True)
        self.fingerprint = hashlib.sha256(text.encode()).hexdigest()
        return self


def named(name: str) -> str:
    """A source's name in a table; there are words for none, and for the rest of a day."""
    if name == sources.OTHER:
        return gettext("other places")
    return name or gettext("straight here")


class LookCount(models.Model):
    """How often a day a page of an offer was the first that somebody opened, by piece and source.

    A daily count like `health.Counter`: no rule reads it, so a GET may add to it.
    """

    day = models.DateField(_("day"))
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="+")  # null: for all
    piece = models.CharField(max_length=10, choices=Source.Piece)
    name = models.CharField(max_length=202, blank=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("daily looks")
        verbose_name_plural = _("daily looks")
        constraints = (
            # offers.actions.count_look; the table of where people came from, by days
            models.UniqueConstraint(
                fields=("day", "offer", "piece", "name"), name="look_once_a_day"
            ),
            models.UniqueConstraint(
                fields=("day", "piece", "name"),
                condition=models.Q(offer=None),
                name="look_for_all_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
