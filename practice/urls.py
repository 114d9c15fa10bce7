from django.urls import path, register_converter
from django.urls.converters import StringConverter

from practice import views


class HexColour(StringConverter):
    regex = "[0-9a-f]{6}"


register_converter(HexColour, "hexcolour")

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("pictures/<slug:name>", views.picture, name="picture"),
    path("theme/<hexcolour:accent>.css", views.theme, name="theme"),
]
