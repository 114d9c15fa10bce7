"""Can every text go out: published, without faults, links alive, pictures described, small."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain, islice

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Assessment
from consultations.models import Meeting
from courses.actions import silent_ends
from courses.models import Course, Lesson
from desk import probes
from desk.actions import link_check, starters
from desk.actions.checks import documents, pictures, placeholders
from desk.actions.findings import Check, CheckFinding, CheckMoment, fault, good, unknown
from desk.empty_texts import gaps
from guides.models import Guide
from landing.models import LandingPage, SignUpForm
from mail.models import Letter, SystemLetter
from mail.system_letters import SYSTEM
from practice.models import Practice
from publishing import actions as publishing
from writing.errors import Fault

CLIPPED = 100_000  # Gmail cuts a mail off at about 102 kB
MOST_LINKS = 40
REST = timedelta(minutes=10)
LONG_REST = timedelta(hours=12)  # others' sites are not asked all day
LINK = re.compile(r"https?://[^\s)>\"'\]}{]+")


def published(_moment: CheckMoment) -> CheckFinding:
    missing = [
        *(
            str(assessment)
            for assessment in Assessment.objects.with_result().filter(published=None)
        ),
        *(str(guide) for guide in Guide.objects.filter(published=None)),
        *(str(page) for page in LandingPage.objects.filter(published=None)),
        *(str(form) for form in SignUpForm.objects.filter(published=None, is_open=True)),
        *(str(document) for document in documents.unpublished()),
    ]
    if not (Assessment.objects.exists() or SignUpForm.objects.exists()):
        missing.append(_("an assessment, or a sign-up form"))
    if not missing:
        return good(_("Assessment, guide, landing page and letters are published."))
    return fault(_("Not published: %s.") % ", ".join(missing), _("Open each and publish it."))


def starter(_moment: CheckMoment) -> CheckFinding:
    """No fault: the starter's texts may go out as they are."""
    count = starters.count()
    words = ngettext(
        "%d text still says what the starter said; it is yours to change.",
        "%d texts still say what the starter said; they are yours to change.",
        count,
    )
    return good(words % count if count else _("Every text is in your own words."))


def letters(_moment: CheckMoment) -> CheckFinding:
    there = set(SystemLetter.objects.values_list("key", flat=True))
    missing = sorted(set(SYSTEM) - there)
    if not missing:
        return good(_("Every letter the product sends is there."))
    return fault(
        _("Letters of this version are missing: %s.") % ", ".join(missing),
        _("On the server, run: manage.py start_content"),
    )


def sources() -> Iterator[tuple[str, str]]:
    """(whose, text) of every text that goes out."""
    for document in publishing.in_use():
        yield from documents.prose(document)
    practice = Practice.objects.the()
    for meeting in Meeting.objects.filter(active=True):
        said = (meeting.title, meeting.for_whom, meeting.description, meeting.fee, meeting.is_not)
        yield str(meeting), "\n".join(said)
    own = (practice.links, practice.about, practice.thanks)
    yield _("your practice"), "\n".join(own)


def faults() -> Iterator[str]:
    """Every fault that would keep a text from being published, with its place; those of pictures
    have a line of their own.
    """
    for row, text, problems in documents.checked():
        own = pictures.own_lines(text)
        yield from (f"{row}: {problem.message}" for problem in problems if problem.line not in own)


def beside(look: Callable[[str], Iterable[Fault]]) -> Iterator[str]:
    """What `look` finds in the texts, with its place, but in the lines of pictures."""
    for whose, text in sources():
        own = pictures.own_lines(text)
        yield from (
            f"{whose}: {problem.message}" for problem in look(text) if problem.line not in own
        )


def wording(_moment: CheckMoment) -> CheckFinding:
    problem = next(chain(faults(), beside(gaps)), None)
    if problem is None:
        return good(_("Every variable, passage and block has its text."))
    return fault(problem, _("Open it and save: the faults stand beside the text."))


def shown(_moment: CheckMoment) -> CheckFinding:
    return pictures.finding(sources())


def dead_links(_moment: CheckMoment) -> CheckFinding:
    gone = next(beside(link_check.broken), None)
    if gone:
        return fault(gone, _("Mend or remove this link."))
    links = {link.rstrip(".,;:") for _whose, text in sources() for link in LINK.findall(text)}
    outside = sorted(link for link in links if not link.startswith(settings.SITE_URL))
    if not outside:
        return good(_("No text has a link to another site."))
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(outside, pool.map(reached, outside[:MOST_LINKS]), strict=False))
    dead = [link for link, code in answers.items() if code in (404, 410)]
    if dead:
        return fault(_("Dead: %s") % ", ".join(dead), _("Mend or remove these links."))
    if not any(answers.values()):
        return unknown(_("Could not ask: no network from here."))
    return good(_("%d links answer.") % len(answers))


def reached(link: str) -> int:
    """Its status; 0 when nothing answers."""
    try:
        return probes.status(link)
    except probes.NoNetwork:
        return 0


def size(_moment: CheckMoment) -> CheckFinding:
    letters = Letter.objects.filter(pk__in=Lesson.objects.values("letter")) | Letter.objects.filter(
        pk__in=SystemLetter.objects.values("letter")
    )
    big = [str(letter) for letter in letters if bulk(letter) > CLIPPED]
    if not big:
        return good(_("Every letter is shorter than what Gmail cuts off."))
    return fault(_("Too long for Gmail: %s.") % ", ".join(big), _("Shorten these letters."))


def bulk(letter: Letter) -> int:
    """An upper bound: the frame, the text, and the longest text of each passage it uses."""
    body = letter.body
    passages = body.get("passages", {}).values()
    longest = sum(
        max((len(text) for text in passage["cells"].values()), default=0) for passage in passages
    )
    return len(str(body.get("html", ""))) + 2 * (len(str(body.get("source", ""))) + longest)


def course(_moment: CheckMoment) -> CheckFinding:
    open_now = Course.objects.filter(state=Course.State.OPEN)
    if not open_now.exists():
        return good(_("No course takes people at the moment."))
    if open_now.filter(lessons__state=Lesson.State.PUBLISHED).exists():
        told = [_("The course is open and its lessons are published.")]
        ends = (end for course in open_now for end in silent_ends(course))
        told += [f"{lesson.course}, {lesson}: {words}" for lesson, words in islice(ends, 1)]
        return good(" ".join(told))
    return fault(_("The course is open, but no lesson is published."), _("Publish its lessons."))


def stand_ins(_moment: CheckMoment) -> CheckFinding:
    return placeholders.finding(sources())


LESSONS, GUIDE = "admin:courses_lesson_changelist", "admin:guides_guide_changelist"
LETTERS = "admin:mail_systemletter_changelist"
CHECKS = (
    Check("published", gettext_lazy("Published"), published, GUIDE, REST),
    Check("starter", gettext_lazy("Your own words"), starter, LESSONS, REST),
    Check("stand_ins", gettext_lazy("Stand-ins in texts"), stand_ins, LESSONS, REST),
    Check("letters", gettext_lazy("Letters of this version"), letters, LETTERS, REST),
    Check("course", gettext_lazy("Course"), course, LESSONS, REST),
    Check("wording", gettext_lazy("Wording"), wording, LESSONS, REST),
    Check("pictures", gettext_lazy("Pictures"), shown, LESSONS, REST),
    Check("dead_links", gettext_lazy("Links"), dead_links, LESSONS, LONG_REST),
    Check("size", gettext_lazy("Length of letters"), size, LESSONS, REST),
)
