"""A copy's row and its answers, as the pure modules want them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.urls import reverse
from django.utils.translation import override

from assessments.models import Attempt
from contacts.links import absolute
from guides import blocks, content, links, recipient, wording
from guides.blocks import Medium
from guides.content import Chapter, GuideText
from guides.models import Guide, GuideCopy, GuideRequest, frozen_guide
from guides.recipient import Recipient
from guides.typography import written
from offers.models import Offer
from practice.identity import Identity
from practice.models import Image, Practice
from writing.segments import Facts


def reader_of(
    attempt: Attempt,
    *,
    guide: str,
    first_name: str,
    zone: str,
    paper: str,
    at: datetime,
    retake_url: str = "",
    with_answers: bool = True,
) -> Recipient:
    """Who gave these answers, or one of whom nothing is known; `at` is dated in their zone.
    `retake_url` is their own way to answer once more.
    """
    own = {"retake_url": retake_url} if retake_url else {}
    return recipient.reader(
        attempt.definition,
        attempt.outcome if with_answers else None,
        facts=attempt.facts if with_answers else Facts(),
        names=attempt.names if with_answers else {},
        first_name=first_name,
        date=written(at.astimezone(_zone(zone)).date(), paper=paper),
        urls=addresses(attempt.definition.slug, guide=guide) | own,
    )


def addresses(slug: str, *, guide: str) -> dict[str, str]:
    """The links a guide on paper may carry: none of them holds a token, since it is handed on.
    `slug` is the assessment's, `guide` the guide's.
    """
    return {
        "book_url": absolute("/book/"),
        "retake_url": absolute(reverse("assessment:start", args=[slug])),
        "site_url": absolute("/"),
        "guide_url": absolute("/"),
        "handout_url": absolute(reverse("handout", args=[guide])),
    }


def identity_of(copy: GuideCopy) -> Identity:
    """What the practice said when the copy was made; what it says now until then."""
    revision = copy.practice_revision
    return revision.identity if revision else Practice.objects.the().identity


def document_of(copy: GuideCopy, *, medium: Medium) -> GuideText:
    """The words of a copy, from its own version and the practice's.

    Before its mailbox said "this is mine", without the name and without all that answers choose:
    its chapters tell as much of them as the one that prints them.
    """
    is_claimed, frozen = copy.claimed_at is not None, copy.frozen
    is_own = is_claimed and medium == "page"  # whoever reads it there holds its token
    with override(frozen.language):
        reader = reader_of(
            copy.attempt,
            guide=frozen.slug,
            first_name=copy.first_name if is_claimed else "",
            zone=copy.zone,
            paper=copy.paper,
            at=copy.requested_at,
            retake_url=links.retake_url(copy) if is_own else "",
            with_answers=is_claimed,
        )
        closed = "" if is_claimed else str(wording.CLOSED)
        return content.document(frozen, reader, medium, identity=identity_of(copy), closed=closed)


def document_for(request: GuideRequest) -> GuideText:
    """The words for whoever holds the answers, without anybody's name."""
    frozen, identity = frozen_guide(request.revision), Practice.objects.the().identity
    with override(frozen.language):
        reader = reader_of(
            request.attempt,
            guide=frozen.slug,
            first_name="",
            zone=request.zone,
            paper=request.paper,
            at=request.asked_at,
        )
        return content.document(frozen, reader, identity=identity)


def handout_of(guide: Guide) -> Chapter | None:
    """The page for clients alone, for nobody in particular, as readers of the guide get it."""
    if guide.published is None or guide.assessment is None or guide.assessment.published is None:
        return None
    frozen = frozen_guide(guide.published)
    with override(frozen.language):
        reader = recipient.reader(
            guide.assessment.definition,
            None,
            facts=Facts(),
            names={},
            first_name="",
            date="",
            urls=addresses(guide.assessment.slug, guide=guide.slug),
        )
        return content.handout(frozen, reader, identity=Practice.objects.the().identity)


def with_handout() -> list[str]:
    """The short names of the guides of open offers that have a page for clients."""
    rows = Guide.objects.filter(offer__in=Offer.objects.open(), published__isnull=False)
    return [
        row.slug
        for row in rows.select_related("published")
        if row.published is not None and content.handouts(frozen_guide(row.published).body)
    ]


def pictures_of(document: GuideText) -> dict[str, bytes]:
    """The files of the pictures a document for paper asks for, by name; those gone are left out."""
    names = {name for chapter in document.chapters for name in blocks.pictures(chapter.html)}
    names |= document.look.pictures
    images = Image.objects.filter(name__in=names) if names else ()
    return {image.name: data for image in images if (data := _bytes(image)) is not None}


def _bytes(picture: Image) -> bytes | None:
    try:
        with picture.file.open() as file:
            data: bytes = file.read()
    except OSError:
        return None
    return data


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
