import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Passage
from assessments.schema import Cell, PassageBody
from consultations import links
from consultations.actions.copy_meeting import copy_meeting
from consultations.models import Booking, Meeting
from contacts import actions as contacts
from contacts.models import Contact
from offers import actions as sources
from offers.models import Offer, Source
from practice.models import Practice
from publishing import actions as publishing
from tests.consultations.conftest import WEDNESDAY

pytestmark = pytest.mark.slow

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)
BOOK = "/book/"
UNFOLD = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")
START = "2026-11-25T14:00Z"


@pytest.fixture(autouse=True)
def morning(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


def form(**changes: str) -> dict[str, str]:
    sent = {"start": START, "zone": "Asia/Kolkata", "email": "kim@example.org"}
    return {**sent, "first_name": "Kim of Nowhere", **changes}


def text(response: object) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_shows_open_times_in_the_authors_zone_first(
    client: Client, meeting: Meeting
) -> None:
    page = text(client.get(BOOK, {"day": "2026-11-25"}))

    assert "America/New York, UTC−5" in page
    assert f'value="{START}"' in page
    assert "9:00 AM" in page


def test_the_visitors_zone_is_shown_and_named(client: Client, meeting: Meeting) -> None:
    page = text(client.get(BOOK, {"zone": "Asia/Calcutta"}))

    assert "Asia/Kolkata, UTC+5:30" in page
    assert "7:30 PM" in page


def test_an_impossible_zone_is_said_and_times_are_shown_all_the_same(
    client: Client, meeting: Meeting
) -> None:
    page = text(client.get(BOOK, {"zone": "Mars/Base", "day": "2026-11-25"}))

    assert "We do not know the time zone that was asked for." in page
    assert START in page


def test_every_open_time_can_be_reached_by_its_month(client: Client, meeting: Meeting) -> None:
    found: set[str] = set()
    counts: dict[object, int] = {}
    month = client.get(BOOK, {"zone": "UTC"}).context["month"]
    while month:
        open_days = [
            (day, times) for week in month["weeks"] for day, times, _shown in week if times
        ]
        counts |= dict(open_days)
        for day, _times in open_days:
            page = client.get(BOOK, {"zone": "UTC", "day": f"{day}"})
            found |= set(re.findall(r'value="(\d{4}-[^"]+Z)"', page.content.decode()))
        after = {"zone": "UTC", "month": f"{month['after']}"}
        month = client.get(BOOK, after).context["month"] if month["after"] else None

    assert len(found) == sum(counts.values()) > 100


@pytest.mark.parametrize(("speaks", "first"), [("en-US,en;q=0.5", "Sunday"), ("en-GB", "Monday")])
def test_the_week_begins_as_the_visitors_does(
    client: Client, meeting: Meeting, speaks: str, first: str
) -> None:
    page = text(client.get(BOOK, {"zone": "UTC"}, headers={"Accept-Language": speaks}))

    assert re.search(r'<abbr title="(\w+)"', page)[1] == first


def test_the_month_names_how_many_times_each_day_has(client: Client, meeting: Meeting) -> None:
    page = text(client.get(BOOK, {"month": "2026-12-01", "zone": "UTC"}))

    assert "December 2026</caption>" in page
    assert "day=2026-12-01" in page
    assert "December, 3 open times</span>" in page


def test_booking_leads_to_the_bookings_own_page(client: Client, meeting: Meeting) -> None:
    response = client.post(BOOK, form())

    booking = Booking.objects.get()
    assert response.status_code == 302
    page = text(client.get(response["Location"]))
    assert "One step is left" in page
    assert "Please open the letter" in page
    assert "video.example" not in page
    assert "Wednesday, November 25, 2026, 7:30 PM" in page
    assert booking.email not in response["Location"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": ""}, "Please choose one of the open times."),
        ({"start": "now'; drop"}, "That is not one of the open times."),
        ({"zone": "Mars/Base"}, "We do not know this time zone."),
        ({"email": ""}, "Please write the address"),
        ({"email": "kim@"}, "This does not look like an email address."),
    ],
)
def test_a_bad_field_gets_its_sentence_and_the_form_is_kept(
    client: Client, meeting: Meeting, changes: dict[str, str], sentence: str
) -> None:
    page = text(client.post(BOOK, form(**changes)))

    assert sentence in page
    assert 'value="Kim of Nowhere"' in page
    assert re.search(r'name="start" value="2026-11-2\dT', page)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2026-11-18T14:00Z", "That time has passed."),
        ("2026-11-23T15:00Z", "That time is too soon."),
        ("2027-06-02T13:00Z", "further ahead than can be booked"),
        ("2026-11-25T03:00Z", "That time is not open for booking."),
    ],
)
def test_a_time_that_is_not_open_gets_the_nearest_that_are(
    client: Client, meeting: Meeting, start: str, sentence: str
) -> None:
    response = client.post(BOOK, form(start=start))

    page = text(response)
    assert response.status_code == 409
    assert sentence in page
    assert "Open times nearest to the one you chose" in page
    assert len(re.findall(r'type="radio"', page)) == 6
    assert 'value="kim@example.org"' in page


def test_a_taken_time_is_said_kindly(client: Client, book: Book) -> None:
    book()

    assert "Somebody else has booked that time." in text(
        client.post(BOOK, form(email="other@example.org"))
    )


def test_a_script_that_books_hour_after_hour_is_stopped_kindly(
    client: Client, meeting: Meeting
) -> None:
    def post(number: int) -> object:
        start = WEDNESDAY + timedelta(days=number // 3, hours=number % 3)
        sent = form(start=f"{start:%Y-%m-%dT%H:%MZ}", email=f"v{number}@example.org")
        return client.post("/book/", sent, REMOTE_ADDR="203.0.113.7")

    answers = [post(number) for number in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 409]
    page = answers[-1].content.decode()
    assert "booked from where you are" in page
    assert 'value="v4@example.org"' in page
    assert "203.0.113" not in str(list(Booking.objects.values()))


def test_known_and_unknown_addresses_get_the_same_answer(
    client: Client, meeting: Meeting, confirmed: Contact
) -> None:
    known = client.post(BOOK, form(email=confirmed.email))
    unknown = client.post(BOOK, form(start="2026-11-25T15:00Z", email="new@example.org"))

    pages = [text(client.get(response["Location"])) for response in (known, unknown)]
    assert known.status_code == unknown.status_code
    assert (
        len(
            {
                re.sub(r"[67]:30|[78]:20|/booking/[^\"/]+|csrf\w+\" value=\"\w+", "", page)
                .replace("8:30", "")
                .replace("9:20", "")
                for page in pages
            }
        )
        == 1
    )


def test_a_letters_link_shows_its_address_masked_and_names_its_reader(
    client: Client, meeting: Meeting, confirmed: Contact
) -> None:
    url = links.book_url(confirmed)

    page = text(client.get(url))

    assert "example.org" not in urlsplit(url).query
    assert "confirmed@example.org" not in page
    assert "c•••@example.org" in page
    assert 'value="Robin"' in page


def test_a_tampered_link_fills_in_nothing(client: Client, meeting: Meeting) -> None:
    response = client.get(BOOK, {"for": "tampered.token"})

    assert response.status_code == 200
    assert "Share my result" not in text(response)


def test_looking_writes_nothing(client: Client, book: Book) -> None:
    booking = book()
    token = links.booking_token(booking, in_letter=True)
    before = Booking.objects.values().get()

    for path in (
        BOOK,
        f"/booking/{token}/",
        f"/booking/{token}/move/",
        f"/booking/{token}/cancel/",
        f"/booking/{token}/invitation.ics",
    ):
        assert client.get(path).status_code in (200, 302)

    assert Booking.objects.values().get() == before


def test_moving_and_canceling_by_link(client: Client, book: Book) -> None:
    token = links.booking_token(book())

    client.post(f"/booking/{token}/move/", {"start": "2026-11-25T15:00Z", "zone": "UTC"})
    moved = Booking.objects.get()
    client.post(f"/booking/{token}/cancel/")

    assert moved.starts_at == WEDNESDAY + HOUR
    assert Booking.objects.get().state == Booking.State.CANCELLED
    assert "This conversation is canceled" in text(client.get(f"/booking/{token}/"))


def test_within_the_notice_the_page_says_whom_to_write_to(
    client: Client, book: Book, at: Callable[[datetime], None]
) -> None:
    token = links.booking_token(book())
    at(WEDNESDAY - HOUR)

    assert "too close to the start" in text(client.get(f"/booking/{token}/"))
    response = client.post(f"/booking/{token}/cancel/")
    assert response.status_code == 409
    assert Booking.objects.get().is_standing


def test_an_old_link_still_opens(
    client: Client, book: Book, at: Callable[[datetime], None]
) -> None:
    token = links.booking_token(book())
    at(WEDNESDAY + 48 * HOUR)

    page = text(client.get(f"/booking/{token}/"))

    assert "This conversation is over" in page
    assert reverse("consultations:book") in page


@pytest.mark.parametrize("path", ["", "move/", "cancel/", "invitation.ics"])
def test_an_unknown_link_is_a_kind_404(client: Client, meeting: Meeting, path: str) -> None:
    assert client.get(f"/booking/forged.token/{path}").status_code in (302, 404)
    assert client.post(f"/booking/forged.token/{path}").status_code in (404, 405)


def test_only_a_letters_link_confirms_the_address(client: Client, book: Book) -> None:
    booking = book()

    client.post(f"/booking/{links.booking_token(booking)}/")
    assert not Contact.objects.get(pk=booking.contact_id).confirmed_at
    client.post(f"/booking/{links.booking_token(booking, in_letter=True)}/")
    assert Contact.objects.get(pk=booking.contact_id).confirmed_at


def test_the_calendar_file_comes_as_one(client: Client, book: Book) -> None:
    response = client.get(f"/booking/{links.booking_token(book())}/invitation.ics")

    assert response["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20261125T140000Z" in response.content.decode()


def test_page_says_what_the_kind_of_meeting_is(client: Client, meeting: Meeting) -> None:
    Meeting.objects.update(
        for_whom="For whoever is stuck.",
        description="We look at it *together*.",
        is_not="It is not emergency help.",
    )

    page = text(client.get(BOOK))

    assert "<h1>A talk</h1>" in page
    for words in ("For whoever is stuck.", "<em>together</em>", "It is not emergency help."):
        assert page.partition("<main")[2].count(words) == 1


def own_lines(
    moment: datetime, text: str = "I have sat in *both* chairs.", *, is_published: bool = True
) -> Passage:
    cells = [Cell(id="everyone", text=text)]
    body = PassageBody(title="Why me", axis="profile", question="Why you?", cells=cells)
    passage = publishing.create(Passage(key="own"), body=body, now=moment)
    if is_published:  # as it stands: without an assessment there is no axis to check it against
        passage.published = passage.revisions.get()
        passage.save(update_fields=("published",))
    return passage


def test_page_says_who_the_author_is_and_why(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    Meeting.objects.update(own_words=own_lines(moment))
    Practice.objects.the()
    Practice.objects.update(author_name="Anna Kerr", credentials="Supervisor", about="I am here.")

    page = text(client.get(BOOK))

    for words in ("Anna Kerr", "Supervisor", "I am here.", "sat in <em>both</em> chairs"):
        assert page.partition("<main")[2].count(words) == 1


def test_authors_words_may_hold_a_picture(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    lines = "::: picture my-room\nTwo chairs\n:::"
    Meeting.objects.update(own_words=own_lines(moment, lines), description=lines)

    sources = re.findall(r'<img src="(\S+)" alt="Two chairs">', text(client.get(BOOK)))

    assert [urlsplit(source).path for source in sources] == ["/pictures/my-room"] * 2


def test_page_prints_nothing_where_the_authors_words_are_missing(
    client: Client, meeting: Meeting, moment: datetime
) -> None:
    Meeting.objects.update(own_words=own_lines(moment, is_published=False))

    page = text(client.get(BOOK))

    assert "Who you would talk with" not in page
    assert "both</em> chairs" not in page


def test_copy_for_another_offer_speaks_with_the_words_of_that_offer(
    meeting: Meeting, moment: datetime
) -> None:
    first = own_lines(moment)
    meeting.own_words = first
    other = Offer.objects.create(name="Other", slug="other", made_at=moment)

    copied = copy_meeting(meeting, offer=other)
    assert (copied.offer, copied.own_words) == (other, first)

    theirs = publishing.create(Passage(key="own", offer=other), body=first.body, now=moment)
    assert copy_meeting(meeting, offer=other).own_words == theirs


def test_several_kinds_can_be_chosen_between(client: Client, meeting: Meeting) -> None:
    short = {"title": "A short one", "minutes": 20, "fee": "20 euros", "for_whom": "In a hurry."}
    Meeting.objects.create(key="short", place="2 Long Street", **short)

    pages = [text(client.get(BOOK, asked)) for asked in ({}, {"kind": "short"})]

    for page, chosen in zip(pages, ("A talk", "A short one"), strict=True):
        assert "<h1>What would you like to book?</h1>" in page
        assert f'<h2 id="times-title" data-part="title">{chosen}</h2>' in page
        assert "20 euros" in page
    assert ["In a hurry." in page.partition("<main")[2] for page in pages] == [False, True]


def test_without_any_kind_of_meeting_she_can_be_written_to(
    client: Client, meeting: Meeting
) -> None:
    Meeting.objects.all().delete()

    assert "You are welcome to write to" in text(client.get(BOOK))


def test_the_query_count_does_not_grow_with_bookings(
    client: Client, book: Book, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for day in range(3):
        book(starts_at=WEDNESDAY + timedelta(days=day), email=f"visitor{day}@example.org")

    client.get(BOOK)  # the day's first look makes its line

    with django_assert_max_num_queries(15):
        client.get(BOOK)


def test_a_letters_link_on_another_device_knows_what_brought_its_reader(
    client: Client, meeting: Meeting, confirmed: Contact, moment: datetime
) -> None:
    site = sources.keep_source(Source(referrer="psy.com", piece="popup").sealed(), now=moment)
    contacts.came_from(contact=confirmed, source=site, at=moment)
    url = links.book_url(confirmed)

    client.post(url, form(email=confirmed.email), headers={"referer": "https://mail.example/in"})

    booking = Booking.objects.get()
    assert booking.source == booking.first_source == site


def test_the_booking_page_carries_the_first_page_before_in_links_and_form(
    client: Client, meeting: Meeting
) -> None:
    page = client.get(f"{BOOK}?utm_source=letter&zone=UTC", headers={"referer": "https://psy.com/"})
    assert not client.cookies
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(page)))

    client.post(BOOK, form() | {name: hidden[name] for name in ("referrer", "utm_source", "piece")})

    assert re.search(r'href="\?[^"]*referrer=psy.com[^"]*month=', text(page))
    assert str(Booking.objects.get().source) == "letter, psy.com, by the booking page"


@UNFOLD
def test_the_author_cancels_and_marks_in_the_admin(
    request: pytest.FixtureRequest, settings: Settings, book: Book, at: Callable[[datetime], None]
) -> None:
    settings.SESSION_COOKIE_AGE = settings.SESSION_IDLE_AGE = 30 * 24 * 3600  # outlasts the days
    admin_client = request.getfixturevalue("admin_client")
    first, second = book(), book(starts_at=WEDNESDAY + HOUR)
    url = reverse("admin:consultations_booking_changelist")

    admin_client.post(
        url, {"action": "cancel_bookings", "_selected_action": [first.pk], "sure": "1"}
    )
    at(WEDNESDAY + 3 * HOUR)
    chosen = {"_selected_action": [first.pk, second.pk], "sure": "1"}
    admin_client.post(url, {"action": "mark_done", **chosen})

    states = dict(Booking.objects.values_list("pk", "state"))
    assert states == {first.pk: "cancelled", second.pk: "done"}
    change = reverse("admin:consultations_booking_change", args=[second.pk])
    page = text(admin_client.get(change, follow=True))
    assert "Wednesday, November 25, 2026, 10:00 AM (America/New York, UTC−5)" in page


@UNFOLD
@pytest.mark.parametrize(
    "name",
    ["meeting", "availability", "datehours", "timeoff", "feed", "booking", "timerequest"],
)
def test_every_admin_page_opens(admin_client: Client, book: Book, name: str) -> None:
    book()

    listed = admin_client.get(reverse(f"admin:consultations_{name}_changelist"))

    assert listed.status_code == 200
    if name not in ("booking", "timerequest"):
        added = admin_client.get(reverse(f"admin:consultations_{name}_add"))
        assert added.status_code == 200


def test_a_booking_by_the_author_is_not_typed_over(admin_client: Client, book: Book) -> None:
    booking = book()
    url = reverse("admin:consultations_booking_change", args=[booking.pk])

    admin_client.post(url, {"state": "done", "note": "changed"})

    after = Booking.objects.get()
    assert (after.note, after.state) == (booking.note, booking.state)
