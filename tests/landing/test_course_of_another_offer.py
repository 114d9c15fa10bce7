"""A form joins letters of its own offer, and a course that is offered stays where it is."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Course
from guides.models import Guide
from guides.schema import GuideBody
from landing.models import SignUpForm
from landing.sign_up.schema import FormBody
from offers.models import Offer
from publishing import actions as publishing
from publishing.forms import box
from tests.offers import an_offer

pytestmark = pytest.mark.slow


@pytest.fixture
def offers(db: None) -> tuple[Offer, Offer]:
    return (
        an_offer("burnout", name="Burnout check", is_home=True),
        an_offer("rest", name="About rest"),
    )


@pytest.fixture
def course(offers: tuple[Offer, Offer]) -> Course:
    """Of the second."""
    return Course.objects.create(
        offer=offers[1], slug="rest-letters", title="Ten letters", consent_wording="Yes."
    )


def form_of(offer: Offer, course: str, now: datetime) -> SignUpForm:
    row = SignUpForm(slug="news", offer=offer)
    return publishing.create(row, body=FormBody(title="News", course=course), now=now)


def boxes(course: Course, **changed: object) -> dict[str, object]:
    """The page of a course as it is sent, without its lessons."""
    plain = {"title": course.title, "offer": course.offer_id, "state": course.state}
    plain |= {"description": "", "send_days": ["mon"], "send_hour": 9, "window_hours": 4}
    plain |= {"consent_wording": "Yes.", "consent_confirm": "", "zone": "", "holidays": ""}
    table = {"lessons-TOTAL_FORMS": "0", "lessons-INITIAL_FORMS": "0"}
    return plain | table | changed


def test_letters_of_another_offer_are_named_at_their_box_and_keep_a_form_from_being_published(
    offers: tuple[Offer, Offer], course: Course, moment: datetime
) -> None:
    form = form_of(offers[0], course.slug, moment)

    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(form, now=moment)

    (finding,) = [one for _row, one in refused.value.findings]
    assert finding.place == "course"
    assert "“Ten letters” belongs to another offer" in finding.message
    assert "“Burnout check”" in finding.message


def test_letters_of_another_offer_are_no_choice_of_the_box(
    admin_client: Client, offers: tuple[Offer, Offer], course: Course, moment: datetime
) -> None:
    form = form_of(offers[0], "", moment)
    sent = {"offer": str(offers[0].pk), "is_open": "on", box("title"): "News", box("fields"): ""}

    answer = admin_client.post(
        reverse("admin:landing_signupform_change", args=[form.pk]),
        sent | {box("course"): course.slug},
    )

    assert box("course") in answer.context["adminform"].form.errors


def test_course_cannot_leave_the_offer_whose_guide_and_form_offer_it(
    admin_client: Client, offers: tuple[Offer, Offer], course: Course, moment: datetime
) -> None:
    guide = Guide(slug="rest", offer=offers[1], course=course)
    publishing.create(guide, body=GuideBody(title="Rest well"), now=moment)
    form_of(offers[1], course.slug, moment)
    url = reverse("admin:courses_course_change", args=[course.pk])

    answer = admin_client.post(url, boxes(course, offer=offers[0].pk))

    course.refresh_from_db()
    assert course.offer == offers[1]
    (fault,) = answer.context["adminform"].form.errors["offer"]
    assert "“Rest well” (guide) and “News” (sign-up form) of “About rest”" in fault


def test_course_that_nothing_offers_may_move(
    admin_client: Client, offers: tuple[Offer, Offer], course: Course
) -> None:
    url = reverse("admin:courses_course_change", args=[course.pk])

    admin_client.post(url, boxes(course, offer=offers[0].pk))

    course.refresh_from_db()
    assert course.offer == offers[0]
