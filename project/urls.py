"""Every room's door, in the order of the river."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    *("health", "practice", "contacts", "assessments"),
    *("mail", "courses", "guides", "consultations"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"{room}.urls")) for room in ROOMS),
    path("admin/", include("desk.urls")),
    path("admin/", admin.site.urls),
]
