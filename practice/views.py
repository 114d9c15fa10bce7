"""The privacy page, the author's pictures, and the practice's own colours as a stylesheet."""

import logging
from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from practice import contrast
from practice.actions import retention_days
from practice.models import FOLDER, Image, Practice

log = logging.getLogger(__name__)

TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",  # icons of ours: no upload may end so
}


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/privacy.html", retention_days())


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def theme(_request: HttpRequest, accent: str, warm: str) -> HttpResponse:
    """The colours are in the address, so a changed colour is a new stylesheet."""
    sheet = contrast.stylesheet(f"#{accent}", f"#{warm}")
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where browsers and search engines look that read no page."""
    name = Practice.objects.the().icon_tab
    return redirect(reverse("picture_file", args=[name]) if name else static("icon.png"))


@require_safe
def picture(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture by its short name; the file under a name never changes."""
    image = get_object_or_404(Image, name=name)
    return shown(image, str(image.file.name))


@require_safe
def picture_file(_request: HttpRequest, file: str) -> HttpResponseBase:
    """A picture, or one of its sizes, by the name of its file, which is that of its content. Only
    the author's pictures: what else lies beside them (readers' guides) is no row of theirs.
    """
    image = Image.objects.of_file(file)
    if image is None:
        raise Http404
    return shown(image, f"{FOLDER}/{file}")


def shown(image: Image, name: str) -> HttpResponseBase:
    """The file as it lies in the folder or the bucket, with the type its form was checked for."""
    kind = TYPES.get(PurePosixPath(name).suffix)
    if kind is None:
        raise Http404
    try:
        stream = image.file.storage.open(name, "rb")
        # A bucket is asked for the file only here, when it can still be said that it is not there.
        stream.read(1)
        stream.seek(0)
    except FileNotFoundError:
        raise Http404 from None
    except Exception as error:  # whatever the bucket's client raises where none answers
        log.warning("picture not fetched: %s", type(error).__name__)
        return _later()
    response = FileResponse(stream, content_type=kind)
    # What a picture is, its form was checked for; a browser that guesses might find a page in it.
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response


def _later() -> HttpResponse:
    # An address by itself has no language.
    words = "This picture cannot be fetched at the moment. Please try again in a minute."
    response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    patch_cache_control(response, public=True, max_age=30)
    return response
