"""A new offer: blank, from a template, or the copy of another; and its letters written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments import outline
from assessments.models import Assessment, Passage
from assessments.outline import wording
from consultations.actions.copy_meeting import copy_meeting
from consultations.models import Meeting
from courses import actions as courses
from courses.models import Course, Lesson
from courses.schema import LessonBody
from desk.actions.offer_edit import Clash, OfferEdit
from desk.actions.offer_texts import OfferTexts, texts_of
from desk.models import PrivateTry
from guides import outline as guide_outline
from guides.models import Guide
from guides.outline import GuidePage
from guides.schema import GuideBody
from guides.wording import LETTERS
from landing import outline as landing_outline
from landing.models import LandingPage, SignUpForm
from landing.outline import FrontOutline
from landing.schema import LandingBody
from landing.sign_up.schema import FormBody
from mail.models import SystemLetter
from offers import actions as offers
from offers.models import Offer
from publishing import actions as publishing
from publishing.merge import GONE, Conflict


def free_slug(model: Any, words: str) -> str:
    """A name for an address, made from words, that no row of the model has."""
    longest = 50
    stem = slugify(words)[:longest].strip("-") or "offer"
    slug, number = stem, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem[: longest - 4]}-{number}"
    return slug


def _offer(name: str, language: str, now: datetime) -> Offer:
    slug = free_slug(Offer, name)
    offer = offers.save(Offer(name=name, slug=slug, language=language, made_at=now))
    PrivateTry.objects.create(offer=offer, made_at=now)
    return offer


@transaction.atomic
def begin(*, name: str, language: str, template: str, by: Any, now: datetime) -> Offer:
    """A draft of an offer with an assessment that says what the template says."""
    offer = _offer(name, language, now)
    make = outline.TEMPLATES[template]
    row = Assessment(slug=free_slug(Assessment, name), offer=offer)
    publishing.create(row, body=make(name, language), by=by, now=now)
    return offer


@transaction.atomic
def begin_with_form(*, name: str, language: str, by: Any, now: datetime) -> SignUpForm:
    """A draft of an offer without an assessment: a form that joins the list."""
    slug = free_slug(Offer, name)
    offer = offers.save(Offer(name=name, slug=slug, language=language, made_at=now))
    row = SignUpForm(slug=free_slug(SignUpForm, name), offer=offer)
    publishing.create(row, body=FormBody(title=name, letters=True), by=by, now=now)
    return row


@transaction.atomic
def copy_offer(first: Offer, *, name: str, language: str, by: Any, now: datetime) -> Offer:
    """A draft of an offer that says what another one's drafts say, under a name of its own."""
    offer, texts = _offer(name, language, now), texts_of(first)
    for passage in Passage.objects.filter(offer=first):
        publishing.copy(passage, key=passage.key, offer=offer, by=by, now=now)
    body = texts.assessment.body.model_copy(update={"title": name})
    slug = free_slug(Assessment, name)
    publishing.copy(texts.assessment, body=body, slug=slug, offer=offer, by=by, now=now)
    course = None
    if texts.course:
        course = courses.copy_course(texts.course, by=by, now=now)
        course.offer, course.state = offer, Course.State.OPEN
        course.title, course.slug = name, free_slug(Course, name)
        course.save(update_fields=("offer", "state", "title", "slug"))
    if texts.guide:
        slug = free_slug(Guide, name)
        columns: dict[str, Any] = {"slug": slug, "offer": offer, "course": course}
        publishing.copy(texts.guide, by=by, now=now, **columns)
    if texts.landing:
        slug = free_slug(LandingPage, name)
        publishing.copy(texts.landing, by=by, now=now, slug=slug, offer=offer)
    for meeting in Meeting.objects.filter(offer=first):
        copy_meeting(meeting, offer=offer)
    for letter in SystemLetter.objects.filter(offer=first):
        columns = {"key": letter.key, "purpose": letter.purpose, "name": letter.name}
        publishing.copy(letter, by=by, now=now, offer=offer, **columns)
    for form in SignUpForm.objects.filter(offer=first):
        _copy_form(form, offer=offer, joins=(texts.course, course), by=by, now=now)
    return offer


def _copy_form(
    form: SignUpForm,
    *,
    offer: Offer,
    joins: tuple[Course | None, Course | None],
    by: Any,
    now: datetime,
) -> None:
    """The copy joins the copy of the course; its file is a file of its own, so that a change of one
    deletes nothing of the other.
    """
    joined, copied = joins
    body = form.body
    if joined is not None and copied is not None and body.course == joined.slug:
        body = body.model_copy(update={"course": copied.slug})
    slug = free_slug(SignUpForm, f"{offer.slug} {body.title}"[:50])
    columns: dict[str, Any] = {"slug": slug, "offer": offer, "is_open": form.is_open}
    if form.file:
        with form.file.open() as file:
            columns["file"] = ContentFile(file.read(), name=Path(str(form.file.name)).name)
            publishing.copy(form, body=body, by=by, now=now, **columns)
    else:
        publishing.copy(form, body=body, by=by, now=now, **columns)


def write_guide(
    texts: OfferTexts, *, title: str, pages: Sequence[GuidePage], edit: OfferEdit
) -> None:
    """Save the guide's title and pages; the first words make the guide."""
    guide = texts.guide
    if guide is None and not any(page.title or page.text for page in pages):
        return
    old = edit.bases.body(guide) if guide else GuideBody()
    body = guide_outline.with_pages(old, title, pages)
    if guide:
        edit.save(guide, body)
        return
    slug = free_slug(Guide, texts.offer.name)
    row = Guide(slug=slug, offer=texts.offer, course=texts.course)
    publishing.create(row, body=body, by=edit.by, now=edit.now)


def write_front(texts: OfferTexts, said: FrontOutline, *, edit: OfferEdit) -> None:
    """Save what the first page says; the first words make the page."""
    offer, page = texts.offer, texts.landing
    button, heading = wording.front(offer.language)
    old = edit.bases.body(page) if page else LandingBody()
    body = landing_outline.with_front(old, said, button=button, heading=heading)
    if page:
        edit.save(page, body)
        return
    row = LandingPage(slug=free_slug(LandingPage, offer.slug), offer=offer)
    publishing.create(row, body=body, by=edit.by, now=edit.now)


@dataclass(frozen=True)
class OfferLetter:
    """One letter; `pk` is that of its lesson, None for a new one; `was` are the days that the page
    was opened with.
    """

    subject: str
    text: str
    days: int
    pk: int | None = None
    was: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.subject.strip() or self.text.strip())


def write_letters(texts: OfferTexts, letters: Sequence[OfferLetter], *, edit: OfferEdit) -> None:
    """Save the letters in this order; the first makes the course, an empty one is taken out. Those
    that the page did not know of follow.
    """
    by_pk = {lesson.pk: lesson for lesson in texts.lessons}
    course = texts.course
    if course is None and all(letter.is_empty for letter in letters):
        return
    if course is None:
        course = _course(texts)
    position = 0
    for letter in letters:
        lesson = by_pk.pop(letter.pk or 0, None)
        if letter.is_empty:
            if lesson is not None:
                _take_out(lesson, edit)
            continue
        if lesson is None and letter.pk and not _is_changed(course, letter, edit):
            continue  # somebody took it out meanwhile, and this page only had it in passing
        position += 1
        row = lesson or Lesson(course=course, key=free_key(course, letter.subject))
        _write_letter(row, letter, position, edit)
    for lesson in by_pk.values():
        position += 1
        Lesson.objects.filter(pk=lesson.pk).update(position=position)


def _take_out(lesson: Lesson, edit: OfferEdit) -> None:
    """Unless somebody else wrote in it meanwhile: then both are told."""
    number = edit.bases.number(lesson)
    if number != lesson.head:
        conflict = Conflict("", None, GONE, lesson.body.text)
        revision = lesson.revisions.get(number=lesson.head)
        edit.clashes.append(Clash(lesson, revision, conflict))
        return
    take_out(lesson, now=edit.now)


def _is_changed(course: Course, letter: OfferLetter, edit: OfferEdit) -> bool:
    """Whether a letter that is gone was written in, as far as anybody can tell."""
    gone = course.lessons.filter(pk=letter.pk or 0).first()
    if gone is None:
        return True
    body = edit.bases.body(gone)
    return (body.subject, body.text) != (letter.subject, letter.text)


def _course(texts: OfferTexts) -> Course:
    offer = texts.offer
    with override(offer.language):
        words = str(LETTERS)
    slug = free_slug(Course, offer.name)
    course = Course.objects.create(offer=offer, slug=slug, title=offer.name, consent_wording=words)
    if texts.guide and texts.guide.course_id is None:
        Guide.objects.filter(pk=texts.guide.pk).update(course=course)
    return course


def free_key(course: Course, words: str) -> str:
    stem, number = slugify(words)[:60].strip("-") or "letter", 1
    key = stem
    # Under the lock on the offer (`StepPage.post`): nobody takes the key meanwhile.
    while course.lessons.filter(key=key).exists():
        number += 1
        key = f"{stem}-{number}"
    return key


def _write_letter(lesson: Lesson, letter: OfferLetter, position: int, edit: OfferEdit) -> None:
    said = {"subject": letter.subject.strip(), "text": letter.text}
    if lesson.pk is None:
        lesson.position, lesson.delay_days = position, letter.days
        body = LessonBody(title=said["subject"] or _("A letter"), **said)
        publishing.create(lesson, body=body, by=edit.by, now=edit.now)
        return
    days, was = lesson.delay_days, letter.was
    lesson.delay_days = edit.column(
        f"{lesson.pk}/days", was=days if was is None else was, typed=letter.days, saved=days
    )
    lesson.position = position
    lesson.save(update_fields=("position", "delay_days"))
    old = edit.bases.body(lesson)
    title = said["subject"] if old.title == old.subject else old.title
    edit.save(lesson, old.model_copy(update={**said, "title": title or old.title}))


def take_out(lesson: Lesson, *, now: datetime) -> None:
    """A letter is no longer one of the course; one that nobody ever got is gone."""
    if lesson.published is None:
        lesson.delete()
    else:
        courses.unpublish(lesson=lesson, now=now)
