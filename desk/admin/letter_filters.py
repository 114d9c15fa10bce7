"""The list of people by whether a one-off letter reaches them: where the counts on its page lead.

What a filter cannot read it leaves out of no list: it shows nobody.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, Segment
from mail.actions import audience, fitting, rule_counts
from mail.actions.broadcasts import shares
from mail.known_facts import came_by
from mail.models import Broadcast
from offers.models import Offer
from practice.permissions import SEE_ANSWERS
from writing import segments
from writing.errors import Refused

People = QuerySet[Contact]


class WhyNoLetters(admin.SimpleListFilter):
    """Who agreed to one-off letters, and everybody else by the first thing that keeps them out."""

    title = _("one-off letters")
    parameter_name = "letters"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        agreed = (audience.AGREED, _("agreed to letters"))
        return (agreed, *((name, audience.WORDS[name][0]) for name in audience.FIRST_REASONS))

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        reason = self.value()
        return audience.of_reason(queryset, reason) if reason else queryset


class CameBy(admin.SimpleListFilter):
    """Who had an offer's letters, guide, form or hour; `not-` and its id: who had none of these."""

    title = _("came by the offer")
    parameter_name = "came_by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        offers = [(str(offer.pk), offer.name) for offer in Offer.objects.all()]
        others = [(f"not-{pk}", _("not by “%s”") % name) for pk, name in offers]
        return [*offers, *(other for other in others if other[0] == self.value())]

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        value = self.value() or ""
        offer = value.removeprefix("not-")
        if not value:
            return queryset
        if not offer.isdecimal():
            return queryset.none()
        if value != offer:
            return queryset.exclude(came_by(int(offer)))
        return queryset.filter(came_by(int(offer)))


class ShowsAnswers(admin.SimpleListFilter):
    """Who lets the author see what they answered: their own word, no answer."""

    title = _("lets you see their answers")
    parameter_name = "shares"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("yes", _("yes")), ("no", _("no")))

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        if not self.value():
            return queryset
        return queryset.filter(shares() if self.value() == "yes" else ~shares())


class InSegment(admin.SimpleListFilter):
    """Whom a saved segment chooses; those that ask answers, for who may see any."""

    title = _("the segment")
    parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        sees_answers = request.user.has_perm(SEE_ANSWERS)
        rows = Segment.objects.all()
        self.shown = {row.key: row for row in rows if sees_answers or not row.asks_answers}
        return [(row.key, row.name) for row in self.shown.values()]

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        if not self.value():
            return queryset
        segment = self.shown.get(str(self.value()))
        return rule_counts.chosen(queryset, segment.rule) if segment else queryset.none()


class OfLetter(admin.SimpleListFilter):
    """Whom the rule of one letter chooses, and with `not-` whom it leaves; shown where it is led to
    from that letter's page.
    """

    title = _("the one-off letter")
    parameter_name = "letter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """The letter that is asked for, where who looks may read it and what its rule asks."""
        value = self.value() or ""
        key = value.removeprefix("not-")
        self.letter = Broadcast.objects.filter(pk=key).first() if key.isdecimal() else None
        if self.letter is None or not request.user.has_perm("mail.view_broadcast"):
            return ()
        asks = segments.asks_answers(Segment.objects.expanded(self.letter.body.audience))
        if asks and not request.user.has_perm(SEE_ANSWERS):
            return ()
        words = _("not for “%s”") if value != key else _("for “%s”")
        return ((value, words % self.letter.name),)

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        if not self.value() or self.letter is None:
            return queryset
        is_so = not str(self.value()).startswith("not-")
        try:
            return fitting(self.letter, among=queryset, is_so=is_so)
        except Refused:
            return queryset.none()
