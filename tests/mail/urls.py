"""The doors mail needs, without the rooms downstream."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def preferences(_request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(token)


def theme(_request: HttpRequest, colour: str) -> HttpResponse:
    return HttpResponse(colour)


urlpatterns = [
    path("", include("contacts.urls")),
    path("", include("mail.urls")),
    path("preferences/<str:token>/", preferences, name="preferences"),
    path("theme/<str:colour>/", theme, name="theme"),
    path("admin/", admin.site.urls),
]
