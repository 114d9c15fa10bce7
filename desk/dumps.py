"""The whole database as a file, and back: SQLite's online backup, or pg_dump and psql. Pure.

`database` is Django's own entry for the database. What is put back is held in the same step:
no worker ever sees it otherwise.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

Database = Mapping[str, Any]
_HOLD = (
    "INSERT INTO health_hold (id, reason, since, held_at, is_blind) "
    "VALUES (1, 'restore', '{since}', '{at}', {blind}) "
    "ON CONFLICT (id) DO UPDATE SET reason = 'restore', since = excluded.since, "
    "held_at = excluded.held_at, is_blind = excluded.is_blind, by_id = NULL, released_at = NULL"
)
NOT_BEFORE_17 = b"SET transaction_timeout"
HEAD = 40  # lines; its own settings stand in the first twenty, and no row in these
# Everything of ours goes, whatever the version it was made by; extensions stay.
_EMPTY = """DO $$ DECLARE row record; BEGIN
FOR row IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', row.tablename); END LOOP; END $$;
"""


class DumpFailed(RuntimeError):
    """The database's own tool refused; the text is what it said."""


def is_sqlite(database: Database) -> bool:
    return "sqlite" in str(database["ENGINE"])


def dump(database: Database, target: Path) -> None:
    """A consistent copy, while everything runs."""
    if is_sqlite(database):
        with (
            closing(sqlite3.connect(database["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            # SQLite's own online backup: a copied file could hold half of a transaction, or miss
            # the WAL.
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        return
    line = [tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    _run([*line, f"--file={target}"], database)


def put_back(
    database: Database, source: Path, *, since: datetime, at: datetime, is_blind: bool
) -> None:
    """Replace the whole database by a dump, held. All of it or nothing."""
    moments = {"since": _moment(since), "at": _moment(at)}
    if is_sqlite(database):
        with closing(sqlite3.connect(source)) as copy:
            # Before the rows go live: a worker that wakes between restoring and holding would send
            # again what the dump calls unsent (promise 23).
            copy.execute(_HOLD.format(**moments, blind=int(is_blind)))
            copy.commit()
            with closing(sqlite3.connect(database["NAME"], timeout=30)) as live:
                copy.backup(live)
        return
    script = source.with_suffix(".sql")
    line = [tool("pg_restore"), "--no-owner", "--no-privileges", "--no-comments"]
    _run([*line, f"--file={script}", str(source)], database)
    whole = source.with_suffix(".whole.sql")
    hold = _HOLD.format(**moments, blind="true" if is_blind else "false")
    with whole.open("wb") as out:
        out.write(_EMPTY.encode())
        with script.open("rb") as dump:
            copy_for_older(dump, out)
        # the dump leaves the search path empty
        out.write(f"\nSET search_path = public;\n{hold};\n".encode())
    # One transaction: where anything fails, the old database stands as it was.
    line = [tool("psql"), "--quiet", "--no-psqlrc", "--single-transaction", "--output=/dev/null"]
    _run([*line, "--set=ON_ERROR_STOP=1", f"--file={whole}"], database)


def copy_for_older(script: BinaryIO, out: BinaryIO) -> None:
    """The script without the one setting that pg_restore 17 writes at its head whatever the server,
    and that a server before 17 refuses.
    """
    head = (line for line in islice(script, HEAD) if not line.startswith(NOT_BEFORE_17))
    out.writelines(head)
    shutil.copyfileobj(script, out)


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def tool(name: str) -> str:
    """One of PostgreSQL's programs: on PATH, else the newest where Debian puts them."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name)
    newest = os.pathsep.join(str(home) for home in reversed(homes))
    path = shutil.which(name, path=newest) or shutil.which(name)
    if path is None:
        raise DumpFailed(f"{name} is not installed; it comes with the package postgresql-client.")
    return path


def _run(line: list[str], database: Database) -> None:
    variables = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode"),
        "PGTZ": "UTC",  # the hold's moments are written so
    }
    environ = {**os.environ, **{name: str(value) for name, value in variables.items() if value}}
    # Our own words and temporary files, and the operator's settings by the environment.
    done = subprocess.run(line, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise DumpFailed(f"{Path(line[0]).name}: {done.stderr.strip()[-600:]}")
