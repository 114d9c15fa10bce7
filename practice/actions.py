"""The practice's revisions: what it said of itself, and since when; its pictures; its zone;
for how long things are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from practice import icon
from practice.look import Look
from practice.models import FOLDER, UNNAMED, Image, Practice, PracticeRevision
from practice.pictures import Picture


def retention_days() -> dict[str, int]:
    """For how many days what is kept, by the names under which pages print them."""
    return {
        "unfinished_days": settings.KEEP_UNFINISHED_DAYS,
        "unconfirmed_days": settings.KEEP_UNCONFIRMED_DAYS,
        "booking_days": settings.KEEP_BOOKINGS_DAYS,
        "guide_days": settings.GUIDE_LINK_DAYS,
    }


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


def call_it(name: str) -> None:
    """Give a practice that has no name of its own yet this one."""
    Practice.objects.the()
    for column in ("name", "from_name"):
        Practice.objects.filter(**{column: UNNAMED}).update(**{column: name})


@transaction.atomic
def publish_look(look: Look, *, now: datetime, by: User | None = None) -> PracticeRevision:
    """From now on pages, letters and guides wear this look."""
    Practice.objects.the()  # makes the row where there is none yet, for `update` would not
    Practice.objects.filter(pk=1).update(**look.as_body(), **_icons(look))
    return present_revision(now=now, by=by)


def _icons(look: Look) -> dict[str, str]:
    """Draw the icons of a look in the place of those before; returns the names of their files."""
    before = list(Image.objects.filter(file__in=_icon_files(), is_drawn=True))
    of_logo = _icons_of_logo(look.logo) if look.logo else None
    if of_logo is not None:
        tab, touch = of_logo
        vector = ""  # a browser that can draw one would take the mark, not the logo
    else:
        tab, touch = icon.tab(look.accent), icon.touch(look.accent)
        vector = _add_icon(icon.svg(look.accent), "svg", icon.TAB)
    drawn = {
        "icon_svg": vector,
        "icon_tab": _add_icon(tab, "png", icon.TAB),
        "icon_touch": _add_icon(touch, "png", icon.TOUCH),
    }
    throw_away(before)
    return drawn


def _icons_of_logo(name: str) -> tuple[bytes, bytes] | None:
    """A logo that is about square as icons; None for any other, and where its file is lost."""
    logo = Image.objects.filter(name=name).first()
    if logo is None or not icon.is_square(logo.width, logo.height):
        return None
    try:
        with logo.file.storage.open(str(logo.file.name)) as file:
            return icon.of_logo(file.read())
    except OSError:
        return None


def _icon_files() -> list[str]:
    practice = Practice.objects.get(pk=1)
    names = filter(None, (practice.icon_svg, practice.icon_tab, practice.icon_touch))
    return [f"{FOLDER}/{name}" for name in names]


def _add_icon(content: bytes, ending: str, size: int) -> str:
    alt = str(Practice.objects.the())
    image = add_picture(Image(alt=alt, is_drawn=True), Picture(content, ending, size, size, {}))
    return PurePosixPath(str(image.file.name)).name


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
