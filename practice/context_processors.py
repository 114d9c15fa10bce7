"""What every page knows of the practice."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice.frames import is_framed
from practice.models import Practice


def practice(_request: HttpRequest) -> dict[str, Any]:
    return {
        "practice": SimpleLazyObject(Practice.objects.the),
        "site_url": settings.SITE_URL,
        "framed": is_framed(),
    }
