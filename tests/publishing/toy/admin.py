from django.contrib import admin

from publishing.admin import DocumentAdmin
from tests.publishing.toy.models import Recipe


@admin.register(Recipe)
class RecipeAdmin(DocumentAdmin):
    columns_shown = ("slug",)

    def for_copy(self, document: Recipe) -> dict[str, str]:
        return {"slug": f"{document.slug}-copy"}
