"""Every room's door, in the order of the river."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pulse.urls")),
    *[
        path("", include(f"{room}.urls"))
        for room in ("practice", "contacts", "assessments", "mail", "courses", "guides", "consultations")
        if find_spec(f"{room}.urls")
    ],
    path("admin/", admin.site.urls),
]
