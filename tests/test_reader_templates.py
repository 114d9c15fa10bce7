"""Every page, mail and guide that a reader can be shown is among those walked in a German offer.

The way from the first page to a booked hour is in `tests.test_languages`; here stand the pages off
that way, and the list of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as settings_of
from django.db import transaction
from django.template import Template
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.utils import translation
from django.views import defaults
from pytest_django.fixtures import Settings

from assessments import actions as assessments
from assessments.models import Assessment
from assessments.schema import AssessmentBody
from consultations import actions as consultations
from consultations import links as booking_links
from consultations.models import TimeRequest
from contacts import links
from contacts.models import Contact
from courses import links as course_links
from courses.models import AddressChange, DataRequest, Enrollment, Lesson
from desk.models import PrivateTry
from guides import links as guide_links
from guides.models import GuideCopy
from guides.schema import PageKind
from health.budgets import HONEYPOT, refused
from landing import actions as landing
from landing import links as landing_links
from landing.models import SignUp, SignUpForm
from landing.sign_up.schema import FormBody
from mail import actions as mail
from mail.models import Broadcast
from offers.models import Offer
from publishing import actions as publishing
from tests import letters
from tests import test_languages as way
from tests.assessments.rewriting import rewrite
from tests.assessments.test_languages import LAST, finished
from tests.documents import reword
from tests.pseudo import missed, pseudo
from tests.test_languages import ADDRESS, german, language, strays, visitor

__all__ = ["german", "language", "visitor"]  # pytest finds the fixtures by them
pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("language")
def test_pages_of_questions(visitor: Client, german: Assessment, moment: datetime) -> None:
    attempt = assessments.start(assessment=german, now=moment)
    assessments.answer(attempt=attempt, answers={}, page=LAST, now=moment)
    paths = [f"/assessment/0/{attempt.key}/{number}/" for number in range(1, LAST + 1)]

    pages = [visitor.get(path, follow=True) for path in paths]
    pages += [visitor.post(paths[0], {"way": "next"}, follow=True)]
    questions = visitor.get(f"/assessment/0/{attempt.key}/questions/").content.decode()
    done = finished(german, moment)
    pages.append(visitor.get(f"/assessment/0/{done.key}/delete/"))
    rewrite(german, mode="gated")
    publishing.freeze(german, now=moment)
    pages.append(visitor.get(f"/assessment/0/{finished(german, moment).key}/"))

    assert [strays(page) for page in pages] == [[]] * len(pages)
    assert missed(questions) == []  # a part of those pages


@pytest.mark.usefixtures("language")
def test_offer_that_is_not_there_for_visitors(visitor: Client, german: Assessment) -> None:
    Offer.objects.update(state="closed")
    closed = [visitor.get("/"), visitor.get("/assessment/0/")]
    Offer.objects.update(state="draft")

    assert [strays(page) for page in (*closed, visitor.get("/"))] == [[]] * 3


@pytest.mark.usefixtures("language")
def test_what_went_wrong(visitor: Client, german: Assessment, rf: RequestFactory) -> None:
    with translation.override("en-us"):
        request = rf.post("/guide/again/", {"email": ADDRESS})
        pages = [
            *(defaults.bad_request(request, ValueError()), defaults.server_error(request)),
            defaults.permission_denied(request, PermissionError()),
            *(refused(request, timedelta(minutes=minutes)) for minutes in (1, 3)),
        ]
    checked = Client(enforce_csrf_checks=True, **way.ENGLISH)
    pages.append(checked.post("/admin/login/"))
    pages.append(visitor.post("/guide/again/", {HONEYPOT: "0"}))

    assert [strays(page) for page in pages] == [[]] * len(pages)


@pytest.mark.usefixtures("language")
def test_links_that_are_over_or_wait_for_a_press(
    visitor: Client, german: Assessment, moment: datetime, at: Callable[[datetime], None]
) -> None:
    way.asked(visitor, finished(german, moment))
    way.work()
    copy, contact = GuideCopy.objects.get(), Contact.objects.get()
    visitor.post(
        f"/guide/for/{finished(german, moment).key}/", {"email": ADDRESS, "zone": "Europe/Berlin"}
    )
    way.work()
    pages = [visitor.get(links.confirm_url(contact))]
    Enrollment.objects.update(state=Enrollment.State.FINISHED)
    pages.append(visitor.get(links.preferences_url(contact)))
    change = AddressChange.objects.create(contact=contact, reserve=contact, asked_at=moment)
    pages.append(visitor.get(course_links.address_url(change)))
    Contact.objects.update(confirmed_at=moment)
    pages.append(visitor.get(course_links.letters_url(contact)))
    lesson = Lesson.objects.published().order_by("position", "pk")[0]
    reword(lesson, line=lesson.title, is_published=True, now=moment)
    pages.append(visitor.get(course_links.sheet_url(lesson.course)))
    pages.append(visitor.get(course_links.onward_url(Enrollment.objects.get())))
    guide = german.offer.guides.get()
    *others, last = guide.body.sections
    handout = last.model_copy(update={"kind": PageKind.HANDOUT, "condition": ""})
    reword(guide, sections=[*others, handout], is_published=True, now=moment)
    pages.append(visitor.get(f"/handout/{guide.slug}/"))
    GuideCopy.objects.filter(pk=copy.pk).update(claimed_at=moment)
    pages.append(visitor.get(guide_links.retake_url(copy)))
    held = course_links.own_data_url(DataRequest.objects.create(contact=contact, asked_at=moment))
    pages += [visitor.get(held), visitor.get(f"{held}erase/")]
    at(copy.expires_at + timedelta(days=1))
    expired = guide_links.guide_url(copy)
    pages += [visitor.get("/preferences/?say=sent"), visitor.post("/preferences/", {"email": ""})]
    pages += [visitor.get(expired), visitor.get(f"{expired}?say=sent"), visitor.get(held)]
    fresh = DataRequest.objects.create(contact=contact, asked_at=copy.expires_at)
    at(copy.expires_at)
    pages.append(visitor.post(f"{course_links.own_data_url(fresh)}erase/"))

    assert [strays(page) for page in pages] == [[]] * len(pages)


@pytest.mark.usefixtures("language")
def test_sign_up_form(visitor: Client, german: Assessment, moment: datetime) -> None:
    form = SignUpForm(slug="0", offer=german.offer)
    body = FormBody(title="–", intro="–", button="–", letters=True, letters_words="–", thanks="–")
    publishing.create(form, body=body, now=moment)
    publishing.publish(form, now=moment)
    person = {"email": ADDRESS, "zone": "Europe/Berlin", "letters": "on"}

    pages = [visitor.get("/join/0/"), visitor.post("/join/0/", {"email": "nobody"})]
    visitor.post("/join/0/", person)
    sent = landing_links.sent_path(SignUp.objects.get())
    pages += [visitor.get(sent), visitor.get(f"{sent}?say=again")]
    pages.append(visitor.post("/join/nowhere/", {"email": ADDRESS}))
    with translation.override("de"):
        pasted = landing.plain_fields(form, body)

    assert [strays(page) for page in pages] == [[]] * len(pages)
    assert way.missed(pasted) == []


@pytest.mark.usefixtures("language")
def test_letters_that_everybody_may_read(
    visitor: Client, german: Assessment, moment: datetime, at: Callable[[datetime], None]
) -> None:
    pages = [visitor.get("/letters/")]
    draft = letters.broadcast(now=moment, send_on=moment.date(), subject="–", text="–")
    Broadcast.objects.filter(pk=draft.pk).update(is_public=True, offer=german.offer)
    mail.schedule(broadcast=draft, now=moment)
    draft.refresh_from_db()
    at(moment + timedelta(days=1))

    pages += [visitor.get("/letters/"), visitor.get(f"/letters/{draft.slug}/")]

    assert [strays(page) for page in pages] == [[]] * len(pages)


@pytest.mark.usefixtures("language")
def test_time_that_the_author_offers(visitor: Client, german: Assessment, moment: datetime) -> None:
    left = {"email": ADDRESS, "first_name": "7", "zone": "Europe/Berlin", "text": "0"}
    visitor.post("/book/request/", left)
    offered = consultations.offer(
        time_request=TimeRequest.objects.get(), starts_at=moment + timedelta(days=2), now=moment
    )
    assert isinstance(offered, TimeRequest)

    assert strays(visitor.get(booking_links.offer_url(offered))) == []


@pytest.mark.usefixtures("language")
def test_private_link_of_a_draft(visitor: Client, german: Assessment, moment: datetime) -> None:
    link = f"/try/{PrivateTry.objects.create(offer=german.offer, made_at=moment).key}/"
    questions = german.definition.parts.questions
    answers = {
        key: question.options[-1].value
        for key, question in questions.items()
        if question.options and not question.kind.many
    }
    sent = {"way": "next", "at": str(LAST), "first_name": "7", **answers}

    pages = [visitor.get(link), visitor.get(f"{link}start/"), visitor.post(f"{link}questions/")]
    pages += [visitor.post(f"{link}{name}/", sent) for name in ("questions", "guide", "letters")]
    publishing.save(german, body=AssessmentBody(title="–"), now=moment)
    pages.append(visitor.get(link))

    assert [strays(page) for page in pages] == [[]] * len(pages)


BY_OTHER_MEANS = {
    "guides/pdf/guide.html",  # set by the guide on paper, under another name
    "desk/try/refused.html",  # tells the author her faults, in the words of the desk
}


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("language", [pseudo], indirect=True)
def test_every_template_of_readers_is_among_those_walked(
    visitor: Client,
    german: Assessment,
    moment: datetime,
    settings: Settings,
    at: Callable[[datetime], None],
    rf: RequestFactory,
    admin_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    walks: tuple[Callable[[], None], ...] = (
        lambda: way.test_open_pages(visitor),
        lambda: way.test_from_the_result_to_the_guide(visitor, german, moment, monkeypatch),
        lambda: way.test_guide_on_paper(visitor, german, moment),
        lambda: way.test_letters_and_what_they_open(visitor, german, moment, settings, at),
        lambda: way.test_a_booked_hour(visitor, german, settings, moment, at),
        lambda: test_pages_of_questions(visitor, german, moment),
        lambda: test_offer_that_is_not_there_for_visitors(visitor, german),
        lambda: test_what_went_wrong(visitor, german, rf),
        lambda: test_links_that_are_over_or_wait_for_a_press(visitor, german, moment, at),
        lambda: test_sign_up_form(visitor, german, moment),
        lambda: test_letters_that_everybody_may_read(visitor, german, moment, at),
        lambda: test_time_that_the_author_offers(visitor, german, moment),
        lambda: test_private_link_of_a_draft(visitor, german, moment),
        lambda: way.test_previews_of_an_offer(german, admin_client, moment),
    )
    with rendered() as names:
        for number, walk in enumerate(walks):
            settings.MAILBOX_DIR = tmp_path / str(number)
            at(moment)
            with undone():
                walk()
            german.refresh_from_db()

    assert sorted(of_readers() - names - BY_OTHER_MEANS) == []


@contextmanager
def rendered() -> Iterator[set[str]]:
    """The names of all templates that are rendered inside of the block."""
    names: set[str] = set()

    def note(sender: Template, **_more: Any) -> None:
        names.add(str(sender.name))

    template_rendered.connect(note)
    try:
        yield names
    finally:
        template_rendered.disconnect(note)


@contextmanager
def undone() -> Iterator[None]:
    """What the block stores is gone behind it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def of_readers() -> set[str]:
    """The templates in which `bin/messages` looks for what readers are told."""
    root = Path(settings_of.BASE_DIR)
    spec = spec_from_file_location("messages", root / "bin" / "lib" / "messages.py")
    assert spec
    assert spec.loader
    messages = module_from_spec(spec)
    spec.loader.exec_module(messages)
    files = [file for file in messages.files() if file.suffix in (".html", ".txt")]
    return {str(file.relative_to(root / "templates")) for file in files}
