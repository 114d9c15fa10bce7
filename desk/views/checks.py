"""“Is everything well?”: the same list as the command `doctor`. What takes long to look at (name
servers, links, every text) is shown as it was last found; a button looks at everything again.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.actions import checks
from desk.actions.findings import CheckMoment
from desk.views.two_factor import shown
from health.clock import now, real_now
from practice.permissions import needs

MAY = "practice.change_practice"


@needs(MAY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    lines = checks.at_hand(checks.EVERYTHING, CheckMoment(now(), real_now()))
    faults = sum(line.is_fault for line in lines)
    return shown(request, "desk/checkup.html", _("Is everything well?"), lines=lines, faults=faults)


@needs(MAY)
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Look at everything now."""
    checks.look_round(checks.EVERYTHING, CheckMoment(now(), real_now()), whole=True)
    messages.success(request, _("Looked at everything just now."))
    return redirect("desk:checkup")
