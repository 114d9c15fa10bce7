"""How many people the boxes of a rule choose as they are ticked; nothing is saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Segment
from desk.views.two_factor import shown
from health.time_limit import GaveUp, time_limit
from mail.actions.person_facts import field_axes, saved_segments
from mail.actions.rule_counts import NOT_COUNTED, SECONDS, count_rule
from mail.sample_readers import reader_axes
from practice.permissions import SEE_ANSWERS, needs
from writing import segments
from writing.forms import RuleBoxes

BOXES = "count"
"""Which boxes of the form are counted."""


@needs("contacts.view_contact")
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    axes = reader_axes().joined(field_axes()).choosing(saved_segments).disclosable
    boxes = RuleBoxes(axes)
    rule = boxes.value_from_datadict(request.POST, request.FILES, request.POST.get(BOXES, ""))
    faults = segments.check(rule, axes)
    words = " ".join(str(fault) for fault in faults) or _counted(
        rule, sees_answers=request.user.has_perm(SEE_ANSWERS)
    )
    return shown(request, "desk/counted.html", _("How many people"), words=words)


def _counted(rule: str, *, sees_answers: bool) -> str:
    expanded = Segment.objects.expanded(rule)
    if segments.asks_answers(expanded) and not sees_answers:
        return _("This rule asks what people answered, which your login does not show.")
    try:
        with time_limit(SECONDS):
            return str(count_rule(expanded).words)
    except GaveUp:
        return str(NOT_COUNTED.words)
