"""Trigrams for the search among people, on PostgreSQL where pg_trgm may be had.

Without it (SQLite, or a server that lacks the extension) the search reads every row: right, slower.
"""

from typing import Any

from django.db import migrations

COLUMNS = ("email", "first_name")


def name(column: str) -> str:
    return f"contact_{column}_trigrams"


def may_have(editor: Any) -> bool:
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


def add(_apps: Any, editor: Any) -> None:
    if not may_have(editor):
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in COLUMNS:
        editor.execute(
            f"CREATE INDEX {name(column)} ON contacts_contact "
            f"USING gin (upper({column}::text) gin_trgm_ops)"
        )


def drop(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            editor.execute(f"DROP INDEX IF EXISTS {name(column)}")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_desk_lists")]

    operations = [migrations.RunPython(add, drop)]
