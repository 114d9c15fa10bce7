"""The admin of a large document: a page for each part of it, and for one item of a long list.

Each page saves only what it shows; what others saved of the rest meanwhile stays theirs.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing import places
from publishing.admin_base import DocumentAdmin
from publishing.fieldsets import own
from publishing.forms import BASE, box
from publishing.items import Added, added
from publishing.parts import ITEM, PART, PLACE, Alone, Part, Shows
from publishing.schema import Body
from publishing.views import number_in


class PartsAdmin(DocumentAdmin):
    """Inherited by the admin class of a kind that names its `parts`."""

    parts: tuple[Part, ...] = ()

    def part_of(self, request: HttpRequest) -> Part | Alone:
        """What of the document this page shows; the first part where the address names none."""
        item, key = request.GET.get(ITEM, ""), request.GET.get(PART, "")
        place = request.GET.get(PLACE, "")
        showing = next((part for part in self.parts if part.shows(place)), None)
        if place and showing is None:
            item = "/".join(place.split("/")[:2])
        if any(item.startswith(f"{name}/") for part in self.parts for name in part.brief):
            return Alone(item)
        return showing or next((part for part in self.parts if part.key == key), self.parts[0])

    def columns_on(self, request: HttpRequest) -> tuple[str, ...]:
        return self.columns_shown if self.part_of(request) == self.parts[0] else ()

    def shows(self, request: HttpRequest, document: Any | None) -> Shows:
        return self.part_of(request).shows

    def base_of(self, request: HttpRequest, document: Any | None) -> Body:
        """As it stood when the page was opened: places that the page does not show are as then."""
        number = number_in(request.POST, BASE)
        revision = document and number and document.revisions.filter(number=number).first()
        return revision.read() if revision else self.opened(document)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        top, *sets = super().get_fieldsets(request, obj)
        page = self.part_of(request)
        if not isinstance(page, Alone):
            return [top, *sets]
        schema = type(self.opened(None))
        try:
            item = places.column_at(schema, page.place).item
        except KeyError:
            item = None
        if item is None or not any(map(page.shows, places.flat(self.base_of(request, obj)))):
            raise Http404
        return [(None, {"fields": [BASE, *own(item, f"{page.place}/")]}), *sets]

    def about(self, request: HttpRequest, place: str) -> SafeString:
        """Of a brief item: the way to its other fields."""
        if not self.is_brief(request, place):
            return SafeString()
        url, words = f"{request.path}{Alone(place).query}", gettext("All its settings")
        return format_html('<p><a href="{}" class="desk-link">{}</a></p>', url, words)

    def is_brief(self, request: HttpRequest, place: str) -> bool:
        page = self.part_of(request)
        return isinstance(page, Part) and place.partition("/")[0] in page.brief

    def page_of_item(self, request: HttpRequest, document: Any, new: Added) -> str:
        """An item whose part shows but a few of its fields opens by itself."""
        if self.is_brief(request, new.item):
            return f"{self.change_page(document)}{Alone(new.item).query}"
        page = f"{self.change_page(document)}{self.part_of(request).query}"
        return f"{page}#{box(new.item)}"

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Saved, the author stays at the part she was writing."""
        answer = super().response_change(request, obj)
        if added(request.POST) or "_addanother" in request.POST:
            return answer
        page = self.part_of(request)
        if isinstance(page, Alone) and "_continue" not in request.POST:
            column = page.place.partition("/")[0]
            page = next(part for part in self.parts if column in part.columns)
        return HttpResponseRedirect(f"{request.path}{page.query}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        document, page = kwargs.get("obj"), self.part_of(request)
        context = context | {"parts": self.parts if document else (), "part": page}
        if isinstance(page, Alone) and document is not None:
            body = self.base_of(request, document)
            context["item_name"] = places.name_of(type(body), places.flat(body), page.place)
        return super().render_change_form(request, context, *args, **kwargs)
