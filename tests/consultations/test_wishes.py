"""No open time: a wish, an offer, a booking by its link."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from consultations import actions, links
from consultations.models import Availability, Booking, Meeting, Wish
from consultations.slots import Closed, Refusal
from mail.models import Message
from tests.consultations.conftest import WEDNESDAY

EVENING = WEDNESDAY + timedelta(hours=10)


@pytest.fixture(autouse=True)
def morning(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def wish(client: Client, meeting: Meeting) -> Wish:
    client.post(
        "/book/wish/",
        {"email": "kim@example.org", "zone": "Asia/Kolkata", "text": "Evenings, please."},
    )
    return Wish.objects.get()


def test_without_open_times_the_page_takes_a_wish(client: Client, meeting: Meeting) -> None:
    Availability.objects.all().delete()

    page = client.get("/book/").content.decode()

    assert 'id="wish-text"' in page


def test_a_wish_is_kept_and_the_author_told(wish: Wish) -> None:
    message = Message.objects.get()

    assert message.contact is None
    assert message.values["note_text"] == "Evenings, please."


def test_a_wish_with_something_amiss_keeps_what_was_typed(client: Client, meeting: Meeting) -> None:
    page = client.post("/book/wish/", {"email": "kim", "zone": "Asia/Tokyo", "text": "Late."})

    assert 'value="kim"' in page.content.decode()
    assert "Late.</textarea>" in page.content.decode()
    assert "Asia/Tokyo, UTC+9" in page.content.decode()
    assert not Wish.objects.exists()


def test_only_a_page_nobody_wrote_on_is_drawn_anew_in_the_browsers_zone(
    client: Client, meeting: Meeting
) -> None:
    guess = b"consultations/zone"
    assert guess in client.get("/book/").content
    assert guess not in client.get("/book/?zone=UTC").content
    assert guess not in client.post("/book/wish/", {"text": "Late."}).content
    assert guess not in client.post("/book/", {"note": "Late."}).content


def test_times_looked_for_after_a_mistake_in_a_wish_are_shown(
    client: Client, meeting: Meeting
) -> None:
    page = client.get("/book/wish/", {"zone": "Asia/Tokyo", "month": "2026-12-01"}, follow=True)

    assert page.redirect_chain == [("/book/?zone=Asia%2FTokyo&month=2026-12-01", 302)]
    assert b"Asia/Tokyo, UTC+9" in page.content


def test_an_offered_time_is_booked_by_one_button(
    client: Client, wish: Wish, moment: datetime
) -> None:
    offered = actions.offer(wish=wish, starts_at=EVENING, now=moment)
    assert isinstance(offered, Wish)
    path = urlsplit(links.offer_url(offered)).path

    shown = client.get(path).content.decode()
    assert not Booking.objects.exists()
    client.post(path)
    client.post(path)

    booking = Booking.objects.get()
    assert "5:30 AM" in shown
    assert (booking.starts_at, booking.came_from) == (EVENING, "offer")
    assert booking.proven_at == moment


def test_only_the_last_offer_counts(client: Client, wish: Wish, moment: datetime) -> None:
    first = actions.offer(wish=wish, starts_at=EVENING, now=moment)
    assert isinstance(first, Wish)
    old = urlsplit(links.offer_url(first)).path
    actions.offer(wish=wish, starts_at=EVENING + timedelta(days=1), now=moment)

    assert client.get(old).status_code == 404
    assert Message.objects.filter(key__startswith="wish-offer", state="queued").count() == 1


def test_an_offer_somebody_else_took_shows_the_nearest_times(
    client: Client, wish: Wish, book: Callable[..., Booking], moment: datetime
) -> None:
    offered = actions.offer(wish=wish, starts_at=WEDNESDAY, now=moment)
    assert isinstance(offered, Wish)
    book(email="quick@example.org")

    page = client.post(urlsplit(links.offer_url(offered)).path)

    assert page.status_code == 409
    assert "nearest open times" in page.content.decode()
    assert Booking.objects.count() == 1


def test_a_taken_or_past_time_cannot_be_offered(
    wish: Wish, book: Callable[..., Booking], moment: datetime
) -> None:
    book()

    for starts_at in (WEDNESDAY, moment - timedelta(days=1)):
        assert isinstance(actions.offer(wish=wish, starts_at=starts_at, now=moment), Refusal)


def test_a_closed_wish_takes_no_booking(wish: Wish, moment: datetime) -> None:
    offered = actions.offer(wish=wish, starts_at=EVENING, now=moment)
    assert isinstance(offered, Wish)

    actions.close_wish(wish=offered, now=moment)

    assert isinstance(actions.accept(wish=offered, now=moment), Refusal)


def ask(meeting: Meeting, moment: datetime, email: str, **more: object) -> Wish | Refusal:
    words = {"first_name": "", "zone": "UTC", "text": "Evenings."}
    return actions.wish(meeting=meeting, email=email, now=moment, **words, **more)


def test_for_one_address_two_wishes_wait_at_most(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    first = ask(meeting, moment, "kim@example.org")
    assert isinstance(first, Wish)
    ask(meeting, moment, "kim@example.org")
    told = Message.objects.count()

    sent = {"email": "KIM@example.org", "zone": "UTC", "text": "Any day."}
    page = client.post("/book/wish/", sent)

    assert page.status_code == 409
    assert "We write back when there is a time" in page.content.decode()
    assert "Any day.</textarea>" in page.content.decode()
    assert (Wish.objects.count(), Message.objects.count()) == (2, told)

    actions.close_wish(wish=first, now=moment)
    assert client.post("/book/wish/", sent).status_code == 302


def test_strangers_wishes_do_not_use_up_somebodys_own(meeting: Meeting, moment: datetime) -> None:
    for _count in range(2):
        ask(meeting, moment, "kim@example.org")

    assert isinstance(ask(meeting, moment, "kim@example.org", proven=True), Wish)


def test_from_one_place_only_a_few_wishes_wait(meeting: Meeting, moment: datetime) -> None:
    left = [ask(meeting, moment, f"v{number}@example.org", place=7) for number in range(4)]

    refusal = ask(meeting, moment, "v5@example.org", place=7)

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.WISHES_CROWDED
    assert isinstance(ask(meeting, moment, "v5@example.org", place=8), Wish)
    assert isinstance(ask(meeting, moment, "v6@example.org", place=7, proven=True), Wish)
    assert isinstance(left[0], Wish)
    offered = actions.offer(wish=left[0], starts_at=EVENING, now=moment)
    assert isinstance(offered, Wish)
    assert offered.place is None
    assert isinstance(ask(meeting, moment, "v7@example.org", place=7), Wish)


def test_wishes_nobody_answered_bar_the_way_for_a_week_only(
    meeting: Meeting, moment: datetime
) -> None:
    for _count in range(2):
        ask(meeting, moment, "kim@example.org")

    assert isinstance(ask(meeting, moment + timedelta(days=7), "kim@example.org"), Wish)


def test_a_wish_sent_twice_is_one_also_at_the_limit(meeting: Meeting, moment: datetime) -> None:
    key = uuid.uuid4()
    for _count in range(2):
        kept = ask(meeting, moment, "kim@example.org", request_key=key)
    ask(meeting, moment, "kim@example.org")

    assert ask(meeting, moment, "kim@example.org", request_key=key) == kept
    assert Wish.objects.count() == 2


def test_the_networks_number_is_dropped_once_no_limit_asks_for_it(
    book: Callable[..., Booking], meeting: Meeting, moment: datetime
) -> None:
    booking, wish = book(place=7, proven=False), ask(meeting, moment, "kim@example.org", place=7)
    assert isinstance(wish, Wish)

    assert actions.forget_places(now=moment + timedelta(hours=1)) == 0
    assert actions.forget_places(now=max(moment + timedelta(days=7), booking.starts_at)) == 2

    booking.refresh_from_db()
    wish.refresh_from_db()
    assert (booking.place, wish.place) == (None, None)
