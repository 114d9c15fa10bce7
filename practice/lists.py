"""Lists of the admin that may grow to millions of rows: pages without counting them all. Pure.

An admin class inherits `LongList`. Beyond `MOST` rows the list says “more than”, and search and
filters lead on; no column is sorted by, as sorting a million rows takes seconds.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.admin import ShowFacets
from django.core.paginator import Paginator

MOST = 10_000


class LongPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Counts no further than `MOST` rows."""

    template_name = "practice/admin_pages.html"
    most = MOST

    @cached_property
    def found(self) -> int:
        """How many there are, at most one more than `MOST`."""
        rows: Any = self.object_list
        counted: int = rows.order_by()[: MOST + 1].count()
        return counted

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST)

    @property
    def is_more(self) -> bool:
        return self.found > MOST


class LongList:
    """What an admin class of many rows inherits, before ModelAdmin."""

    # Any: the stubs spell both more narrowly than Django takes them.
    paginator: Any = LongPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by: Any = ()
