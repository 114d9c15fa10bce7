"""A desk of its own for the toy kinds, so that no other test meets them."""

from django.urls import include, path
from unfold.sites import UnfoldAdminSite

from publishing.admin_base import DocumentAdmin
from publishing.admin_parts import PartsAdmin
from publishing.parts import Part
from tests.publishing.toy.models import Recipe, Spice


class RecipeAdmin(DocumentAdmin):
    columns_shown = ("slug",)
    free_column = "slug"


class PartedAdmin(PartsAdmin):
    columns_shown = ("slug",)
    parts = (
        Part("", "Texts", ("title", "opening", "oven")),
        Part("steps", "Steps", ("steps",), brief={"steps": ("title",)}),
    )


class SpiceAdmin(DocumentAdmin):
    columns_shown = ("key",)


site = UnfoldAdminSite(name="toys")
site.register(Recipe, RecipeAdmin)
site.register(Spice, SpiceAdmin)
parted = UnfoldAdminSite(name="parted")
parted.register(Recipe, PartedAdmin)
urlpatterns = [
    path("admin/toys/", site.urls),
    path("admin/parted/", parted.urls),
    path("", include("project.urls")),
]
