"""Several counts asked in one question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value


def count_each(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows there are of each kind, by the names given, asked in one question."""
    parts = [_counted(name, rows) for name, rows in querysets.items()]
    # `all`: a plain UNION drops rows that are equal and sorts to find them. A kind without rows has
    # no line in it, thus the zeros below.
    counts = dict(parts[0].union(*parts[1:], all=True).order_by())
    return {name: counts.get(name, 0) for name in querysets}


def _counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.order_by().values(which=Value(name)).annotate(n=Count("pk"))
    return named.values_list("which", "n")
