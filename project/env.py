"""Reads the environment loudly: a wrong value stops the start with one line naming the variable.

Every variable may also come from a file named by NAME_FILE, as container secrets do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class Wrong(Exception):
    """A variable's value cannot be used; the text is the one line shown to the operator."""


class Env:
    """Typed readings of one environment. Every method raises `Wrong` naming the variable."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str | None = None) -> str:
        """The value of NAME, or of the file that NAME_FILE names, stripped."""
        file = self.environ.get(f"{name}_FILE", "")
        if file:
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise Wrong(f"{name}_FILE: cannot read {file} ({error.strerror}).") from error
        value = self.environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise Wrong(f"{name} is not set; it has no default outside development.")
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value in YES:
            return True
        if value in NO:
            return False
        raise Wrong(f"{name} must be yes or no.")

    def number(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        value = self.text(name, str(default))
        if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
            raise Wrong(f"{name} must be a whole number from {low} to {high}.")
        return int(value)

    def listed(self, name: str, default: str = "") -> list[str]:
        """Comma-separated values, empty ones dropped."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def url(self, name: str, default: str, schemes: set[str]) -> str:
        value = self.text(name, default)
        if value and urlsplit(value).scheme not in schemes:
            known = ", ".join(sorted(f"{scheme}://" for scheme in schemes))
            raise Wrong(f"{name} must start with one of {known}.")
        return value


def database(url: str, *, sqlite_file: Path) -> dict[str, object]:
    """Django's DATABASES entry for a postgres:// URL; for an empty one, a WAL SQLite file.

    SQLite has no row locks: IMMEDIATE transactions make our claims safe there.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite_file),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise Wrong("DATABASE_URL must name a database, as in postgres://user:password@host/name.")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def stop_on_wrong[T](read: Callable[[], T]) -> T:
    """Run a reading; a wrong value ends the process with its one line, no traceback."""
    try:
        return read()
    except Wrong as error:
        raise SystemExit(f"Settings: {error}") from None


def with_file(environ: Mapping[str, str], file: Path) -> dict[str, str]:
    """The environment over the KEY=VALUE lines of a .env file, if there is one; the former wins."""
    if not file.exists():
        return dict(environ)
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs} | dict(environ)


environment = Env(with_file(os.environ, Path(__file__).resolve().parent.parent / ".env"))
