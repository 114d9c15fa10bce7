"""Who will be tidied away in the next seven days, and why."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.actions import retention
from desk.views.two_factor import shown
from health.clock import now
from practice.actions import desk_zone, retention_days
from practice.permissions import needs


@needs("contacts.view_contact")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    moment = now()
    return shown(
        request,
        "desk/leaving.html",
        _("Removed in the next seven days"),
        people=retention.people(now=moment),
        ahead=retention.ahead(now=moment),
        keepers=list(retention.keepers()),
        zone=desk_zone(),
        **retention_days(),
    )
