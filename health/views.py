"""/healthz: the process answers. /readyz: so do database, broker, workers and ticks."""

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from health.clock import real_now
from health.models import WATCHED, Heartbeat, Hold, Tick


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def pages_render(request: HttpRequest) -> bool:
    """Each page needs what collectstatic gathers; without it all of them fail alike."""
    try:
        render_to_string("404.html", request=request)
    except (TemplateDoesNotExist, DatabaseError, OSError, ValueError):
        return False
    return True


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything is heard and recent, 503 with the parts that are not. A hold is said
    and is no failure: the pages work, and a container need not be started again for it.
    """
    moment = real_now()
    parts = {"database": database_answers(), "broker": broker_answers()}
    if parts["database"]:
        parts["pages"] = pages_render(request)
        parts["workers"] = Heartbeat.objects.alive(moment).exists()
        recent = set(Tick.objects.recent(moment).values_list("name", flat=True))
        parts |= {f"tick:{name}": name in recent for name in WATCHED}
    held = {"held": Hold.objects.standing().exists()} if parts["database"] else {}
    response = JsonResponse(parts | held, status=200 if all(parts.values()) else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # a "no" is an answer, no error
    return response
