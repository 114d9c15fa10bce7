"""No open time: a wish, an offer, a booking by its link."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from consultations import actions, links
from consultations.models import Availability, Booking, Meeting, TimeRequest
from consultations.slots import Closed, Refusal
from mail.models import Message
from offers.models import Offer
from tests.consultations.conftest import WEDNESDAY

pytestmark = pytest.mark.slow

EVENING = WEDNESDAY + timedelta(hours=10)


@pytest.fixture(autouse=True)
def morning(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def time_request(client: Client, meeting: Meeting) -> TimeRequest:
    client.post(
        "/book/request/",
        {"email": "kim@example.org", "zone": "Asia/Kolkata", "text": "Evenings, please."},
    )
    return TimeRequest.objects.get()


def test_without_open_times_the_page_takes_a_time_request(client: Client, meeting: Meeting) -> None:
    Availability.objects.all().delete()

    page = client.get("/book/").content.decode()

    assert 'id="time-request-text"' in page


def test_a_time_request_is_kept_and_the_author_told(time_request: TimeRequest) -> None:
    message = Message.objects.get()

    assert message.contact is None
    assert message.values["note_text"] == "Evenings, please."


def test_thanks_for_a_time_request_speak_as_the_offer_does(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    meeting.offer = Offer.objects.create(
        name="Ruhe", slug="ruhe", language="de", state=Offer.State.OPEN, made_at=moment
    )
    meeting.save()
    said = {"email": "kim@example.org", "zone": "Europe/Vienna", "text": "Abends, bitte."}

    thanks = client.post("/book/ruhe/request/", said, follow=True)

    assert "Danke" in thanks.text
    assert "See the open times" not in thanks.text
    assert 'href="/book/ruhe/"' in thanks.text


def test_a_time_request_with_something_amiss_keeps_what_was_typed(
    client: Client, meeting: Meeting
) -> None:
    page = client.post("/book/request/", {"email": "kim", "zone": "Asia/Tokyo", "text": "Late."})

    assert 'value="kim"' in page.content.decode()
    assert "Late.</textarea>" in page.content.decode()
    assert "Asia/Tokyo, UTC+9" in page.content.decode()
    assert not TimeRequest.objects.exists()


def test_only_a_page_nobody_wrote_on_is_drawn_anew_in_the_browsers_zone(
    client: Client, meeting: Meeting
) -> None:
    guess = b"consultations/zone"
    assert guess in client.get("/book/").content
    assert guess not in client.get("/book/?zone=UTC").content
    assert guess not in client.post("/book/request/", {"text": "Late."}).content
    assert guess not in client.post("/book/", {"note": "Late."}).content


def test_times_looked_for_after_a_mistake_in_a_time_request_are_shown(
    client: Client, meeting: Meeting
) -> None:
    page = client.get("/book/request/", {"zone": "Asia/Tokyo", "month": "2026-12-01"}, follow=True)

    assert page.redirect_chain == [("/book/?zone=Asia%2FTokyo&month=2026-12-01", 302)]
    assert b"Asia/Tokyo, UTC+9" in page.content


def test_an_offered_time_is_booked_by_one_button(
    client: Client, time_request: TimeRequest, moment: datetime
) -> None:
    offered = actions.offer(time_request=time_request, starts_at=EVENING, now=moment)
    assert isinstance(offered, TimeRequest)
    path = urlsplit(links.offer_url(offered)).path

    shown = client.get(path).content.decode()
    assert not Booking.objects.exists()
    client.post(path)
    client.post(path)

    booking = Booking.objects.get()
    assert "5:30 AM" in shown
    assert (booking.starts_at, booking.came_from) == (EVENING, "offer")
    assert booking.proven_at == moment


def test_only_the_last_offer_counts(
    client: Client, time_request: TimeRequest, moment: datetime
) -> None:
    first = actions.offer(time_request=time_request, starts_at=EVENING, now=moment)
    assert isinstance(first, TimeRequest)
    old = urlsplit(links.offer_url(first)).path
    actions.offer(time_request=time_request, starts_at=EVENING + timedelta(days=1), now=moment)

    assert client.get(old).status_code == 404
    assert Message.objects.filter(key__startswith="time-request-offer", state="queued").count() == 1


def test_an_offer_somebody_else_took_shows_the_nearest_times(
    client: Client, time_request: TimeRequest, book: Callable[..., Booking], moment: datetime
) -> None:
    offered = actions.offer(time_request=time_request, starts_at=WEDNESDAY, now=moment)
    assert isinstance(offered, TimeRequest)
    book(email="quick@example.org")

    page = client.post(urlsplit(links.offer_url(offered)).path)

    assert page.status_code == 409
    assert "nearest open times" in page.content.decode()
    assert Booking.objects.count() == 1


def test_a_taken_or_past_time_cannot_be_offered(
    time_request: TimeRequest, book: Callable[..., Booking], moment: datetime
) -> None:
    book()

    for starts_at in (WEDNESDAY, moment - timedelta(days=1)):
        assert isinstance(
            actions.offer(time_request=time_request, starts_at=starts_at, now=moment), Refusal
        )


def test_a_closed_time_request_takes_no_booking(
    time_request: TimeRequest, moment: datetime
) -> None:
    offered = actions.offer(time_request=time_request, starts_at=EVENING, now=moment)
    assert isinstance(offered, TimeRequest)

    actions.close_time_request(time_request=offered, now=moment)

    assert isinstance(actions.accept(time_request=offered, now=moment), Refusal)


def ask(meeting: Meeting, moment: datetime, email: str, **more: object) -> TimeRequest | Refusal:
    words = {"first_name": "", "zone": "UTC", "text": "Evenings."}
    return actions.request_time(meeting=meeting, email=email, now=moment, **words, **more)


def test_for_one_address_two_time_requests_wait_at_most(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    first = ask(meeting, moment, "kim@example.org")
    assert isinstance(first, TimeRequest)
    ask(meeting, moment, "kim@example.org")
    told = Message.objects.count()

    sent = {"email": "KIM@example.org", "zone": "UTC", "text": "Any day."}
    page = client.post("/book/request/", sent)

    assert page.status_code == 409
    assert "We write back when there is a time" in page.content.decode()
    assert "Any day.</textarea>" in page.content.decode()
    assert (TimeRequest.objects.count(), Message.objects.count()) == (2, told)

    actions.close_time_request(time_request=first, now=moment)
    assert client.post("/book/request/", sent).status_code == 302


def test_strangers_time_requests_do_not_use_up_somebodys_own(
    meeting: Meeting, moment: datetime
) -> None:
    for _count in range(2):
        ask(meeting, moment, "kim@example.org")

    assert isinstance(ask(meeting, moment, "kim@example.org", proven=True), TimeRequest)


def test_from_one_place_only_a_few_time_requests_wait(meeting: Meeting, moment: datetime) -> None:
    left = [ask(meeting, moment, f"v{number}@example.org", place=7) for number in range(4)]

    refusal = ask(meeting, moment, "v5@example.org", place=7)

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.TIME_REQUESTS_CROWDED
    assert isinstance(ask(meeting, moment, "v5@example.org", place=8), TimeRequest)
    assert isinstance(ask(meeting, moment, "v6@example.org", place=7, proven=True), TimeRequest)
    assert isinstance(left[0], TimeRequest)
    offered = actions.offer(time_request=left[0], starts_at=EVENING, now=moment)
    assert isinstance(offered, TimeRequest)
    assert offered.place is None
    assert isinstance(ask(meeting, moment, "v7@example.org", place=7), TimeRequest)


def test_time_requests_nobody_answered_bar_the_way_for_a_week_only(
    meeting: Meeting, moment: datetime
) -> None:
    for _count in range(2):
        ask(meeting, moment, "kim@example.org")

    assert isinstance(ask(meeting, moment + timedelta(days=7), "kim@example.org"), TimeRequest)


def test_a_time_request_sent_twice_is_one_also_at_the_limit(
    meeting: Meeting, moment: datetime
) -> None:
    key = uuid.uuid4()
    for _count in range(2):
        kept = ask(meeting, moment, "kim@example.org", request_key=key)
    ask(meeting, moment, "kim@example.org")

    assert ask(meeting, moment, "kim@example.org", request_key=key) == kept
    assert TimeRequest.objects.count() == 2


def test_the_networks_number_is_dropped_once_no_limit_asks_for_it(
    book: Callable[..., Booking], meeting: Meeting, moment: datetime
) -> None:
    booking, time_request = (
        book(place=7, proven=False),
        ask(meeting, moment, "kim@example.org", place=7),
    )
    assert isinstance(time_request, TimeRequest)

    assert actions.forget_places(now=moment + timedelta(hours=1)) == 0
    assert actions.forget_places(now=max(moment + timedelta(days=7), booking.starts_at)) == 2

    booking.refresh_from_db()
    time_request.refresh_from_db()
    assert (booking.place, time_request.place) == (None, None)
