"""What is known of everybody by their courses, for rules about people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Enrollment
from mail.known_facts import KnownFact, offer_fact


def _titles() -> QuerySet[Any, Any]:
    return Course.objects.values_list("slug", "title")


FACTS = (
    KnownFact(
        "in_course",
        _("is in the course"),
        _titles,
        lambda: Enrollment.objects.filter(state=Enrollment.State.ACTIVE),
        "course__slug",
    ),
    KnownFact(
        "finished",
        _("had every lesson of"),
        _titles,
        lambda: Enrollment.objects.filter(state=Enrollment.State.FINISHED),
        "course__slug",
    ),
    KnownFact(
        "left",
        _("stopped the course"),
        _titles,
        lambda: Enrollment.objects.filter(state=Enrollment.State.LEFT),
        "course__slug",
    ),
    offer_fact(lambda: Enrollment.objects.exclude(state=Enrollment.State.WAITING), "course__offer"),
)
