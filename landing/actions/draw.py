"""Pages of the guide as pictures, drawn for the blocks that show them: a task looks what its guide,
its reader or the practice say otherwise than when they were drawn. Nobody is notified.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.samples import ScoredSample
from guides import actions as guides
from guides.models import Guide
from landing.actions.context import readers_of
from landing.models import GuidePicture, GuideRefusal, LandingPage
from landing.schema import BlockKind, LandingBlock, LandingBody
from practice.actions import add_picture, throw_away
from practice.identity import fingerprint
from practice.models import Image, Practice
from practice.pictures import prepared
from writing.errors import Refused

COVER = 1
FIRST_REST, LONGEST_REST = timedelta(minutes=2), timedelta(days=1)
MOST_DOUBLED = 10
"""A guide that could not be drawn rests twice as long each time, until it says something else."""
log = logging.getLogger(__name__)


def draw_due(*, now: datetime, enough: Callable[[], bool] = lambda: False) -> int:
    """Draw what published pages show of their guides and is not drawn of what these say now, until
    it is `enough`, as is asked after each guide; throw away what none shows any more. Returns how
    many blocks were drawn.
    """
    drawn = 0
    for is_drawn in _tried(now):
        drawn += is_drawn
        if enough():
            break
    return drawn


def _tried(now: datetime) -> Iterator[bool]:
    """For each block that is to be drawn, whether it was."""
    pages = LandingPage.objects.exclude(published=None).select_related("published", "offer")
    for page in pages.order_by("pk"):
        blocks = {block.id: block for block in _guide_blocks(page)}
        throw_away(_images(page.guide_pictures.exclude(block__in=blocks)))
        page.guide_refusals.exclude(block__in=blocks).delete()
        guide, readers = page.guide, readers_of(page)
        if guide is None or not readers:
            continue
        for block in blocks.values():
            reader = next((reader for reader in readers if reader.key == block.reader), readers[0])
            numbers = tuple(filter(None, (COVER, block.page, block.other_page)))
            of = _drawn_of(guide, reader, numbers)
            if _is_due(page, block, of, now=now):
                yield _draw(page, block, guide, reader, numbers=numbers, of=of, now=now)


def _guide_blocks(page: LandingPage) -> Iterator[LandingBlock]:
    assert page.published is not None
    body: LandingBody = page.published.read()  # type: ignore[assignment]  # this kind's schema
    return (block for block in body.blocks if block.kind is BlockKind.GUIDE)


def _is_due(page: LandingPage, block: LandingBlock, of: str, *, now: datetime) -> bool:
    rows = page.guide_pictures.filter(block=block.id)
    if rows.exists() and not rows.exclude(drawn_of=of).exists():
        return False
    rests = page.guide_refusals.filter(block=block.id, drawn_of=of, next_at__gt=now)
    return not rests.exists()


def _draw(
    page: LandingPage,
    block: LandingBlock,
    guide: Guide,
    reader: ScoredSample,
    *,
    numbers: tuple[int, ...],
    of: str,
    now: datetime,
) -> bool:
    # Outside any transaction: a guide takes seconds, and nobody shall wait for a row meanwhile.
    try:
        drawn = guides.published_pages(guide, reader, numbers=numbers, now=now)
        with override(page.offer.language):
            images = [_image(file, place, guide) for place, file in enumerate(drawn)]
    except (Refused, OSError) as error:  # too much for its limits, or no room for the files
        # The page stands without them.
        rest = _put_off(page, block, of, now=now)
        reason = type(error.__cause__ or error).__name__
        log.warning(
            "the guide on landing page %s was not drawn (%s); tried again in %d minutes",
            *(page.pk, reason, rest / timedelta(minutes=1)),
        )
        return False
    _replace(page, block, images, of)
    return True


def _put_off(page: LandingPage, block: LandingBlock, of: str, *, now: datetime) -> timedelta:
    """For how long it rests."""
    before = page.guide_refusals.filter(block=block.id, drawn_of=of).first()
    tries = before.tries + 1 if before else 1
    rest: timedelta = min(FIRST_REST * 2 ** min(tries - 1, MOST_DOUBLED), LONGEST_REST)
    values = {"drawn_of": of, "tries": tries, "next_at": now + rest}
    GuideRefusal.objects.update_or_create(page=page, block=block.id, defaults=values)
    return rest


def _drawn_of(guide: Guide, reader: ScoredSample, numbers: tuple[int, ...]) -> str:
    assert guide.published is not None
    values = {
        "guide": guide.published.sha256,
        "practice": Practice.objects.the().identity.sha256,
        "reader": [reader.key, reader.first_name, sorted(reader.names.items())],
        "pages": list(numbers),
    }
    return fingerprint(values)


def _image(file: bytes, place: int, guide: Guide) -> Image:
    title = guide.body.title
    alt = _("The cover of “%s”") if place == 0 else _("A page of “%s”")
    return add_picture(Image(alt=(alt % title)[:200], is_drawn=True), prepared(file))


@transaction.atomic
def _replace(page: LandingPage, block: LandingBlock, images: list[Image], of: str) -> None:
    # The page's row is the lock: two workers that drew the same leave one set of pictures.
    LandingPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    throw_away(_images(page.guide_pictures.filter(block=block.id)))
    page.guide_refusals.filter(block=block.id).delete()
    for place, image in enumerate(images):
        GuidePicture.objects.create(
            page=page, block=block.id, place=place, image=image, drawn_of=of
        )


def _images(rows: QuerySet[GuidePicture]) -> list[Image]:
    return [row.image for row in rows.select_related("image")]
