"""Reads the settings' source loudly: a wrong value stops the start with one line naming it.

One source for every process and command: the process's own environment, then the file `.env`
(or the one that ENV_FILE names). environs reads both, a value from a file named by NAME_FILE too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environs
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from environs import validate

HOUSE = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A variable's value cannot be used; the text is the one line shown to the operator."""


class Values(environs.FileAwareEnv):
    """environs over given sources instead of `os.environ`. An earlier one wins."""

    def __init__(self, *sources: Mapping[str, str]) -> None:
        super().__init__(strip_whitespace=True)
        self.sources = sources

    def _get_value(self, env_key: str, default: Any) -> Any:
        """environs's own hook for where a value comes from. Empty is the same as unset."""
        for source in self.sources:
            named = source.get(f"{env_key}{self.file_suffix}", "").strip()
            if named:
                return self._content(env_key, Path(named))
            if value := source.get(env_key, "").strip():
                return value
        return default

    def _content(self, name: str, file: Path) -> str:
        try:
            content = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise WrongSetting(f"{name}_FILE: cannot read {file} ({reason}).") from error
        if not content:
            raise WrongSetting(f"{name}_FILE: {file} is empty.")
        return content


class Env:
    """Typed readings of one source. Every method raises `WrongSetting` naming the variable."""

    def __init__(self, environ: Mapping[str, str], file: Mapping[str, str] | None = None) -> None:
        self.values = Values(environ, file or {})

    def text(self, name: str, default: str | None = None) -> str:
        """The value of NAME, or of the file that NAME_FILE names, stripped."""
        try:
            return self.values.str(name) if default is None else self.values.str(name, default)
        except environs.EnvNotSetError as error:
            raise WrongSetting(
                f"{name} is not set; it has no default outside development."
            ) from error

    def flag(self, name: str, default: bool = False) -> bool:
        try:
            return bool(self.values.bool(name, default))
        except environs.EnvValidationError as error:
            raise WrongSetting(f"{name} must be yes or no.") from error

    def number(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        try:
            return int(self.values.int(name, default, validate=validate.Range(low, high)) or 0)
        except environs.EnvValidationError as error:
            raise WrongSetting(f"{name} must be a whole number from {low} to {high}.") from error

    def listed(self, name: str, default: str = "") -> list[str]:
        """Comma-separated values, empty ones dropped."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def url(self, name: str, default: str, schemes: set[str]) -> str:
        """An address of one of the schemes, still encoded: who takes it apart decodes its parts."""
        value = self.text(name, default)
        if value and split(name, value).scheme not in schemes:
            allowed = ", ".join(sorted(f"{scheme}://" for scheme in schemes))
            raise WrongSetting(f"{name} must start with one of {allowed}.")
        return value


def split(name: str, url: str) -> SplitResult:
    """The parts of NAME's address; a port or a bracket out of place is said in one line."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        said = f"{name} is not an address that can be read ({error}); encode special characters."
        raise WrongSetting(said) from error
    return parts


def need_extra(extra: str, module: str, name: str) -> None:
    """Packages that few need are installed on request."""
    if find_spec(module) is None:
        raise WrongSetting(
            f"{name} needs packages that are not installed:  uv sync --extra {extra}"
        )


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
                # secure_delete: what is deleted is overwritten, not left in a free page.
                # wal_autocheckpoint: in pages. At SQLite's own 1,000 the log takes 4 MB of a small
                # disk before it begins anew; once they are not there, it never does (promise 1).
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
                    "PRAGMA wal_autocheckpoint=200;"
                ),
            },
        }
    parts = split("DATABASE_URL", url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise WrongSetting(
            "DATABASE_URL must name a database, as in postgres://user:password@host/name."
        )
    # PostgreSQL compiles a query that it expects to be long, which takes it a second: more than
    # all the rest of a page of the desk (`bin/bench desk`). A pooler that takes no options:
    # `?options=`.
    options = {"options": "-c jit=off", **dict(parse_qsl(parts.query, keep_blank_values=True))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def stop_on_wrong[T](read: Callable[[], T]) -> T:
    """Run a reading; a wrong value ends the process with its one line, no traceback."""
    try:
        return read()
    except WrongSetting as error:
        raise SystemExit(f"Settings: {error}") from None


def source(environ: Mapping[str, str]) -> Env:
    """The settings of an environment: itself over ENV_FILE, which must exist, or `.env`."""
    named = environ.get("ENV_FILE", "").strip()
    file = Path(named or HOUSE / ".env")
    if not named and not file.exists():
        return Env(environ)
    try:
        return Env(environ, lines(file.read_text(encoding="utf-8"), named=str(file)))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise WrongSetting(f"ENV_FILE: cannot read {file} ({reason}).") from error


def lines(text: str, *, named: str) -> dict[str, str]:
    """NAME=value lines with `export`, quotes and comments; values as written, `$` included."""
    wrong = [row.original.line for row in parse_stream(StringIO(text)) if row.error]
    if wrong:
        raise WrongSetting(f"{named}: line {wrong[0]} cannot be read; it should be NAME=value.")
    values = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in values.items() if value}


environment = stop_on_wrong(lambda: source(os.environ))
