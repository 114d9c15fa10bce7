"""Copies are made: claimed by a living worker, set, stored, mailed; tried again, or given up.

A claim stands while its worker's heartbeat is seen to go on; no clock is asked.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from contacts import actions as contacts
from guides import pdf, resource_limits
from guides.actions import letters
from guides.actions.receive import receive_due
from guides.actions.recipient import document_of, pictures_of
from guides.disk_space import FULL, NoSpace, check
from guides.models import GuideCopy, GuideRequest
from health.models import dead
from practice.actions import present_revision

State = GuideCopy.State
WAITS = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10))
WAIT_FOR_ROOM = timedelta(minutes=2)
MOST_TRIES = len(WAITS) + 1
SECONDS, MEGABYTES = 60, 700  # for one guide; it takes about one second and 150 MB
# No guide is begun after these. With the longest guide they end before the worker's time limit
# (project.processes), which would kill it in the middle of one.
PASS_SECONDS = 45
log = logging.getLogger(__name__)


def is_waited_for(*, now: datetime) -> bool:
    """Whether somebody's guide or letter waits for a guide worker to come back to it."""
    return GuideCopy.objects.due(now).exists() or GuideRequest.objects.due(now).exists()


def build_due(*, worker: str, clock: Callable[[], datetime], limit: int = 20) -> int:
    """Make up to `limit` copies, one after the other, for a while; how many were tried.

    What is asked for meanwhile is received between two, so that its letter need not wait longer
    than its turn.
    """
    started, handled = monotonic(), 0
    receive_due(now=clock())
    while handled < limit and monotonic() - started < PASS_SECONDS:
        copy = claim(worker=worker, now=clock())
        if copy is None:
            break
        make(copy, worker=worker, clock=clock)
        handled += 1
        receive_due(now=clock())
    return handled


@transaction.atomic
def claim(*, worker: str, now: datetime) -> GuideCopy | None:
    """The next copy for this worker: a due one, or one whose worker no longer lives.

    One that took several workers down with it is given up instead.
    """
    building = GuideCopy.objects.building()
    # The names first, then who of them lives: heartbeats are asked once, not once a row.
    holders = set(building.order_by().values_list("claimed_by", flat=True).distinct())
    # Its own name too: a worker makes one at a time, so what it still holds broke off earlier.
    left_behind = building.filter(claimed_by__in={worker, *dead(holders)})
    rows = (GuideCopy.objects.due(now) | left_behind).order_by("turn", "next_try_at", "pk")
    # With the person, whom the letter of one that is given up asks for: who is being erased is
    # skipped, not waited for with the copy held. `no_key`: rows that point to the person may be
    # written meanwhile, and their writers skip nothing here.
    free = rows.select_related("contact").select_for_update(
        skip_locked=True, no_key=True, of=("self", "contact")
    )
    copy = free.first()
    if copy is None:
        return None
    if copy.tries >= MOST_TRIES:
        _give_up(copy, "It took too long or too much memory.", now)
        return None
    copy.state, copy.claimed_by = State.BUILDING, worker
    # Counted before it is made: one that takes its worker down has used up a try all the same.
    copy.tries += 1
    copy.save(update_fields=("state", "claimed_by", "tries"))
    return copy


def make(copy: GuideCopy, *, worker: str, clock: Callable[[], datetime]) -> bool:
    """Set and store one claimed copy; False when it failed or the claim was lost meanwhile."""
    copy.practice_revision = copy.practice_revision or present_revision(now=clock())
    try:
        if isinstance(copy.file.storage, FileSystemStorage):
            check(Path(copy.file.storage.location))
        pdf.warm()
        with resource_limits.within(seconds=SECONDS, megabytes=MEGABYTES):
            document = document_of(copy, medium="paper")
            made = pdf.pdf(document, paper=copy.paper, pictures=pictures_of(document))
        # First the file, then the row that names it: killed in between it leaves a stray file
        # (`stray_files`), never a link to nothing.
        stored = _stored(copy, made)
    except NoSpace as error:
        _put_off(copy, worker, error, clock())
        return False
    except Exception as error:
        _failed(copy, worker, error, clock())
        return False
    try:
        _ready(copy, worker, stored, clock())
    finally:
        is_ready = _is_ours(copy, stored)
    return is_ready


def _is_ours(copy: GuideCopy, stored: str) -> bool:
    """Whether the row names the file; a file that none names goes. The row is asked, since a
    database that ends in the middle of a commit may have done it.
    """
    if GuideCopy.objects.filter(pk=copy.pk, file=stored).exists():
        return True
    copy.file.storage.delete(stored)
    return False


def _stored(copy: GuideCopy, made: bytes) -> str:
    """The name of the file it was written to; where that fails, none is left behind."""
    name = copy.file.field.generate_filename(copy, _name(copy))
    try:
        return copy.file.storage.save(name, ContentFile(made))
    except OSError as error:
        copy.file.storage.delete(name)
        if error.errno in FULL:
            raise NoSpace(error.strerror) from error
        raise


def _name(copy: GuideCopy) -> str:
    return f"{copy.uid.hex}-{secrets.token_hex(4)}.pdf"


def _held(copy: GuideCopy, worker: str) -> GuideCopy | None:
    """The row, locked, if this worker still holds it."""
    contacts.lock_owner(guides=copy.pk)  # before the row: its letter asks for the person
    rows = GuideCopy.objects.select_for_update(of=("self",))
    return rows.filter(pk=copy.pk, state=State.BUILDING, claimed_by=worker).first()


@transaction.atomic
def _ready(copy: GuideCopy, worker: str, stored: str, now: datetime) -> None:
    # Asked under the lock: while this was made, its claim may have gone to another worker, whose
    # file is the one to be named.
    row = _held(copy, worker)
    if row is None:
        return
    old = row.file.name if row.file else ""
    row.file.name = stored
    row.practice_revision = copy.practice_revision
    row.state, row.claimed_by, row.error, row.ready_at = State.READY, "", "", now
    if (row.claimed_at, row.first_name) != (copy.claimed_at, copy.first_name):
        row.state, row.next_try_at, row.tries = State.WANTED, now, 0  # its reader spoke meanwhile
    row.save(
        update_fields=(
            *("file", "practice_revision", "state", "claimed_by", "error", "ready_at"),
            *("next_try_at", "tries"),
        )
    )
    letters.post(row, now=now)
    if old:
        # After the commit: rolled back, the row still names the old file.
        transaction.on_commit(lambda: row.file.storage.delete(old))


@transaction.atomic
def _put_off(copy: GuideCopy, worker: str, error: Exception, now: datetime) -> None:
    """No room for the file: it is made when there is; the letter with the web version goes now."""
    log.warning("guide %s waits: %s", copy.uid, type(error).__name__)
    row = _held(copy, worker)
    if row is None:
        return
    row.state, row.claimed_by, row.error = State.WANTED, "", str(error)[:300]
    # No room is not the copy's fault: it uses up no try, however long the disk stays full.
    row.tries -= 1
    row.next_try_at = now + WAIT_FOR_ROOM
    row.save(update_fields=("state", "claimed_by", "error", "tries", "next_try_at"))
    letters.post(row, now=now)


@transaction.atomic
def _failed(copy: GuideCopy, worker: str, error: Exception, now: datetime) -> None:
    log.warning("guide %s failed, try %s: %s", copy.uid, copy.tries, type(error).__name__)
    row = _held(copy, worker)
    if row is None:
        return
    words = f"{type(error).__name__}: {error}"[:300]
    # One that fails again and again must not be tried for ever: each try takes a worker's minute
    # from everybody else's guide.
    if row.tries >= MOST_TRIES:
        _give_up(row, words, now)
        return
    row.state, row.claimed_by, row.error = State.WANTED, "", words
    row.next_try_at = now + WAITS[row.tries - 1]
    row.save(update_fields=("state", "claimed_by", "error", "next_try_at"))


def _give_up(row: GuideCopy, words: str, now: datetime) -> None:
    """The visitor gets the web version, the author a notice."""
    row.state, row.claimed_by, row.error = State.FAILED, "", row.error or words
    row.save(update_fields=("state", "claimed_by", "error"))
    letters.post(row, now=now)
    letters.tell_author(row, now=now)


@transaction.atomic
def retry(*, copy: GuideCopy, now: datetime) -> bool:
    """The author asks to try a given-up copy again; once made, its letter goes out by itself."""
    return bool(
        GuideCopy.objects.filter(pk=copy.pk, state=State.FAILED).update(
            state=State.WANTED, tries=0, error="", next_try_at=now, mail_at=now
        )
    )
