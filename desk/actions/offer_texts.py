"""All texts of one offer: gathered, looked at for what is missing, opened together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments import outline
from assessments.models import Assessment
from consultations.models import Meeting
from courses.models import Course, Lesson
from desk.models import OfferStanding
from desk.offer_steps import FRONT, GUIDE, LETTERS, PUBLISH, STEPS, step_of
from guides.models import Guide
from landing.models import LandingPage, SignUpForm
from landing.outline import front
from mail.models import SystemLetter
from offers import actions as offers
from offers.models import Offer
from publishing import actions as publishing
from publishing import places
from publishing.kinds import Finding
from publishing.models import Document


@dataclass(frozen=True)
class OfferTexts:
    """One offer and what belongs to it; guide, letters, first page may be missing altogether."""

    offer: Offer
    assessment: Assessment
    guide: Guide | None
    course: Course | None
    lessons: tuple[Lesson, ...]
    landing: LandingPage | None
    # Written on pages of their own, published with the rest.
    system_letters: tuple[SystemLetter, ...] = ()
    forms: tuple[SignUpForm, ...] = ()

    @property
    def written_elsewhere(self) -> tuple[Document, ...]:
        return (*self.system_letters, *self.forms)

    @property
    def documents(self) -> list[Document]:
        """Each in its turn to be published: what is asked comes first."""
        path = [self.assessment, self.guide, *self.lessons, self.landing]
        rows = [*path, *self.written_elsewhere]
        return [row for row in rows if row is not None]

    @property
    def saved_at(self) -> datetime | None:
        return max(
            (document.saved_at for document in self.documents if document.saved_at), default=None
        )


def texts_of(offer: Offer) -> OfferTexts:
    """Read the texts of an offer."""
    guide = offer.guides.select_related("course").order_by("pk").first()
    course = guide.course if guide and guide.course else offer.courses.order_by("pk").first()
    lessons = course.lessons.exclude(state=Lesson.State.OFF) if course else Lesson.objects.none()
    # Not the one the row remembers: it may have been saved since.
    assessment = Assessment.objects.select_related("offer", "published").get(offer=offer)
    landing = LandingPage.objects.filter(offer=offer).first()
    ordered = tuple(lessons.order_by("position"))
    letters = tuple(SystemLetter.objects.filter(offer=offer).order_by("pk"))
    forms = tuple(SignUpForm.objects.filter(offer=offer).order_by("pk"))
    return OfferTexts(offer, assessment, guide, course, ordered, landing, letters, forms)


@dataclass(frozen=True)
class StepFinding:
    """What is missing or amiss in a text or a kind of meeting, with the step that makes it."""

    step: str
    document: Document | None
    place: str
    message: str
    meeting: Meeting | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """The row it stands in, on the page of its step: an item of a text, or a text."""
        return (*self.place.split("/")[1:2], str(self.document.pk if self.document else ""))

    @property
    def where(self) -> str:
        """The text and the place in it, as the author knows them."""
        if self.document is None:
            return ""
        body = self.document.read()
        is_there = self.place in places.flat(body)
        return places.name_of(type(body), places.flat(body), self.place) if is_there else ""


def missing(texts: OfferTexts) -> list[StepFinding]:
    """Everything that keeps the offer from being opened, in the order of the steps."""
    return [*_of_assessment(texts.assessment), *_of_rest(texts), *_of_meetings(texts.offer)]


def _of_assessment(assessment: Assessment) -> Iterator[StepFinding]:
    body = assessment.body
    shares = {share.key: share for share in assessments.shares(body)}
    wanted = outline.missing(body, shares)
    steps = {step_of(finding.place) for finding in wanted}
    # The checks before publishing say the same once more, and what has no place in words of rules.
    others = [
        finding for finding in publishing.check(assessment) if step_of(finding.place) not in steps
    ]
    for finding in (*wanted, *(finding for finding in others if finding.place or not wanted)):
        yield _found(step_of(finding.place), assessment, finding)


def _of_rest(texts: OfferTexts) -> Iterator[StepFinding]:
    if texts.lessons and not texts.guide:
        words = _(
            "People ask for the letters together with the guide. Write a guide, or take them out."
        )
        yield StepFinding(LETTERS, None, "", words)
    if texts.guide:
        yield from (
            _found(GUIDE, texts.guide, finding) for finding in publishing.check(texts.guide)
        )
    for lesson in texts.lessons:
        yield from (_found(LETTERS, lesson, finding) for finding in publishing.check(lesson))
    if texts.landing:
        yield from _of_landing(texts.landing)
    for row in texts.written_elsewhere:
        yield from (_found(PUBLISH, row, finding) for finding in publishing.check(row))


def _of_landing(page: LandingPage) -> Iterator[StepFinding]:
    findings = publishing.check(page)
    if not front(page.body).lead.strip():
        opening = f"blocks/{page.body.blocks[0].id}/text" if page.body.blocks else ""
        yield StepFinding(FRONT, None, "", _("Write a few words below the headline."))
        findings = [
            finding for finding in findings if finding.place not in (opening, "description")
        ]
    yield from (_found(FRONT, page, finding) for finding in findings)


def _of_meetings(offer: Offer) -> Iterator[StepFinding]:
    """Whoever reads of an hour must be able to book it: its own kinds, and those for all."""
    words = _("Say where you meet, or untick “can be booked”: nobody would know where to go.")
    for meeting in Meeting.objects.active_of(offer.pk):
        if not meeting.has_place:
            yield StepFinding(PUBLISH, None, "", words, meeting)


def _found(step: str, document: Document, finding: Finding) -> StepFinding:
    return StepFinding(step, document, finding.place, finding.message)


def note_standing(texts: OfferTexts, *, now: datetime) -> None:
    """Where the offer goes on, for Home; its own pages look anew."""
    findings = missing(texts)
    steps = {finding.step for finding in findings}
    step = next((step.key for step in STEPS if step.key in steps), PUBLISH)
    said = {"step": step, "to_do": len(findings), "saved_at": now}
    OfferStanding.objects.update_or_create(offer=texts.offer, defaults=said)


@transaction.atomic
def open_offer(texts: OfferTexts, *, is_home: bool, by: Any, now: datetime) -> None:
    """Publish every text and open the offer, or change nothing: raises `NotReady`."""
    for document in texts.documents:
        # Read anew: what a text may say hangs on the assessment published a moment ago.
        row = type(document)._default_manager.get(pk=document.pk)
        publishing.publish(row, by=by, now=now)
    offer = texts.offer
    offer.state, offer.is_home = Offer.State.OPEN, is_home or offer.is_home
    offers.save(offer)
