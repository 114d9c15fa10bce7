"""The look of the practice: checked, shown before it is published, put on."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.actions import scored
from desk.models import Brand
from desk.schema import BrandBody
from guides import actions as guides
from guides.models import Guide, GuideCopy
from guides.schema import PageKind
from landing.models import LandingPage
from mail import actions as mail
from mail.models import SystemLetter
from practice import contrast
from practice.actions import publish_look
from practice.look import Cover, Look
from practice.models import Image, Practice
from practice.once import instead
from publishing import actions as publishing
from publishing.kinds import Choices, Effect, Finding, Preview, PreviewRequest
from publishing.models import Revision
from publishing.pages import html_of

PAGE, LETTER, GUIDE = "page", "letter", "guide"
SHOWN_LETTER = "guide"  # the one that every reader gets


@dataclass(frozen=True)
class Surface:
    """Something a look is shown on; it stands where other kinds have sample readers."""

    key: str
    label: Any


SURFACES = (
    Surface(PAGE, gettext_lazy("The first page")),
    Surface(LETTER, gettext_lazy("A letter")),
    Surface(GUIDE, gettext_lazy("The guide")),
)


def surfaces(_brand: Brand) -> Sequence[Surface]:
    return SURFACES


def look_of(body: BrandBody) -> Look:
    """What is worn once this is published, with the description of the picture as it is now."""
    picture = body.cover_picture if body.cover is Cover.PICTURE else ""
    image = Image.objects.filter(name=picture).first() if picture else None
    said = {field.name: str(getattr(body, field.name, "")) for field in fields(Look)}
    return Look(**said | {"cover_picture": picture, "cover_alt": image.alt if image else ""})


def findings(_brand: Brand, body: BrandBody) -> Iterator[Finding]:
    """What keeps a look from being published: each fault at its box, with what would do."""
    yield from _pale("accent", body.accent, contrast.TEXT)
    yield from _pale("warm", body.warm, contrast.GRAPHIC)
    names = Image.objects.names()
    for place, name in (("logo", body.logo), ("cover_picture", body.cover_picture)):
        if name and name not in names:
            yield Finding(place, _("There is no picture “%s” any more.") % name)
    if body.cover is Cover.PICTURE and not body.cover_picture:
        yield Finding("cover_picture", _("Choose a picture, or another cover."))


def _pale(place: str, colour: str, enough: float) -> Iterator[Finding]:
    lowest = contrast.lowest(colour, contrast.GROUNDS)
    if lowest >= enough:
        return
    near = contrast.readable(colour, on=contrast.GROUNDS, towards="#000000", enough=enough)
    words = (
        _(
            "Too pale: small words in this colour are hard to read on paper (%(found).1f to 1; "
            "%(enough).1f is needed). The nearest that can be read is %(near)s."
        )
        if place == "accent"
        else _(
            "Too pale: lines and numbers in this colour are hard to see on paper (%(found).1f to "
            "1; %(enough).1f is needed). The nearest that can be seen is %(near)s."
        )
    )
    # Cut, not rounded: 4.46 is not the 4.5 that is asked for.
    values = {"found": int(lowest * 10) / 10, "enough": enough, "near": near}
    yield Finding(place, words % values)


def effects(_brand: Brand, _body: BrandBody) -> Iterator[Effect]:
    yield Effect(_("Your pages look like this at once, for everybody."))
    yield Effect(_("So do letters that nobody tried to send yet, and guides made from now on."))
    made = GuideCopy.objects.exclude(practice_revision=None).count()
    if made:
        words = ngettext(
            "%d guide that was made stays as it is.",
            "%d guides that were made stay as they are.",
            made,
        )
        yield Effect(words % made, made)


def choices(_brand: Brand) -> Choices:
    """The pictures that have a short name: they stay as they are."""
    rows = Image.objects.exclude(name="").order_by("name")
    named = [("", "–"), *((row.name, f"{row.name}: {row.alt}") for row in rows)]
    return {"logo": named, "cover_picture": named}


def put_on(_brand: Brand, revision: Revision, now: datetime) -> None:
    """What readers see is read from the practice, which is stamped on letters and guides."""
    body: BrandBody = revision.read()  # type: ignore[assignment]  # a revision of a look
    publish_look(look_of(body), now=now, by=revision.made_by)


@contextmanager
def worn(look: Look) -> Iterator[Practice]:
    """Inside the block everything that is rendered looks like this. Nothing is stored."""
    practice = copy.copy(Practice.objects.the())
    for name, value in look.as_body().items():
        setattr(practice, name, value)
    with instead("practice", practice):
        yield practice


def preview(_brand: Brand, body: BrandBody, request: PreviewRequest) -> Preview:
    """The first page, a letter, or the guide's cover with a page of it, in a look not saved yet."""
    surface = getattr(request.reader, "key", PAGE)
    with worn(look_of(body)) as practice:
        if surface == LETTER:
            return _letter()
        return _guide(request) if surface == GUIDE else _page(practice, request)


def _page(practice: Practice, request: PreviewRequest) -> Preview:
    """The front of the site as it is published; of a new one as it is drafted."""
    rows = LandingPage.objects.select_related("published", "offer")
    page = rows.order_by("-offer__is_home", "pk").first()
    if page is None:
        return Preview()
    body = page.body if page.published is None else page.published.read()
    _findings, made = publishing.preview(page, body, place="", now=request.now)
    around = {"practice": practice, "site_url": settings.SITE_URL}
    return Preview(html=html_of(made, around), language=made.language)


def _letter() -> Preview:
    letter = SystemLetter.objects.filter(key=SHOWN_LETTER).first()
    if letter is None:
        return Preview()
    shown = mail.preview(letter)
    return Preview(html=shown.html, subject=shown.subject)


def _guide(request: PreviewRequest) -> Preview:
    guide, readers = Guide.objects.order_by("-offer__is_home", "pk").first(), scored(None)
    if guide is None or not readers:
        return Preview()
    sections = guide.body.sections
    cover = [section for section in sections if section.kind is PageKind.COVER][:1]
    chapter = [section for section in sections if section.kind is PageKind.CHAPTER][:1]
    body = guide.body.model_copy(update={"sections": [*cover, *chapter]})
    paper_request = PreviewRequest(readers[0], "", request.now, medium="paper")
    paper = guides.on_paper(guides.unsaved(guide, body, paper_request), as_pictures=True)
    pages = [paper.pages[0], *paper.pages[2:3]]  # behind the cover stands the table of contents
    return Preview(html=render_to_string("desk/brand_pages.html", {"pages": pages}))


def choose_accent(accent: str, *, by: Any, now: datetime) -> None:
    """What the set-up asks: the main colour. It is published, unless more of the look waits to be:
    nothing goes out that she did not see.
    """
    brand = Brand.objects.select_related("published").first()
    waits = brand is not None and brand.has_changed
    if brand is None:
        brand = Brand(pk=1)
        publishing.create(brand, body=BrandBody(accent=accent), by=by, now=now)
    else:
        body = brand.body.model_copy(update={"accent": accent})
        publishing.save(brand, body=body, by=by, now=now)
    if not waits:
        publishing.publish_ready([brand], by=by, now=now)
