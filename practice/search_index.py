"""Trigrams for a search by any part of a word, on PostgreSQL where pg_trgm may be had. Pure.

Without it (SQLite, or a server that lacks the extension) the search reads every row: right, slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Step = Callable[[Any, Any], None]


def trigrams(table: str, columns: tuple[str, ...], *, called: str) -> tuple[Step, Step]:
    """For RunPython, there and back: one index a column, `<called>_<column>_trigrams`."""
    indexes = {f"{called}_{column}_trigrams": column for column in columns}

    def add(_apps: Any, editor: Any) -> None:
        if not _may_have(editor):
            return
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name, column in indexes.items():
            editor.execute(
                f"CREATE INDEX {name} ON {table} USING gin (upper({column}::text) gin_trgm_ops)"
            )

    def drop(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for name in indexes:
                editor.execute(f"DROP INDEX IF EXISTS {name}")

    return add, drop


def _may_have(editor: Any) -> bool:
    if editor.connection.vendor != "postgresql":
        return False
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return False
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') "
            "OR has_database_privilege(current_database(), 'CREATE')"
        )
        return bool(cursor.fetchone()[0])
