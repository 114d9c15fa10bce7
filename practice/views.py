"""The privacy page, and the practice's own colour as a stylesheet."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from practice import colour
from practice.models import Image


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "practice/privacy.html",
        {
            "unfinished_days": settings.KEEP_UNFINISHED_DAYS,
            "unconfirmed_days": settings.KEEP_UNCONFIRMED_DAYS,
        },
    )


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def theme(_request: HttpRequest, accent: str) -> HttpResponse:
    """The colour is in the address, so a changed colour is a new stylesheet."""
    return HttpResponse(colour.stylesheet(f"#{accent}"), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def picture(_request: HttpRequest, name: str) -> FileResponse:
    """A picture by its short name; the file under a name never changes."""
    image = get_object_or_404(Image, name=name)
    kind = "image/png" if str(image.file.name).endswith(".png") else "image/jpeg"
    response = FileResponse(image.file.open("rb"), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response
