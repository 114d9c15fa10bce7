"""A copy of a kind of meeting, under names of its own, that nobody can book yet."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Meeting
from publishing.actions import free_name


@transaction.atomic
def copy_meeting(meeting: Meeting) -> Meeting:
    """The copy, saved, switched off."""
    columns = {
        field.attname: getattr(meeting, field.attname)
        for field in Meeting._meta.concrete_fields
        if not field.primary_key
    }
    longest = Meeting._meta.get_field("title").max_length
    own = {
        "key": free_name(meeting, "key", ending="-copy"),
        "title": str(_("Copy of %s") % meeting.title)[:longest],
        "active": False,
    }
    return Meeting.objects.create(**columns | own)
