"""One file that holds a whole installation: a manifest, the database, and the media or the bucket's
list, as a tar; sealed where there is a key. Pure.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

VERSION = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"


class UnfitArchive(ValueError):
    """Not one of our backups, or not whole; the text says so to whoever restores."""


def fingerprint(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write(
    target: Path,
    *,
    manifest: Mapping[str, Any],
    database: Path,
    media: Iterable[tuple[str, bytes]],
    key: str,
) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    draft = target.with_name(f"{target.name}.part")
    plain = target.with_name(f"{target.name}.plain") if key else draft
    try:
        with _private(plain) as out, tarfile.open(fileobj=out, mode="w") as tar:
            filled = {**manifest, "version": VERSION, "sha256": fingerprint(database)}
            _add(tar, MANIFEST, json.dumps(filled, indent=1).encode())
            tar.add(database, arcname=DATABASE)
            for name, content in media:
                _add(tar, f"{MEDIA}{name}", content)
        if key:
            with plain.open("rb") as source, _private(draft) as sealed:
                _sealing().seal(source, sealed, key=key)
        draft.replace(target)
    finally:
        plain.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)


def opened(source: Path, folder: Path, *, key: str) -> Path:
    """The tar of a backup in a folder of ours, opened where it is sealed. Raises Unfit."""
    with source.open("rb") as file:
        if file.read(6) != b"RRBK1\n":
            return source
        file.seek(0)
        if not key:
            raise UnfitArchive("This backup is sealed: BACKUP_KEY is not set.")
        plain = folder / "plain.tar"
        sealing = _sealing()
        with _private(plain) as out:
            try:
                sealing.unseal(file, out, key=key)
            except sealing.CannotOpen as wrong:
                raise UnfitArchive(str(wrong)) from None
    return plain


def read(tar: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    """The manifest, and the database as a file in `folder`. Raises Unfit."""
    try:
        with tarfile.open(tar) as archive:
            manifest = json.loads(_content(archive, MANIFEST))
            database = folder / DATABASE
            # `data`: no link, device or path out of the folder, whatever somebody made of the file
            # (PEP 706).
            archive.extract(archive.getmember(DATABASE), folder, filter="data")
    except (tarfile.TarError, KeyError, ValueError) as wrong:
        raise UnfitArchive("This is no backup of ours, or not a whole one.") from wrong
    if manifest.get("version") != VERSION:
        raise UnfitArchive("This backup was made by another version of the product.")
    if manifest.get("sha256") != fingerprint(database):
        raise UnfitArchive("The database in this backup is damaged.")
    return manifest, database


def media(tar: Path) -> Iterator[tuple[str, bytes]]:
    """Every media file of a backup."""
    with tarfile.open(tar) as archive:
        for member in archive:
            if member.isfile() and member.name.startswith(MEDIA):
                yield member.name.removeprefix(MEDIA), _content(archive, member.name)


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    with file:
        return file.read()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


@contextmanager
def _private(file: Path) -> Iterator[io.BufferedWriter]:
    # The mode at its making: a file that is narrowed afterwards was open to others for a moment.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        # Before it takes its name: a backup that can be seen is whole, also after a loss of power.
        os.fsync(out.fileno())


def _sealing() -> Any:
    """Sealing needs a package that only it needs (the extra `backup`)."""
    try:
        return import_module("desk.encryption")
    except ModuleNotFoundError:
        raise UnfitArchive("BACKUP_KEY needs a package:  uv sync --extra backup") from None
