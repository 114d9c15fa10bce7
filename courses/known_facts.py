"""What is known of everybody by their courses, for the rule of a one-off letter."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from courses.models import Course, Enrollment
from mail.known_facts import KnownFact


def _titles() -> Mapping[str, str]:
    return dict(Course.objects.order_by("pk").values_list("slug", "title"))


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
)
