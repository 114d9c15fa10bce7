"""“Is everything well?”: the same list as the command `doctor`."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.actions import checks
from desk.findings import Moment
from desk.views.second_step import shown
from pulse.clock import now, real_now


@require_safe
@permission_required("practice.change_practice", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    lines = checks.look(checks.EVERYTHING, Moment(now(), real_now()))
    faults = sum(line.is_fault for line in lines)
    return shown(request, "desk/checkup.html", _("Is everything well?"), lines=lines, faults=faults)
