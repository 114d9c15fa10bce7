"""A desk of its own for the toy kinds, so that no other test meets them."""

from django.urls import include, path
from unfold.sites import UnfoldAdminSite

from publishing.admin_base import DocumentAdmin
from tests.publishing.toy.models import Recipe


class RecipeAdmin(DocumentAdmin):
    columns_shown = ("slug",)
    free_column = "slug"


site = UnfoldAdminSite(name="toys")
site.register(Recipe, RecipeAdmin)
urlpatterns = [path("admin/toys/", site.urls), path("", include("project.urls"))]
