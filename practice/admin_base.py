"""What every list of the desk inherits: rows are chosen only by the filters the list shows. Pure.

Django lets an address choose rows by any column, and by any key inside a JSON one: whoever sees a
list could ask it what stands in rows they may not read (decision 0005).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from practice.admin_checks import DeskChecks

ENDINGS = frozenset(
    {
        *("exact", "id__exact", "isnull", "in"),
        *("gt", "gte", "lt", "lte", "year", "month", "day"),
    }
)
"""What Django's own filters put behind a column."""


class ReadOnly:
    """Before an admin class or inline: rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DeskAdmin(ModelAdmin):
    """An admin class of the desk. `linked_columns` are those by which a link from another page
    chooses rows, beside the filters of the list.
    """

    checks_class = DeskChecks
    linked_columns: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return any(
            lookup == column or lookup.removeprefix(f"{column}__") in ENDINGS
            for column in self._columns(request)
        )

    def _columns(self, request: HttpRequest) -> Iterator[str]:
        yield from self.linked_columns
        if self.date_hierarchy:
            yield self.date_hierarchy
        for entry in self.get_list_filter(request):
            if isinstance(entry, str):
                yield entry
            elif isinstance(entry, (list, tuple)):
                yield str(entry[0])
            elif isinstance(entry, type) and issubclass(entry, SimpleListFilter):
                yield str(entry.parameter_name)
