"""The mails of a try: what an offer would send to whoever tries it, and when. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

from assessments import actions as assessments
from contacts.models import Segment
from courses import actions as courses
from courses.rehearsal import rehearse
from courses.schedule import NeverOpens
from courses.timetable import Plan
from courses.variables import ASKS_LETTERS, ASKS_ONWARD, INVITES, LESSON
from desk.actions.offer_texts import OfferTexts
from desk.views.private_try import TryAnswers, TryVisit
from health.clock import now
from mail import actions as mail
from mail.models import SystemLetter
from mail.system_letters import words
from practice.models import Practice
from publishing.kinds import Preview
from publishing.pages import still
from writing.errors import Refused

GUIDE_LETTER = "guide"
# A letter's own styles: a frame without an address keeps to the policy of the page around it.
POLICY: dict[str, Any] = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}


@dataclass(frozen=True)
class TryLetter:
    """One mail: its number, 0 of the one with the guide; when it would go (`at`, in the zone of the
    practice) or why it would not; how it reads.
    """

    number: int
    preview: Preview
    at: datetime | None = None
    skipped: str = ""

    @property
    def html(self) -> str:
        return still(self.preview.html)


@method_decorator(csp_override(POLICY), name="dispatch")
class TryLetters(TryAnswers):
    """The letters in their order, each in a frame of its own."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        try:
            letters = [*_with_guide(visit), *_lessons(visit, now())]
        except NeverOpens as never:
            return visit.shown(request, "refused", title="", faults=[never])
        except Refused as refused:
            return visit.shown(request, "refused", title="", faults=refused.faults)
        return visit.shown(request, "letters", letters=letters, first_name=visit.first_name)


def _with_guide(visit: TryVisit) -> Iterator[TryLetter]:
    """The letter with the link that confirms and the guide, in the words of the offer or of all."""
    offer = visit.texts.offer
    drafts = SystemLetter.objects.filter(Q(offer=None) | Q(offer=offer), key=GUIDE_LETTER)
    draft = drafts.order_by(F("offer").asc(nulls_last=True)).first()
    if draft is None or visit.texts.guide is None:
        return
    letter_words = words(draft.key)
    made = mail.previewed(
        draft.body,
        purpose=draft.purpose,
        passages={},
        vocabulary=letter_words.vocabulary.with_axes(visit.definition.axes),
        reader=visit.reader,
        flags=letter_words.sample_flags,
        language=offer.language,
    )
    yield TryLetter(0, made)


def _lessons(visit: TryVisit, moment: datetime) -> Iterator[TryLetter]:
    """The lessons as they are drafted, at the times that the course itself would choose for whoever
    confirms now.
    """
    texts, reader = visit.texts, visit.reader
    if texts.course is None:
        return
    flags = dict.fromkeys((INVITES, ASKS_LETTERS, ASKS_ONWARD), True)
    reader = replace(reader, facts=reader.facts.with_facts(flags))
    open_facts, zone = reader.facts.disclosed(shared=True), Practice.objects.the().zone
    passages = assessments.passages(texts.offer.pk)
    by_key = {lesson.uid.hex: lesson for lesson in texts.lessons}
    for line in rehearse(_plan(texts), facts=open_facts, zone=zone, start=moment):
        lesson = by_key[line.card.key]
        made = courses.previewed(
            lesson.body,
            reader,
            passages,
            lesson=lesson,
            vocabulary=LESSON.with_axes(visit.definition.axes),
        )
        yield TryLetter(line.card.position, made, line.local, str(line.skipped or ""))


def _plan(texts: OfferTexts) -> Plan:
    """The timetable of the drafts, as if all of them were published."""
    course = texts.course
    assert course is not None  # its caller looked
    expanded = Segment.objects.expanded
    cards = (
        replace(lesson.card(course), audience=expanded(lesson.body.audience), published=True)
        for lesson in texts.lessons
    )
    return Plan(tuple(cards), course.zone)
