"""A backup of the whole installation, and putting one back: held, with what must not be undone."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.core.management import call_command
from django.db import connection

from desk import archive, dumps
from desk.actions import carry_over, inventory
from desk.actions.carry_over import CarriedOver
from health import actions as health
from health.clock import real_now
from health.models import Heartbeat, Hold
from mail import actions as mail
from mail.models import Message, MessageState

BUCKET = "bucket.json"
PATIENCE = 60.0  # seconds for workers to finish what they hold
Say = Callable[[str], None]


class BackupRefused(RuntimeError):
    """It is not done; the text says why and what to do."""


def back_up(target: Path) -> int:
    """Write one file; its size. What is being sent at that moment is noted from the accept logs."""
    made_at = real_now()
    with TemporaryDirectory(dir=target.parent) as home:
        database = Path(home) / "database"
        # Before the dump and after: a log is emptied once its mails are marked, and what is marked
        # while the dump runs may stand in neither the dump nor the log that is left.
        accepted = set(mail.accepted(folder=settings.VAR_DIR / "accept-log"))
        dumps.dump(connection.settings_dict, database)
        accepted |= set(mail.accepted(folder=settings.VAR_DIR / "accept-log"))
        manifest = {
            "made_at": made_at.isoformat(),
            "engine": connection.vendor,
            "hash_key": _key_mark(),
            "marks": carry_over.marks(),
            "held": inventory.as_plain(inventory.held()),
            "accepted": sorted(accepted),
        }
        media = _files() if _is_folder() else _bucket()
        archive.write(
            target, manifest=manifest, database=database, media=media, key=settings.BACKUP_KEY
        )
    return target.stat().st_size


def compare(source: Path, *, say: Say) -> None:
    """Say what is in a backup, and what is here and not in it."""
    with TemporaryDirectory(dir=settings.VAR_DIR) as home:
        tar = archive.opened(source, Path(home), key=settings.BACKUP_KEY)
        manifest, _database = archive.read(tar, Path(home))
        _say_what_goes(manifest, say)


def restore(
    source: Path, *, say: Say, force: bool = False, agreed: Callable[[], bool] = lambda: True
) -> None:
    """Replace this installation by a backup, held. What goes is said first, then `agreed` is asked;
    in the end what was taken over and which files are missing. Raises BackupRefused before anything
    is changed.
    """
    with TemporaryDirectory(dir=settings.VAR_DIR) as home:
        tar = archive.opened(source, Path(home), key=settings.BACKUP_KEY)
        manifest, database = archive.read(tar, Path(home))
        _fits(manifest)
        made_at = datetime.fromisoformat(manifest["made_at"])
        knows = carry_over.is_successor(manifest["marks"])
        _say_what_goes(manifest, say)
        if not agreed():
            raise BackupRefused("Nothing was changed.")
        if knows:
            _wait_for_workers(force=force)
        carried = carry_over.gathered(since=made_at) if knows else CarriedOver()
        say(f"Putting back the database of {made_at:%Y-%m-%d %H:%M} UTC, held.")
        _close()
        dumps.put_back(
            connection.settings_dict, database, since=made_at, at=real_now(), is_blind=not knows
        )
        mail.forget_accepted(folder=settings.VAR_DIR / "accept-log")  # of rows of another database
        call_command("migrate", verbosity=0, interactive=False)
        mail.mark_accepted(ids=manifest["accepted"], now=made_at)
        counts = carry_over.put(carried, now=real_now())
        missing = _put_files(tar)
        # Those of the dump would pass for processes that live, until their counters stood still.
        Heartbeat.objects.all().delete()
    _say_what_was_carried(counts if knows else None, made_at, say)
    if missing:
        say(f"Missing in the bucket: {', '.join(missing)}")


def _say_what_goes(manifest: Mapping[str, Any], say: Say) -> None:
    made_at = datetime.fromisoformat(manifest["made_at"])
    say(f"In the backup of {made_at:%Y-%m-%d %H:%M} UTC:")
    for line in inventory.as_lines(inventory.from_plain(manifest["held"])):
        say(line)
    say("Here, made after it, and gone once it is put back:")
    for line in inventory.as_lines(inventory.held(since=made_at)):
        say(line)
    say("Only mails that went, and who has left or was erased, are taken over.")


def _say_what_was_carried(counts: Mapping[str, int] | None, made_at: datetime, say: Say) -> None:
    """`counts`: of what was taken over, by kind; None where there was nothing to ask."""
    if counts is None:
        say(
            "The database it replaced was not of this house, or is gone. So it cannot be known "
            f"what was sent after {made_at:%Y-%m-%d %H:%M} UTC, nor who has left since."
        )
    else:
        carried = ", ".join(f"{count} {what}" for what, count in counts.items())
        say(f"Taken over from the database it replaced: {carried}.")


def _fits(manifest: Mapping[str, Any]) -> None:
    if manifest["engine"] != connection.vendor:
        raise BackupRefused(
            f"This backup is of {manifest['engine']}; this installation uses {connection.vendor}."
        )
    if manifest["hash_key"] != _key_mark():
        raise BackupRefused(
            "HASH_KEY is another one than when this backup was made. With it nobody who left would "
            "be recognized. Set the HASH_KEY of that time."
        )


def _key_mark() -> str:
    """By which a HASH_KEY is known again, and not found out."""
    return hmac.new(settings.HASH_KEY.encode(), b"backup", hashlib.sha256).hexdigest()


def _wait_for_workers(*, force: bool) -> None:
    """No mail may be between claim and mark while the rows are replaced."""
    alive = Heartbeat.objects.alive(real_now()).values_list("kind", flat=True)
    if alive.exists() and not force:
        raise BackupRefused(
            f"These processes run: {', '.join(sorted(set(alive)))}. Stop them first; they keep in "
            "memory what the database is about to lose. (--force, if they are long dead.)"
        )
    was_held = health.standing_hold() is not None
    health.hold(reason=Hold.Reason.RESTORE, now=real_now())
    until = time.monotonic() + PATIENCE
    while _being_sent() and time.monotonic() < until:
        time.sleep(0.5)
    if _being_sent() and not force:
        if not was_held:
            health.release(now=real_now())
        raise BackupRefused("Mails are still being sent. Stop the mail workers and try again.")


def _being_sent() -> bool:
    """After what workers noted before they died was marked, and the rest given back."""
    mail.free_silent(folder=settings.VAR_DIR / "accept-log", worker="", now=real_now())
    return Message.objects.filter(state=MessageState.SENDING, settled_at=None).exists()


def _close() -> None:
    """SQLite's file is written by another connection."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        connection.close()


def _is_folder() -> bool:
    return isinstance(_storage(), FileSystemStorage)


def _storage() -> Storage:
    return default_storage._wrapped if hasattr(default_storage, "_wrapped") else default_storage


def _names(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        yield from _names(f"{folder}/{name}".lstrip("/"))


def _files() -> Iterator[tuple[str, bytes]]:
    for name in _names():
        try:
            with default_storage.open(name) as file:
                yield name, file.read()
        except FileNotFoundError:  # tidied away meanwhile
            continue


def _bucket() -> Iterator[tuple[str, bytes]]:
    """A bucket is kept by its own means; the backup says what has to be in it."""
    yield BUCKET, json.dumps(list(_names())).encode()


def _put_files(tar: Path) -> list[str]:
    """The media folder as it was; of a bucket, which files are missing."""
    names: set[str] = set()
    for name, content in archive.media(tar):
        if name == BUCKET:
            there = set(_names())
            return sorted(set(json.loads(content)) - there)
        names.add(name)
        if default_storage.exists(name):
            default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
    if _is_folder():
        for name in set(_names()) - names:  # files of rows that are not here
            default_storage.delete(name)
    return []
