"""The practice's revisions: what it said of itself, and since when; its pictures; its zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from practice.look import Look
from practice.models import Image, Practice, PracticeRevision
from practice.pictures import Picture


def desk_zone() -> ZoneInfo:
    """The zone of the practice's clock, as the desk's middleware has set it for a page."""
    return ZoneInfo(timezone.get_current_timezone_name())


def present_revision(*, now: datetime, by: User | None = None) -> PracticeRevision:
    """The revision that says what the practice says now; made where it says something new.

    `by` is whoever changed it. A row changed by a script gets its revision here as well, when
    the next mail or guide asks.
    """
    identity = Practice.objects.the().identity
    newest = PracticeRevision.objects.first()
    if newest is not None and newest.sha256 == identity.sha256:
        return newest
    return _revised(now=now, by=by)


@transaction.atomic
def _revised(*, now: datetime, by: User | None) -> PracticeRevision:
    # The practice's row is the lock: two workers that see the change make one revision of it.
    identity = Practice.objects.select_for_update().get(pk=1).identity
    newest = PracticeRevision.objects.first()
    if newest is not None and newest.sha256 == identity.sha256:
        return newest
    return PracticeRevision.objects.create(
        number=newest.number + 1 if newest else 1,
        body=identity.as_body(),
        sha256=identity.sha256,
        created_at=now,
        by=by,
    )


@transaction.atomic
def publish_look(look: Look, *, now: datetime, by: User | None = None) -> PracticeRevision:
    """From now on pages, letters and guides wear this look."""
    Practice.objects.the()
    Practice.objects.filter(pk=1).update(**look.as_body())
    return present_revision(now=now, by=by)


def add_picture(image: Image, picture: Picture) -> Image:
    """Store a new picture with its sizes; `image` holds its description and its short name."""
    image.width, image.height = picture.width, picture.height
    image.widths = sorted(picture.renditions)
    name = f"{image.name or 'picture'}.{picture.ending}"
    image.file = ContentFile(picture.content, name=name)
    # The row comes last: a page that knows a size is given it.
    image.file.save(name, image.file.file, save=False)
    for width, rendition in picture.renditions.items():
        name = image.rendition(width)
        # Named by the content of the picture, so that one that is there says the same.
        if not image.file.storage.exists(name):
            image.file.storage.save(name, ContentFile(rendition))
    image.save()
    return image


def throw_away(images: Iterable[Image]) -> None:
    """Delete pictures that the product drew, and their files once that is committed."""
    for image in images:
        storage, stored = image.file.storage, str(image.file.name)
        files = [stored, *(image.rendition(width) for width in image.widths)]
        image.delete()
        # A file is named by its content: another picture of the same points keeps it.
        if not Image.objects.filter(file=stored).exists():
            transaction.on_commit(partial(_delete_files, storage, files))


def _delete_files(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        storage.delete(name)
