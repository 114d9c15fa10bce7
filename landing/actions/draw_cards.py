"""The pictures that stand where pages are shared, one for each page that has words for it: a task
looks which say otherwise than when they were drawn. Nobody is notified, and no visitor waits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

import guides
from assessments.models import Assessment
from consultations.models import Meeting
from guides.content import handouts
from guides.models import Guide, frozen_guide
from health.clock import now
from landing import share_card
from landing.actions.form_page import first_words
from landing.json_ld import plain
from landing.models import LandingPage, SignUpForm
from landing.schema import BlockKind, LandingBlock, LandingBody
from landing.share_card import ShareWords
from landing.sign_up.schema import FormBody
from mail import actions as mail
from offers.models import Offer
from practice.actions import add_picture, throw_away
from practice.identity import fingerprint
from practice.look import Look
from practice.models import Image, Practice, SharePicture
from practice.pictures import Picture

FONTS = Path(guides.__file__).parent / "fonts"
log = logging.getLogger(__name__)


def draw_cards(*, enough: Callable[[], bool] = lambda: False) -> int:
    """Draw those that are missing or say something else, until it is `enough`, as is asked after
    each; throw away those of pages that are gone. Returns how many were drawn.
    """
    practice = Practice.objects.the()
    look, pages = Look.of(practice), dict(_pages(practice))
    throw_away(row.image for row in _rows().exclude(path__in=pages))
    there = dict(SharePicture.objects.values_list("path", "drawn_of"))
    drawn = 0
    for path, words in pages.items():
        of = _drawn_of(words, look)
        if there.get(path) == of:
            continue
        try:
            image = _image(words, look)
        except OSError as error:  # no room, no bucket: the page is shared without it
            log.warning("a picture to share was not drawn: %s", type(error).__name__)
            continue
        _replace(path, image, of)
        drawn += 1
        if enough():
            break
    return drawn


def _pages(practice: Practice) -> Iterator[tuple[str, ShareWords]]:
    """The addresses of pages that may be shared, with what their pictures say."""

    def words(title: str, line: str) -> ShareWords:
        return ShareWords(practice.name, " ".join(title.split()), " ".join(line.split()))

    fronts = LandingPage.objects.filter(offer__state=Offer.State.OPEN).exclude(published=None)
    for page in fronts.select_related("published", "offer").order_by("pk"):
        assert page.published is not None
        front: LandingBody = page.published.read()  # type: ignore[assignment]  # this kind's schema
        yield page.get_absolute_url(), words(*_opening(front))
    for assessment in Assessment.objects.open().order_by("pk"):
        body = assessment.definition.body
        yield (
            reverse("assessment:start", args=[assessment.slug]),
            words(str(body["title"]), str(body.get("promise", ""))),
        )
    for form in SignUpForm.objects.taking():
        assert form.published is not None
        form_body: FormBody = form.published.read()  # type: ignore[assignment]  # this kind's schema
        yield form.get_absolute_url(), words(form_body.title, first_words(form_body))
    for row in mail.public_letters(now=now()):
        letter = mail.for_everybody(row)
        yield reverse("public_letter", args=[row.slug]), words(letter.subject, letter.line)
    for meeting in Meeting.objects.offered()[:1]:
        yield reverse("consultations:book"), words(meeting.title, meeting.for_whom)
    for offer in Offer.objects.open().order_by("pk"):
        for meeting in Meeting.objects.offered(offer.pk)[:1]:
            path = reverse("consultations:book-offer", args=[offer.slug])
            yield path, words(meeting.title, meeting.for_whom)
    open_guides = Guide.objects.filter(offer__state=Offer.State.OPEN).exclude(published=None)
    for guide in open_guides.select_related("published").order_by("pk"):
        assert guide.published is not None
        for section in handouts(frozen_guide(guide.published).body)[:1]:
            yield reverse("handout", args=[guide.slug]), words(section.title, section.kicker)


def _opening(front: LandingBody) -> tuple[str, str]:
    """The words a page opens with; where it has none, its title and its description."""
    first = next(
        (block for block in front.blocks if block.kind is BlockKind.OPENING), LandingBlock()
    )
    heading = plain(first.heading)
    return (heading, first.kicker or front.title) if heading else (front.title, front.description)


def _drawn_of(words: ShareWords, look: Look) -> str:
    worn = {"accent": look.accent, "warm": look.warm, "typeface": look.typeface}
    return fingerprint({"edition": share_card.EDITION, **worn, **words.as_body})


def _image(words: ShareWords, look: Look) -> Image:
    content = share_card.drawn(words, look, FONTS)
    alt = f"{words.practice}: {words.title}"[:200]
    picture = Picture(content, "png", *share_card.SIZE, {})
    return add_picture(Image(alt=alt, is_drawn=True), picture)


@transaction.atomic
def _replace(path: str, image: Image, of: str) -> None:
    # The practice's row is the lock: two workers that drew the same leave one picture.
    Practice.objects.select_for_update(of=("self",)).get(pk=1)
    throw_away(row.image for row in _rows().filter(path=path))
    SharePicture.objects.create(path=path, image=image, drawn_of=of)


def _rows() -> QuerySet[SharePicture]:
    return SharePicture.objects.select_related("image").order_by("pk")
