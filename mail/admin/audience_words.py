"""Whom a one-off letter reaches, in words for its pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mail import actions
from mail.actions import Reach
from mail.models import Broadcast

SHOWN = 200
SHOWN_TO = "contacts.view_contact"


def people(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count


def counted(broadcast: Broadcast, reach: Reach) -> str:
    said = people(len(reach.people))
    if not broadcast.body.audience.strip():
        return said
    if reach.sharing is not None:
        return _("%(people)s of %(all)d who agreed to letters and let you see their answers") % {
            "people": said,
            "all": reach.sharing,
        }
    return _("%(people)s of %(all)d who agreed to letters") % {"people": said, "all": reach.agreed}


def left_out(broadcast: Broadcast, reach: Reach, *, sees_people: bool) -> dict[str, Any]:
    """What the templates say of it; the counts lead to their people, where these may be seen."""
    changelist = reverse("admin:contacts_contact_changelist") if sees_people else ""
    spared = broadcast.in_course == Broadcast.InCourse.NOT
    return {
        "found": reach,
        "left_out": actions.left_out(reach),
        "people_url": changelist,
        "when_in_course": "" if spared else broadcast.get_in_course_display(),
    }


def listed(emails: list[str]) -> str:
    return ", ".join(emails[:SHOWN]) + (" …" if len(emails) > SHOWN else "")
