"""The pages that may stand in a frame on the author's website, and all others, that may not."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import get_script_prefix

from assessments.models import Attempt
from consultations.models import Booking, Meeting
from contacts.links import absolute
from desk.actions import content
from health.budgets import START
from landing.documents import FORM
from landing.models import AllowedSite, LandingPage, SignUp, SignUpForm
from landing.origins import origin_of
from mail.models import Message
from offers.models import Offer
from practice.frames import PREFIX
from tests.consultations.conftest import meeting
from tests.offers import HOME
from writing.errors import Refused

__all__ = ["meeting"]

pytestmark = pytest.mark.slow
SLUG = "resistance-reframe"
START_PAGE = f"/embed/assessment/{SLUG}/"
SITES = ("https://www.example.com", "http://localhost:8123")


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def sites(db: None) -> list[AllowedSite]:
    return [AllowedSite.objects.create(origin=origin) for origin in SITES]


@pytest.fixture
def form(landing: LandingPage, moment: datetime) -> SignUpForm:
    room = content.Documents(FORM)
    room.load(HOME, as_starter=True, now=moment)
    room.publish(now=moment)
    return SignUpForm.objects.get()


def ancestors(answer: HttpResponse) -> str:
    match = re.search(r"frame-ancestors ([^;]+)", answer["Content-Security-Policy"])
    assert match
    return match[1]


def test_framed_page_names_exactly_the_allowed_sites(
    client: Client, landing: LandingPage, sites: list[AllowedSite]
) -> None:
    answer = client.get(START_PAGE)

    assert answer.status_code == 200
    assert ancestors(answer) == "http://localhost:8123 https://www.example.com"
    assert "X-Frame-Options" not in answer


def test_without_a_site_nobody_may_frame(client: Client, landing: LandingPage) -> None:
    assert ancestors(client.get(START_PAGE)) == "'none'"


def test_our_own_desk_shows_a_frame_also_before_a_site_is_allowed(
    client: Client, landing: LandingPage
) -> None:
    answer = client.get(START_PAGE, headers={"sec-fetch-site": "same-origin"})

    assert ancestors(answer) == "'self'"


@pytest.mark.parametrize("path", ["/", f"/assessment/{SLUG}/", "/book/", "/privacy/"])
def test_everything_else_stays_refused(
    client: Client, landing: LandingPage, sites: list[AllowedSite], path: str
) -> None:
    answer = client.get(path)

    assert ancestors(answer) == "'none'"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["privacy/", "admin/", "confirm/x/", "preferences/x/"])
def test_what_acts_by_one_press_is_never_framed(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/embed/{path}?a=b")

    assert answer.status_code == 302
    assert answer["Location"] == f"/{path}?a=b"
    assert ancestors(answer) == "'none'"
    assert client.post(f"/embed/{path}").status_code == 404


def test_whole_assessment_stays_in_the_frame_without_a_cookie(
    client: Client, landing: LandingPage
) -> None:
    answer = client.post(START_PAGE)
    for _page in range(30):
        assert answer["Location"].startswith(f"/embed/assessment/{SLUG}/")
        page = client.get(answer["Location"])
        action = re.search(r'<form class="form" method="post" action="([^"]+)"', page.text)
        if action is None or "guide/for" in action[1]:
            break
        assert action[1].startswith("/embed/")
        answer = client.post(action[1], {"way": "open"})

    assert Attempt.objects.get().finished_at
    assert 'action="/embed/guide/for/' in page.text
    assert not client.cookies
    assert get_script_prefix() == "/"


def test_copied_link_leads_to_the_full_page(client: Client, landing: LandingPage) -> None:
    page = client.get(client.post(START_PAGE)["Location"]).text
    alone = client.get(client.post(f"/assessment/{SLUG}/")["Location"]).text

    copied = re.search(r'data-copy="([^"]+)"', page)
    assert copied
    assert "/embed/" not in copied[1]
    assert "/embed/" not in alone


def test_first_question_on_her_page_begins_with_its_answer(
    client: Client, landing: LandingPage
) -> None:
    page = client.get(f"{START_PAGE}?first=question").text
    name, value = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)"', page)[0]

    client.post(START_PAGE, {name: value})

    assert page.count('<fieldset class="question"') == 1
    assert set(Attempt.objects.get().answers) == {name}


def test_first_question_left_open_or_made_up_begins_all_the_same(
    client: Client, landing: LandingPage
) -> None:
    answer = client.post(START_PAGE, {"field": "no such answer", "other": "x"})

    assert answer["Location"].endswith("/1/")
    assert Attempt.objects.get().answers == {}


def test_offers_own_name_leads_to_its_assessment(client: Client, landing: LandingPage) -> None:
    Offer.objects.update(slug="from-her-site")

    answer = client.get("/embed/assessment/from-her-site/")

    assert answer["Location"] == START_PAGE


@pytest.mark.parametrize("as_", ["assessment", "form", "book"])
def test_removed_offer_has_a_kind_sentence_in_the_frame(
    client: Client, landing: LandingPage, sites: list[AllowedSite], as_: str
) -> None:
    answer = client.get(f"/embed/{as_}/was-here-once/")

    assert answer.status_code == 404
    assert "moved or is taken down" in answer.text
    assert SITES[0] in ancestors(answer)
    assert "masthead" not in answer.text


def test_closed_offer_has_a_kind_sentence_in_the_frame(
    client: Client, landing: LandingPage, sites: list[AllowedSite]
) -> None:
    Offer.objects.update(state=Offer.State.CLOSED)

    assert "This one is resting" in client.get(START_PAGE).text
    assert "Nothing can be booked right now" in html.unescape(
        client.get(f"/embed/book/{SLUG}/").text
    )
    assert client.post(START_PAGE).status_code == 200
    assert not Attempt.objects.exists()


def test_forged_key_has_a_kind_sentence_in_the_frame(
    client: Client, landing: LandingPage, sites: list[AllowedSite]
) -> None:
    for path in (
        f"{START_PAGE}{'x' * 22}/",
        "/embed/guide/asked/forged/",
        "/embed/booking/forged/",
        "/embed/join/sent/forged/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert SITES[1] in ancestors(answer)


def test_booking_in_a_frame_keeps_its_visitor_there_and_its_letter_out(
    client: Client, landing: LandingPage, meeting: Meeting
) -> None:
    page = client.get(f"/embed/book/{SLUG}/").text
    assert f'action="/embed/book/{SLUG}/"' in page
    assert f'action="/embed/book/{SLUG}/request/' in page

    sent = {"start": "2026-11-25T14:00Z", "zone": "Asia/Kolkata", "email": "kim@example.org"}
    key = re.search(r'name="request_key" value="([^"]+)"', page)
    assert key
    answer = client.post(f"/embed/book/{SLUG}/", {**sent, "request_key": key[1]})

    assert Booking.objects.get().state == Booking.State.BOOKED
    assert answer["Location"].startswith("/embed/booking/")
    assert client.get(answer["Location"]).status_code == 200
    assert not client.cookies
    assert not any("/embed/" in str(values) for values in Message.objects.values_list("values"))


def test_sign_up_form_stays_in_the_frame_without_a_cookie(
    client: Client, form: SignUpForm, sites: list[AllowedSite]
) -> None:
    page = client.get(f"/embed/form/{form.slug}/")
    action = re.search(r'<form class="form" method="post" action="([^"]+)"', page.text)
    boxes = dict.fromkeys(re.findall(r'type="checkbox" name="([^"]+)"', page.text), "on")
    assert action
    assert action[1] == f"/embed/join/{form.slug}/"
    answer = client.post(action[1], {"email": "kim@example.org", **boxes})
    sent = client.get(answer["Location"])

    assert SignUp.objects.get().email == "kim@example.org"
    assert answer["Location"].startswith("/embed/join/sent/")
    assert SITES[0] in ancestors(sent)
    assert f'href="/embed/join/{form.slug}/"' in sent.text
    assert client.post(answer["Location"])["Location"].startswith("/embed/join/sent/")
    assert not client.cookies


def test_closed_form_has_a_kind_sentence_in_the_frame(
    client: Client, form: SignUpForm, sites: list[AllowedSite]
) -> None:
    SignUpForm.objects.update(is_open=False)
    answer = client.get(f"/embed/form/{form.slug}/")

    assert "This form takes nobody new just now" in answer.text
    assert SITES[0] in ancestors(answer)

    SignUpForm.objects.all().delete()
    answer = client.post(f"/embed/form/{form.slug}/", {"email": "kim@example.org"})
    assert answer.status_code == 404
    assert "kim@example.org" in answer.text
    assert SITES[0] in ancestors(answer)
    assert "masthead" not in answer.text


def test_letters_lead_out_of_the_frame(client: Client) -> None:
    assert absolute(f"{PREFIX}booking/token/") == absolute("/booking/token/")


@pytest.mark.parametrize("path", ["/embed/assessment/{}/", "/assessment/{}/"])
def test_anonymous_post_is_nobodys_with_any_cookie(
    landing: LandingPage, admin_user: User, path: str
) -> None:
    """Decision 9, on both sides of a frame."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)

    answer = strict.post(path.format(SLUG), headers={"origin": "https://elsewhere.example"})

    assert answer.status_code == 302
    assert not answer.cookies


def test_a_post_that_reads_a_session_still_asks_for_the_token(admin_user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)

    assert strict.post("/admin/put-on-site/", {"site": SITES[0]}).status_code == 403
    assert strict.post("/embed/admin/put-on-site/", {"site": SITES[0]}).status_code == 404
    assert not AllowedSite.objects.exists()


def test_promise_20_a_flood_through_frames_begins_at_most_the_budget(
    client: Client, landing: LandingPage
) -> None:
    codes = [client.post(START_PAGE, REMOTE_ADDR="203.0.113.7").status_code for _ in range(150)]

    assert codes.count(302) == Attempt.objects.count() == START.network.most
    assert codes.count(429) == 150 - START.network.most
    refused = client.post(START_PAGE, REMOTE_ADDR="203.0.113.7")
    assert f'action="{START_PAGE}"' in refused.text
    assert client.post(START_PAGE, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.com/about?x=1", "https://www.example.com"),
        ("Example.com", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://example.com:443/", "https://example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_site_is_kept_as_browsers_compare_it(typed: str, origin: str) -> None:
    assert origin_of(typed) == origin


@pytest.mark.parametrize(
    "typed",
    ["", "http://example.com", "https://*.example.com", "javascript:alert(1)", "https://me@a.org",
     "https://a.org; script-src *", "https://a b.org", "'self'", "https://a.org:99999", "word"],
)  # fmt: skip
def test_what_is_no_site_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        origin_of(typed)


def test_script_is_small_kept_and_open_to_every_site(client: Client, db: None) -> None:
    answer = client.get("/embed.js")

    assert len(answer.content) < 6000
    assert "max-age=3600" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/embed.js", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "Gespräch" in answer.text
    assert not answer.cookies
