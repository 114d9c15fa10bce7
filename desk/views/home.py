"""Home: whether all is well, who came, what they need, in that order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk import figures
from desk.actions import checks, overview
from desk.actions.checks import practice, texts
from desk.findings import Moment
from pulse.clock import now, real_now

FIRST_STEPS = (*practice.CHECKS, texts.CHECKS[0])


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the admin shows to the one who is logged in."""
    user, moment = request.user, Moment(now(), real_now())
    context["title"] = _("Home")
    context["zone"] = overview.her_zone()
    if user.has_perm("practice.change_practice"):
        lines = checks.look(checks.RUNNING, moment)
        context["faults"] = [line for line in lines if line.is_fault]
        context["lines"] = lines
        first = checks.look(FIRST_STEPS, moment)
        context["first_steps"] = first if any(line.is_fault for line in first) else []
    if user.has_perm("consultations.view_booking"):
        context["agenda"] = overview.agenda(now=moment.now)
        context["unmarked"] = overview.unmarked(now=moment.now)
    if user.has_perm("contacts.view_contact"):
        context["newcomers"] = overview.newcomers()
        context["sees_answers"] = user.has_perm("assessments.view_attempt")
    if user.has_perm("pulse.view_counter"):
        steps = overview.funnel(now=moment.now)
        context["funnel"] = figures.rows(steps)
        context["chart"] = figures.funnel(steps)
    return context
