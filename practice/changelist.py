"""Lists of the admin that may grow to millions of rows: pages without counting them all. Pure.

An admin class inherits `LongList`. Beyond `MOST` rows the list says “more than”, and search and
filters lead on; no column is sorted by, as sorting a million rows takes seconds.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MOST = 1000
MOST_PEOPLE = 200


class LongPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Counts no further than `MOST` rows."""

    most = MOST

    @cached_property
    def counted_up_to_most(self) -> int:
        """How many there are, at most one more than `MOST`."""
        rows: Any = self.object_list
        counted: int = rows.order_by()[: MOST + 1].count()
        return counted

    @cached_property
    def count(self) -> int:
        return min(self.counted_up_to_most, MOST)

    @property
    def is_more(self) -> bool:
        return self.counted_up_to_most > MOST


class NewestFirst(LongPaginator):
    """Counts in the order of the list: where rows are chosen by those of another table, the ones
    that fit may all be new, and counting from the oldest would pass by everybody else.
    """

    @cached_property
    def counted_up_to_most(self) -> int:
        rows: Any = self.object_list
        counted: int = rows[: MOST + 1].count()
        return counted


class LongList:
    """What an admin class of many rows inherits, before DeskAdmin."""

    # Any: the stubs spell both more narrowly than Django takes them.
    paginator: Any = LongPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by: Any = ()


class ByPerson(LongList):
    """A long list of what belongs to people, searched by their address: first the people are
    found, in their own index, then what is theirs.
    """

    search_fields: Any = ("contact__email",)
    search_help_text: Any = _(
        "Search by email address; where many fit, the newest 200 people count"
    )

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.split()
        if not words:
            return queryset, False
        people: Any = queryset.model._meta.get_field("contact").related_model._default_manager
        contacts = people.order_by("-pk")
        for word in words:
            contacts = contacts.filter(email__icontains=word)
        ids = contacts.values_list("pk", flat=True)[:MOST_PEOPLE]
        return queryset.filter(contact__in=list(ids)), False


class NamedBoxes:
    """What a table of rows in a form inherits, before TabularInline: each box has its column's
    name for those who hear the page.
    """

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


class OpenedByTitle:
    """What a table of rows in a form inherits whose rows have pages of their own."""

    show_title = False  # a line above each row that says the same

    @admin.display(description=_("title"))
    def open_it(self, row: Any) -> str:
        page = reverse(admin_urlname(row._meta, SafeString("change")), args=[row.pk])
        return format_html('<a href="{}" class="desk-link">{}</a>', page, row.title)
