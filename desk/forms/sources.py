"""What the table of sources is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from desk.actions.sources import SourceQuery
from offers.models import Offer, Source

SPANS = (30, 90, 365)


class SourceForm(forms.Form):
    """Each thing that can be chosen; it is sent as a query, so that a table has an address."""

    use_required_attribute = False
    offer = forms.ModelChoiceField(
        Offer.objects.exclude(state=Offer.State.DRAFT).order_by("-is_home", "name", "pk"),
        label=_("Offer"),
        required=False,
        empty_label=_("All offers"),
    )
    days = forms.TypedChoiceField(label=_("Time"), coerce=int, required=False)
    by = forms.ChoiceField(
        label=_("Rows"), choices=(("source", _("by source")), ("piece", _("by piece")))
    )
    touch = forms.ChoiceField(
        label=_("Counted by"),
        choices=(("last", _("their last visit")), ("first", _("their first visit"))),
    )
    piece = forms.ChoiceField(label=_("Piece"), required=False)

    def __init__(self, given: QueryDict) -> None:
        defaults = {"days": SPANS[0], "by": "source", "touch": "last"}
        super().__init__({**defaults, **given.dict()})
        days: Any = self.fields["days"]
        days.choices = [(days, _("last %(days)d days") % {"days": days}) for days in SPANS]
        piece: Any = self.fields["piece"]
        piece.choices = [("", _("all pieces")), *Source.Piece.choices]

    @property
    def query(self) -> SourceQuery:
        """What is asked; nothing, where the address asks what there is not."""
        if not self.is_valid():
            return SourceQuery()
        given = self.cleaned_data
        return SourceQuery(
            days=given["days"] or SPANS[0],
            offer=given["offer"].pk if given["offer"] else None,
            piece=given["piece"],
            touch=given["touch"],
            by=given["by"],
        )
