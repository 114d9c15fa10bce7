from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from practice import views


class HexColour(StringConverter):
    regex = "[0-9a-f]{6}"


register_converter(HexColour, "hexcolour")

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("pictures/<slug:name>", views.picture, name="picture"),
    re_path(
        r"^pictures/file/(?P<file>[0-9A-Za-z_-]+\.(?:jpe?g|png|webp|svg))$",
        views.picture_file,
        name="picture_file",
    ),
    path("theme/<hexcolour:accent>-<hexcolour:warm>.css", views.theme, name="theme"),
]
