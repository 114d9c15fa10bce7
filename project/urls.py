"""Every room's door, in the order of the river."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pulse.urls")),
    path("", include("practice.urls")),
    path("admin/", admin.site.urls),
]
