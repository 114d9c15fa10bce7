"""Whom a one-off letter reaches, in words for its pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mail import actions
from mail.actions import Reach
from mail.actions.warm_up import warm_up
from mail.models import Broadcast, WarmUp

OF_ANSWERS = gettext_lazy(
    "This rule asks what people answered, so it reaches only those who let you see their answers. "
    "What they answered is known here from the last lesson they had. To reach everybody, leave "
    "the rule empty and write versions for different readers inside the letter."
)
SECONDS = 0.3
"""In which a page finds out whom a letter reaches, or says that it did not (500 ms a page)."""
SHOWN = 40
SHOWN_TO = "contacts.view_contact"


def people(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count


def counted(broadcast: Broadcast, reach: Reach) -> str:
    said = people(reach.count)
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


def listed(reach: Reach) -> str:
    """The addresses of the first of them."""
    return first_of(list(reach.people.values_list("email", flat=True)[: SHOWN + 1]))


def first_of(emails: list[str]) -> str:
    return ", ".join(emails[:SHOWN]) + (" …" if len(emails) > SHOWN else "")


def spread(reach: Reach, *, now: datetime) -> str:
    """That a rising daily cap spreads it over several days, and why; "" where it does not."""
    if reach.days < 2:
        return ""
    row = warm_up(now=now)
    why = _("Letters from %(sender)s are new to the mailboxes of your readers.")
    if row.reason == WarmUp.Reason.IMPORT:
        why = _("Many of your readers came from a file and never got a letter from %(sender)s.")
    said = _(
        "%(why)s Much mail at once would be taken for spam, so at most %(first)d go on the first "
        "day, and twice as many on each day after a full one: this letter takes %(days)d days."
    )
    words = why % {"sender": row.sender}
    return said % {"why": words, "first": row.first, "days": reach.days}
