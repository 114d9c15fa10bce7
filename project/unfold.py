"""The setting UNFOLD: how the admin's frame, django-unfold, is named, coloured and filled."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from practice.contrast import shades
from practice.palette import PALETTE

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("The practice desk"),
    "SITE_HEADER": _("The practice desk"),
    "SITE_SYMBOL": "spa",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("mark.svg")}
    ],
    "COLORS": {"primary": shades(PALETTE[0][0])},
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "LOGIN": {"form": "desk.forms.LoginForm"},
    "DASHBOARD_CALLBACK": "desk.views.home.home",
    "STYLES": [lambda _request: static("desk/desk.css")],
    "SCRIPTS": [
        lambda _request: static("desk/lists.js"),
        lambda _request: static("desk/unsent.js"),
    ],
    "ACCOUNT": {"navigation": "desk.views.navigation.account"},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "desk.views.navigation.sidebar",
    },
}
