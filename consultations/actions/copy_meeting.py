"""A copy of a kind of meeting, under a name of its own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Passage
from consultations.models import Meeting
from offers.models import Offer
from publishing.actions import free_name


@transaction.atomic
def copy_meeting(meeting: Meeting, *, offer: Offer | None = None) -> Meeting:
    """The copy, saved: one for another offer as it is, else one that nobody can book yet."""
    columns = {
        field.attname: getattr(meeting, field.attname)
        for field in Meeting._meta.concrete_fields
        if not field.primary_key
    }
    columns["key"] = free_name(meeting, "key", ending="-copy")
    if offer is not None:
        key = meeting.own_words.key if meeting.own_words else ""
        passages = list(Passage.objects.of(offer.pk).filter(key=key))
        theirs = {"offer_id": offer.pk, "own_words_id": passages[-1].pk if passages else None}
        return Meeting.objects.create(**columns | theirs)
    longest = Meeting._meta.get_field("title").max_length
    title = str(_("Copy of %s") % meeting.title)[:longest]
    return Meeting.objects.create(**columns | {"title": title, "active": False})
