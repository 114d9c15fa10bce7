"""A link from a letter fills in no address: letters are forwarded. It shows it masked, and asks."""

from __future__ import annotations

import pytest

from consultations import links
from consultations.models import Booking, TimeRequest
from contacts import actions as contacts
from contacts.visit import masked
from tests.consultations.conftest import WEDNESDAY


@pytest.fixture
def link(meeting, moment, at):
    """The booking page as a letter to Kim leads there."""
    at(moment)
    kim, _new = contacts.meet(
        email="kim@example.org", first_name="Kim", zone="", language="en", now=moment
    )
    return "/book/?" + links.book_url(kim).partition("?")[2]


def sent(**more):
    return {"start": WEDNESDAY.isoformat(), "zone": "Asia/Kolkata", **more}


def test_address_of_the_letter_is_masked(client, link):
    page = client.get(link).content.decode()

    assert "k•••@example.org" in page
    assert "kim@example.org" not in page


def test_who_ticks_it_books_under_it(client, link):
    answer = client.post(link, sent(to_letter="yes"))

    assert answer.status_code == 302
    booking = Booking.objects.get()
    assert booking.contact.email == "kim@example.org"
    assert booking.proven_at
    assert not answer.cookies


def test_what_is_written_counts_before_what_is_ticked(client, link):
    client.post(link, sent(to_letter="yes", email="ada@example.org"))

    booking = Booking.objects.get()
    assert booking.contact.email == "ada@example.org"
    assert not booking.proven_at


def test_ticked_address_stays_masked_where_something_else_is_missing(client, link):
    answer = client.post(link, sent(to_letter="yes", start=""))

    assert answer.status_code == 422
    assert "kim@example.org" not in answer.content.decode()
    assert 'name="to_letter" value="yes" checked' in answer.content.decode()


def test_tick_without_a_letter_is_no_address(client, meeting, moment, at):
    at(moment)

    assert client.post("/book/", sent(to_letter="yes")).status_code == 422


def test_time_may_be_asked_for_under_the_address_of_the_letter(client, link):
    query = link.partition("?")[2]

    answer = client.post(
        f"/book/request/?{query}", {"to_letter": "yes", "zone": "UTC", "text": "Any evening."}
    )

    assert answer.status_code == 302
    assert TimeRequest.objects.get().contact.email == "kim@example.org"


def test_address_typed_in_this_visit_fills_the_form(client, meeting, moment, at):
    at(moment)
    client.post("/book/", sent(email="ada@example.org", first_name="Ada"))

    page = client.get("/book/").content.decode()

    assert 'value="ada@example.org"' in page
    assert 'value="Ada"' in page


@pytest.mark.parametrize(
    ("email", "shown"), [("a@b.org", "a•••@b.org"), ("robin.x@example.org", "r•••@example.org")]
)
def test_masked(email, shown):
    assert masked(email) == shown
