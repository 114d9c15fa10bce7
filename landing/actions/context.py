"""What stands on a landing page of other rows: links, pictures, a result, the guide's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments import files
from assessments.definition import Definition
from assessments.models import Assessment
from assessments.samples import ScoredSample
from consultations.models import Meeting
from guides.models import Guide
from landing.actions.sample import sample_of
from landing.checks import PageSurroundings
from landing.models import LandingPage, SignUpForm
from landing.page import PageContext
from landing.schema import BlockKind, LandingBlock, LandingBody, Target
from offers.models import Source
from practice.models import Image
from publishing.kinds import Choices, is_page_there
from writing.errors import Refused


def readers_of(page: LandingPage) -> list[ScoredSample]:
    """The made-up people of its offer, as its assessment scores them; before that is published, as
    its draft does.
    """
    assessment = page.assessment if page.offer_id else None
    if assessment is None:
        return []
    if assessment.published is not None:
        return assessments.sample_readers(assessment.definition)
    try:
        return assessments.sample_readers(Definition.from_body(files.plain(assessment.body)))
    except Refused:  # half-built: nobody can be scored yet
        return []


def page_context(
    page: LandingPage, body: LandingBody, *, source: Mapping[str, str] | None = None, now: datetime
) -> PageContext:
    """What a page shows; `source` is where its visitor came from, carried to the next page."""
    assessment = page.assessment if page.offer_id else None
    names = {block.picture for block in body.blocks if block.picture}
    pictures = Image.objects.filter(name__in=names) if names else ()
    return PageContext(
        links=_links(page, assessment, source or {}),
        pictures={image.name: image for image in pictures},
        samples=_samples(assessment, body, now),
        guides=_guide_pictures(page, body),
    )


def _links(
    page: LandingPage, assessment: Assessment | None, source: Mapping[str, str]
) -> Mapping[Target, str]:
    carried = f"?{urlencode(source)}" if source else ""
    start = reverse("assessment:start", args=[assessment.slug]) if assessment else "/"
    form = form_of(page.offer_id)
    # Said to these two, which else take themselves for the first page they opened.
    landed = urlencode({"piece": Source.Piece.LANDING.value, **source})
    return {
        Target.ASSESSMENT: start + carried,
        Target.FORM: f"{form.get_absolute_url()}?{landed}" if form else "",
        Target.BOOKING: f"{reverse('consultations:book')}?{landed}",
    }


def form_of(offer: int | None) -> SignUpForm | None:
    """The form that the buttons of an offer lead to: the first that is published and open."""
    rows = SignUpForm.objects.filter(offer=offer, is_open=True).exclude(published=None)
    rows = rows.select_related("offer").defer("draft")
    return rows.order_by("pk").first()


def _samples(assessment: Assessment | None, body: LandingBody, now: datetime) -> Mapping[str, Any]:
    wanted = [block for block in body.blocks if block.kind is BlockKind.SAMPLE]
    if not wanted or assessment is None or assessment.published is None:
        return {}
    samples = {block.id: sample_of(assessment, block.reader, now=now) for block in wanted}
    return {block: sample for block, sample in samples.items() if sample is not None}


def _guide_pictures(page: LandingPage, body: LandingBody) -> Mapping[str, list[Image]]:
    pictures: dict[str, list[Image]] = {}
    if page.pk is None or not any(block.kind is BlockKind.GUIDE for block in body.blocks):
        return pictures
    for row in page.guide_pictures.select_related("image").order_by("block", "place"):
        pictures.setdefault(row.block, []).append(row.image)
    return pictures


def card(body: LandingBody, shown: PageContext) -> Image | None:
    """The picture that stands where the page is shared: that of its opening."""
    opening = next(
        (block for block in body.blocks if block.kind is BlockKind.OPENING), LandingBlock()
    )
    return shown.pictures.get(opening.picture)


def choices(page: LandingPage) -> Choices:
    """What the boxes of a block offer: her pictures, the made-up people."""
    pictures = [(image.name, image.alt) for image in Image.objects.exclude(name="").order_by("alt")]
    readers = [(sample.key, sample.label) for sample in readers_of(page)]
    return {"picture": [("", "–"), *pictures], "reader": [("", _("the first")), *readers]}


def surroundings(page: LandingPage) -> PageSurroundings:
    """What a page may lead to and show, as its checks ask."""
    assessment = page.assessment if page.offer_id else None
    return PageSurroundings(
        has_assessment=assessment is not None,
        has_form=SignUpForm.objects.filter(offer=page.offer_id).exists(),
        has_guide=Guide.objects.filter(offer=page.offer_id).exists(),
        may_book=Meeting.objects.active_of(page.offer_id).exists(),
        readers=frozenset(sample.key for sample in readers_of(page)),
        pictures=dict(Image.objects.exclude(name="").values_list("name", "alt")),
        is_there=is_there,
    )


def is_there(path: str) -> bool:
    """Whether a path of this site has a page."""
    path = path.removeprefix(settings.SITE_URL).split("?")[0].split("#")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return False
    slug = match.kwargs.get("slug")
    return not slug or is_page_there(match.view_name, str(slug))
