"""The author's week, brief and acts, in her own zone."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pypdf
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from consultations import actions, links
from consultations.models import Booking, Feed, Meeting, Subscription, TimeRequest
from guides import preview_child
from mail.models import Message
from tests.consultations.conftest import WEDNESDAY

pytestmark = pytest.mark.slow

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def morning(at: Callable[[datetime], None], moment: datetime, settings: Settings) -> None:
    """Her login outlasts the days by which these tests move the clock."""
    settings.SESSION_COOKIE_AGE = 30 * 24 * 3600
    at(moment)


def text(response: object) -> str:
    return " ".join(response.content.decode().split())


def brief_of(booking: Booking) -> str:
    return reverse("admin:consultations_booking_brief", args=[booking.pk])


def test_the_notice_leads_to_the_brief(book: Book) -> None:
    booking = book()

    notice = Message.objects.get(contact=None)

    assert urlsplit(notice.values["admin_url"]).path == brief_of(booking)


def test_the_brief_opens_and_shows_both_times(admin_client: Client, book: Book) -> None:
    page = text(admin_client.get(brief_of(book())))

    assert "9:00 AM (America/New York, UTC−5)" in page
    assert "7:30 PM (Asia/Kolkata, UTC+5:30)" in page
    assert "They did not share a result." in page


def test_the_brief_comes_on_paper(admin_client: Client, book: Book) -> None:
    made = admin_client.get(reverse("admin:consultations_booking_pdf", args=[book().pk]))

    assert made.content.startswith(b"%PDF")


LONG = "They say yes, and then nothing moves. " * 60


@pytest.mark.parametrize(
    ("note", "intake"),
    [
        ("", [("Why now?", "Because.")]),
        (LONG[:2000], []),
        ("a\n" * 900, []),
        ("", [(f"One of four questions, {number}?", LONG[:500]) for number in range(4)]),
        (LONG[:2000], [(f"One of many questions, {number}?", LONG[:500]) for number in range(12)]),
    ],
)
def test_on_paper_it_is_one_page_however_much_was_written(
    admin_client: Client, book: Book, note: str, intake: list[tuple[str, str]]
) -> None:
    asked = [{"question": question, "answer": answer} for question, answer in intake]
    booking = book(note=note, intake=asked)

    made = admin_client.get(reverse("admin:consultations_booking_pdf", args=[booking.pk]))

    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) == 1
    words = " ".join(pages[0].extract_text().split())
    assert "They did not share a result." in words
    assert all(question in words for question, _answer in intake)


def test_promise_11_paper_is_set_outside_the_web_process_and_within_limits(
    admin_client: Client, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = book()
    monkeypatch.setattr(preview_child, "MOST_HTML", 100)

    paper = reverse("admin:consultations_booking_pdf", args=[booking.pk])
    answer = admin_client.get(paper, follow=True)

    assert answer.redirect_chain == [(brief_of(booking), 302)]
    assert "too long for paper" in answer.text


def test_what_is_over_cannot_be_booked_by_a_click(admin_client: Client, meeting: Meeting) -> None:
    week = reverse("admin:consultations_booking_week")

    this, last = (admin_client.get(week, {"from": day}) for day in ("2026-11-23", "2026-11-16"))

    assert "?start=2026-11-24T09:00" in this.content.decode()
    assert "?start=" not in last.content.decode()


def test_nobody_else_sees_any_of_it(client: Client, book: Book) -> None:
    booking = book()
    names = ("week", "new")
    addresses = [reverse(f"admin:consultations_booking_{name}") for name in names]

    found = [client.get(address).status_code for address in (*addresses, brief_of(booking))]

    assert found == [302, 302, 302]


def test_she_moves_on_her_own_clock(admin_client: Client, book: Book) -> None:
    booking = book()

    admin_client.post(brief_of(booking), {"move": "yes", "starts": "2026-11-25T18:05"})

    booking.refresh_from_db()
    assert booking.starts_at == WEDNESDAY + 9 * HOUR + timedelta(minutes=5)
    assert Message.objects.filter(key=f"booking:{booking.uid.hex}:1").exists()


@pytest.mark.parametrize("starts", ["2026-11-25T18:03", "soon", "2020-01-01T10:00"])
def test_a_time_that_cannot_be_is_said(admin_client: Client, book: Book, starts: str) -> None:
    booking = book()

    page = admin_client.post(brief_of(booking), {"move": "yes", "starts": starts})

    booking.refresh_from_db()
    assert page.status_code == 200
    assert booking.starts_at == WEDNESDAY


@pytest.mark.parametrize(
    ("button", "at_start", "state"),
    [("cancel", False, "cancelled"), ("done", True, "done"), ("no_show", True, "no_show")],
)
def test_she_cancels_and_marks(
    admin_client: Client,
    book: Book,
    at: Callable[[datetime], None],
    button: str,
    at_start: bool,
    state: str,
) -> None:
    booking = book()
    if at_start:
        at(WEDNESDAY + HOUR)

    admin_client.post(brief_of(booking), {button: "yes"})

    booking.refresh_from_db()
    assert booking.state == state


def test_she_adds_by_hand_outside_her_hours(admin_client: Client, meeting: Meeting) -> None:
    address = reverse("admin:consultations_booking_new")
    assert admin_client.get(address, {"start": "2026-11-28T20:00"}).status_code == 200

    admin_client.post(
        address,
        {
            "meeting": meeting.pk,
            "starts": "2026-11-28T20:00",
            "email": "kim@example.org",
            "first_name": "Kim",
            "zone": "Asia/Kolkata",
        },
    )

    booking = Booking.objects.get()
    assert (booking.came_from, booking.starts_at.hour) == ("author", 1)
    assert Message.objects.count() == 2


def test_the_week_shows_hours_bookings_and_a_failing_calendar(
    admin_client: Client, book: Book, moment: datetime
) -> None:
    book()
    span = [(WEDNESDAY + HOUR).isoformat(), (WEDNESDAY + 2 * HOUR).isoformat()]
    Feed.objects.create(
        name="Mine",
        address="https://a.example/x",
        busy=[span],
        problem="The server answered 500.",
        next_check_at=moment,
    )

    page = text(admin_client.get(reverse("admin:consultations_booking_week")))

    assert page.count('class="week__open week__booked"') == 2
    assert page.count('class="week__busy"') == 2
    assert "Mine could not be read: The server answered 500." in page


def test_her_calendar_reads_the_bookings_until_the_address_is_renewed(
    admin_client: Client, client: Client, book: Book, moment: datetime
) -> None:
    booking = book()
    cancelled = book(starts_at=WEDNESDAY + HOUR, email="b@example.org")
    actions.cancel(booking=cancelled, by_author=True, now=moment)
    admin_client.post(reverse("admin:consultations_booking_calendar"))
    path = urlsplit(links.calendar_url(Subscription.objects.get())).path

    answer = client.get(path)
    admin_client.post(reverse("admin:consultations_booking_calendar"))

    body = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert re.findall(r"STATUS:(\w+)", body) == ["CONFIRMED", "CANCELLED"]
    assert "DTSTART:20261125T140000Z" in body
    assert str(booking.uid) in body
    assert client.get(path).status_code == 404


@pytest.fixture
def time_request(meeting: Meeting) -> TimeRequest:
    left = actions.request_time(
        meeting=meeting,
        email="kim@example.org",
        first_name="Kim",
        zone="Asia/Kolkata",
        text="Evenings.",
        now=WEDNESDAY - 24 * HOUR,
    )
    assert isinstance(left, TimeRequest)
    return left


def test_a_time_request_is_answered_in_the_admin(
    admin_client: Client, time_request: TimeRequest
) -> None:
    address = reverse("admin:consultations_timerequest_change", args=[time_request.pk])
    assert "Evenings." in text(admin_client.get(address))

    admin_client.post(address, {"offer": "yes", "starts": "2026-11-25T19:00"})

    time_request.refresh_from_db()
    assert (time_request.state, time_request.offered) == ("offered", WEDNESDAY + 10 * HOUR)


def test_a_taken_time_is_not_offered_and_open_ones_are_named(
    admin_client: Client, time_request: TimeRequest, book: Book
) -> None:
    book()
    address = reverse("admin:consultations_timerequest_change", args=[time_request.pk])

    page = text(admin_client.post(address, {"offer": "yes", "starts": "2026-11-25T09:00"}))

    assert "Open times near it, on your clock:" in page
    assert "Wed, Nov 25, 2026, 10:00 AM" in page
    assert 'value="2026-11-25T09:00"' in page
    time_request.refresh_from_db()
    assert time_request.state == "open"


def test_a_time_request_is_closed_from_its_page(
    admin_client: Client, time_request: TimeRequest
) -> None:
    address = reverse("admin:consultations_timerequest_change", args=[time_request.pk])

    page = text(admin_client.post(address, {"close": "yes"}, follow=True))

    assert "Closed. Nothing more will come of it." in page
    assert "Write to them with this time" not in page


def test_an_hour_by_hand_needs_the_zone_said(admin_client: Client, meeting: Meeting) -> None:
    address = reverse("admin:consultations_booking_new")
    sent = {"meeting": meeting.pk, "starts": "2026-11-28T20:00", "email": "kim@example.org"}

    page = text(admin_client.post(address, sent))

    assert "Please choose where they are." in page
    assert '<optgroup label="Asia">' in page
    assert 'value="2026-11-28T20:00"' in page
    assert not Booking.objects.exists()


MOVED = {"move": "yes", "starts": "2026-11-25T18:05"}


@pytest.mark.parametrize(
    ("sent", "hours", "words"),
    [
        (MOVED, 0, "It stands now on Wednesday, November 25, 2026, 6:05 PM"),
        (MOVED, 0, "A letter with the calendar file goes to kim@example.org."),
        ({"cancel": "yes"}, 0, "A letter with the calendar file goes to kim@example.org."),
        ({"done": "yes"}, 2, "they have not confirmed their address."),
        ({"no_show": "yes"}, 2, "No letter goes out."),
        ({"done": "yes"}, 0, "Nothing was changed. It is: booked."),
    ],
)
def test_each_act_says_what_came_of_it(
    admin_client: Client,
    book: Book,
    at: Callable[[datetime], None],
    sent: dict[str, str],
    hours: int,
    words: str,
) -> None:
    booking = book()
    if hours:
        at(WEDNESDAY + hours * HOUR)

    page = text(admin_client.post(brief_of(booking), sent, follow=True))

    assert words in page


def test_thanks_go_to_whoever_confirmed_the_address(
    admin_client: Client, book: Book, at: Callable[[datetime], None], moment: datetime
) -> None:
    booking = book()
    actions.confirm(booking=booking, now=moment)
    at(WEDNESDAY + HOUR)

    page = text(admin_client.post(brief_of(booking), {"done": "yes"}, follow=True))

    assert "A letter of thanks goes to kim@example.org." in page
    assert Message.objects.filter(key=f"booking-thanks:{booking.uid.hex}").exists()


def test_canceling_many_asks_first_with_names_on_her_clock(
    admin_client: Client, book: Book
) -> None:
    asked = {"action": "cancel_bookings", "_selected_action": [book().pk]}

    page = text(admin_client.post(reverse("admin:consultations_booking_changelist"), asked))

    assert "Kim, kim@example.org: Wed, Nov 25, 2026, 9:00 AM, " in page


@pytest.mark.parametrize("wrong", ["done", "no_show"])
def test_a_wrong_mark_is_taken_back_with_all_it_did(
    admin_client: Client,
    book: Book,
    at: Callable[[datetime], None],
    moment: datetime,
    wrong: str,
) -> None:
    booking = book()
    actions.confirm(booking=booking, now=moment)
    at(WEDNESDAY + HOUR)
    admin_client.post(brief_of(booking), {wrong: "yes"})

    page = text(admin_client.post(brief_of(booking), {"reopen": "yes"}, follow=True))

    assert "Taken back. Say anew how it went. No letter goes out." in page
    assert "It took place: thank them" in page
    assert list(Booking.objects.unmarked(WEDNESDAY + HOUR)) == [booking]
    assert Booking.objects.known_to_letters(booking.contact)
    assert not Message.objects.filter(key__startswith="booking-thanks", state="queued").exists()
    admin_client.post(brief_of(booking), {"done": "yes"})
    assert Message.objects.get(key__startswith="booking-thanks").state == "queued"


def test_thanks_that_went_out_are_named_when_a_mark_is_taken_back(
    admin_client: Client, book: Book, at: Callable[[datetime], None], moment: datetime
) -> None:
    booking = book()
    actions.confirm(booking=booking, now=moment)
    at(WEDNESDAY + HOUR)
    admin_client.post(brief_of(booking), {"done": "yes"})
    thanks = Message.objects.filter(key__startswith="booking-thanks")
    thanks.update(state="sent", sent_at=moment, settled_at=moment)

    page = text(admin_client.post(brief_of(booking), {"reopen": "yes"}, follow=True))

    assert "Their letter of thanks has gone out already." in page


def test_a_canceled_booking_cannot_be_taken_back(admin_client: Client, book: Book) -> None:
    booking = book()
    admin_client.post(brief_of(booking), {"cancel": "yes"})

    page = text(admin_client.post(brief_of(booking), {"reopen": "yes"}, follow=True))

    assert "Nothing was changed. It is: canceled." in page
    assert "Take that back" not in page


def test_the_bookings_own_page_has_its_acts_and_no_empty_save(
    admin_client: Client, book: Book
) -> None:
    address = reverse("admin:consultations_booking_change", args=[book().pk])

    page = text(admin_client.get(address, follow=True))

    assert "Move it and write to them" in page
    assert 'name="_save"' not in page


@pytest.fixture
def helper(db: None) -> Callable[[str], Client]:
    """Somebody of the author's house who may do what is named."""

    def helper(*codes: str) -> Client:
        user = User.objects.create_user("helper", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
        client = Client()
        client.force_login(user)
        return client

    return helper


def test_whoever_may_not_see_bookings_opens_none_of_their_pages(
    helper: Callable[..., Client], book: Book
) -> None:
    client, booking = helper("view_lesson"), book()
    names = ("week", "new")
    addresses = [reverse(f"admin:consultations_booking_{name}") for name in names]
    paper = reverse("admin:consultations_booking_pdf", args=[booking.pk])

    found = [client.get(one).status_code for one in (*addresses, brief_of(booking), paper)]

    assert found == [403] * 4


def test_whoever_may_only_look_has_no_buttons(helper: Callable[..., Client], book: Book) -> None:
    client, booking = helper("view_booking"), book()

    assert "Cancel it" not in text(client.get(brief_of(booking)))
    assert client.post(brief_of(booking), {"cancel": "yes"}).status_code == 403
    assert client.get(reverse("admin:consultations_booking_new")).status_code == 403


def test_sunday_opens_on_the_coming_week_and_names_what_is_next(
    admin_client: Client, book: Book, at: Callable[[datetime], None]
) -> None:
    book()
    at(datetime(2026, 11, 22, 15, tzinfo=UTC))
    address = reverse("admin:consultations_booking_week")

    page, asked = (text(admin_client.get(address, query)) for query in ({}, {"from": "2026-11-22"}))

    assert "November 23 – 29" in page
    assert "Today is Sunday, November 22. Nothing more is open or booked before this week." in page
    assert "Wednesday, November 25, 2026, 9:00 AM, Kim" in page
    assert "November 16 – 22" in asked


def test_what_is_over_asks_how_it_went(
    admin_client: Client, book: Book, at: Callable[[datetime], None]
) -> None:
    book()
    at(WEDNESDAY + 2 * HOUR)

    page = text(admin_client.get(reverse("admin:consultations_booking_week")))

    assert "Kim, Wed, Nov 25: say how it went" in page
    assert "No booking is ahead." in page


def test_time_requests_are_closed_once_the_author_is_sure(
    admin_client: Client, time_request: TimeRequest
) -> None:
    address = reverse("admin:consultations_timerequest_changelist")
    asked = {"action": "close", "_selected_action": [time_request.pk]}

    question = text(admin_client.post(address, asked))
    time_request.refresh_from_db()
    assert "Close 1 wish?" in question
    assert time_request.state == "open"

    told = text(admin_client.post(address, {**asked, "sure": "yes"}, follow=True))
    time_request.refresh_from_db()
    assert "1 wish closed." in told
    assert time_request.state == "closed"
