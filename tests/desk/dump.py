"""Everything that is stored, as one text: each column of each table, and each file of a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import connection


def database() -> str:
    """Every column of every table, as text, small."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            lines.extend(f"{table}: {row}" for row in cursor.fetchall())
    return "\n".join(lines).lower()


def raw_file() -> bytes:
    """The bytes of SQLite's file and of its write-ahead log, small; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        return b""
    name = Path(str(connection.settings_dict["NAME"]))
    found = [name, *(name.with_name(f"{name.name}{end}") for end in ("-wal", "-journal"))]
    return b"".join(file.read_bytes() for file in found if file.exists()).lower()


def folder(*roots: Path) -> str:
    """The name and the bytes of every file under these."""
    files = [file for root in roots for file in sorted(root.rglob("*")) if file.is_file()]
    return "\n".join(f"{file} {file.read_bytes()!r}" for file in files).lower()


def left(words: Iterable[str], *roots: Path) -> list[str]:
    """Where any of these words still stands: a line of a table, the raw file, a file."""
    small = [word.lower() for word in words]
    found = [
        line
        for line in (*database().splitlines(), *folder(*roots).splitlines())
        if any(word in line for word in small)
    ]
    raw = raw_file()
    return [*found, *(f"raw bytes: {word}" for word in small if word.encode() in raw)]
