"""Every app's door, in the order of the river."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

APPS = (
    *("health", "practice", "contacts", "assessments"),
    *("mail", "courses", "guides", "consultations", "landing"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"{app}.urls")) for app in APPS),
    path("try/", include("desk.urls.private_try")),
    path("admin/", include("desk.urls")),
    path("admin/", admin.site.urls),
]
