"""/embed.js: the script behind the line the author pastes into her website."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

SOURCE = settings.BASE_DIR / "templates" / "landing" / "embed.js"


@cache
def source() -> bytes:
    """The script with its few words in every language; the same for everybody."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = {
                "assessment": _("Begin the assessment"),
                "form": _("Sign up"),
                "book": _("Book a conversation"),
                "close": _("Close"),
            }
    lines = SOURCE.read_text().splitlines()
    short = "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))
    return short.replace("WORDS", json.dumps(words, ensure_ascii=False), 1).encode()


def tag(_request: HttpRequest) -> str:
    return f'"{hashlib.sha256(source()).hexdigest()[:16]}"'


@gzip_page
@require_safe
@condition(etag_func=tag)
def script(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse(source(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
