"""A rendered letter in a sandboxed frame of its own address, for whichever page shows one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from django.http import HttpResponse
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

View = Callable[..., HttpResponse]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

# No script ever runs in it, so it may keep our origin: the page around measures its height.
SANDBOX = ("allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox")
# A rendered letter: inline styles and nothing else; links open outside the frame.
FRAME_POLICY: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "sandbox": list(SANDBOX),
}


def framed(view: View) -> View:
    """A page of its own for a sandboxed frame of ours."""
    guarded: View = csp_override(FRAME_POLICY)(xframe_options_sameorigin(never_cache(view)))
    return guarded


def in_frame(html: str) -> HttpResponse:
    """A letter's HTML, its links opening in a new tab, its text a region of the page: the mail
    itself names no roles, which Outlook does not know.
    """
    title = TITLE.search(html)
    # As text a title may hold bare quotes, which would end the attribute.
    name = escape(unescape(title[1])) if title else ""
    region = f'<div role="region" aria-label="{name}" class="sheet"'
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    page = HttpResponse(html.replace('<div class="sheet"', region, 1))
    page["X-Robots-Tag"] = "noindex"
    return page


def frame(address: str, *, height: int = 900) -> str:
    """The frame, for the admin's pages."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'sandbox="{}"></iframe>',
        address,
        _("The letter as its reader sees it"),
        height,
        " ".join(SANDBOX),
    )
