from collections.abc import Callable
from datetime import datetime, timedelta

import icalendar
import pytest

from consultations import actions
from consultations.actions import invitations, letters
from consultations.models import Booking, Meeting
from contacts.models import Contact
from mail.actions import as_read
from mail.models import Message, MessageState
from practice.models import Practice
from tests.consultations.conftest import WEDNESDAY

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)


def about(booking: Booking, sequence: int = 0) -> Message:
    return Message.objects.get(key=f"booking:{booking.uid.hex}:{sequence}")


def event(message: Message) -> icalendar.Event:
    (entry,) = icalendar.Calendar.from_ical(message.attachment["text"]).walk("VEVENT")
    return entry


def send(message: Message, moment: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, sent_at=moment, settled_at=moment
    )


def test_each_reads_the_time_in_their_own_zone(book: Book) -> None:
    booking = book()

    notice = Message.objects.get(key__startswith="booking-notice:")

    assert about(booking).values["when_text"] == "Wednesday, November 25, 2026, 7:30 PM"
    assert about(booking).values["zone_name"] == "Asia/Kolkata, UTC+5:30"
    assert notice.values["when_text"] == "Wednesday, November 25, 2026, 9:00 AM"
    assert notice.values["zone_name"] == "America/New York, UTC−5"
    assert notice.contact is None


@pytest.mark.parametrize(
    ("first_name", "who"), [("Kim", ": Kim"), ("", ""), ("kim@example.org", "")]
)
def test_the_authors_subject_says_what_happened_to_whom_and_when(
    book: Book, moment: datetime, first_name: str, who: str
) -> None:
    booking = book(first_name=first_name)
    moved = actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, by_author=True, now=moment)
    assert isinstance(moved, Booking)
    actions.cancel(booking=moved, by_author=True, now=moment)

    notices = Message.objects.filter(key__startswith="booking-notice:").order_by("pk")

    assert [as_read(notice).subject for notice in notices] == [
        f"New booking{who}, Wednesday, November 25, 2026, 9:00 AM",
        f"Booking moved{who}, Wednesday, November 25, 2026, 10:00 AM",
        f"Booking canceled{who}, Wednesday, November 25, 2026, 10:00 AM",
    ]


def test_nothing_typed_reaches_the_mailbox_before_it_is_confirmed(book: Book) -> None:
    letter = about(book(first_name="Buy gold", note="at evil.example"))

    written = str(letter.values) + letter.attachment["text"]

    assert "Buy gold" not in written
    assert "evil.example" not in written
    assert letter.facts["has_name"] is False


def test_a_strangers_words_do_not_reach_a_known_reader_either(
    book: Book, confirmed: Contact
) -> None:
    letter = about(book(email=confirmed.email, first_name="Buy gold"))

    assert letter.values["first_name"] == "Robin"


def test_one_calendar_entry_through_every_change(book: Book, moment: datetime) -> None:
    booking = book()
    send(about(booking), moment)
    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=moment)
    send(about(booking, 1), moment)
    actions.cancel(booking=booking, now=moment)

    entries = [event(about(booking, sequence)) for sequence in range(3)]

    assert len({str(entry["UID"]) for entry in entries}) == 1
    assert [int(entry["SEQUENCE"]) for entry in entries] == [0, 1, 2]
    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [about(booking, sequence).letter.name for sequence in range(3)] == [
        "Booking confirmed",
        "Booking moved",
        "Booking canceled",
    ]


def test_moved_before_the_first_letter_went_the_new_time_is_confirmed(
    book: Book, moment: datetime
) -> None:
    booking = book()

    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=moment)

    assert about(booking).state == MessageState.WITHDRAWN
    assert about(booking, 1).letter.name == "Booking confirmed"


def test_what_the_author_changes_is_written_about_at_once(book: Book, moment: datetime) -> None:
    booking = book()
    send(about(booking), moment)
    later = moment + HOUR

    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, by_author=True, now=later)
    moved = about(booking, 1)
    actions.cancel(booking=booking, by_author=True, now=later)

    assert (moved.letter.name, moved.not_before) == ("Booking moved", later)
    cancelled = about(booking, 2)
    assert (cancelled.letter.name, cancelled.not_before) == ("Booking canceled", later)


def test_whoever_booked_on_the_page_hears_that_she_canceled_before_any_letter(
    book: Book, moment: datetime
) -> None:
    booking = book()

    actions.cancel(booking=booking, by_author=True, now=moment)

    assert about(booking, 1).letter.name == "Booking canceled"


def notice(booking: Booking, sequence: int = 0) -> Message:
    return Message.objects.get(key=f"booking-notice:{booking.uid.hex}:{sequence}")


def test_the_author_is_invited_with_the_note_by_an_address_not_hers(book: Book) -> None:
    Practice.objects.update(notice_email="sam@example.org", from_email="practice@example.org")

    told = notice(book())

    invitation = event(told)
    assert "method=REQUEST" in told.attachment["content_type"]
    assert "METHOD:REQUEST" in told.attachment["text"]
    assert str(invitation["ATTENDEE"]) == "mailto:sam@example.org"
    assert str(invitation["ORGANIZER"]) == "mailto:practice@example.org"
    assert str(invitation["SUMMARY"]) == "A talk: Kim"
    assert "kim@example.org" not in told.attachment["text"]
    assert told.values["note_text"] == "About one stuck place."


def test_who_has_one_address_alone_is_invited_by_another_of_the_same_mailbox(book: Book) -> None:
    addresses = ("notice_email", "from_email", "reply_to", "contact_email")
    Practice.objects.update(**dict.fromkeys(addresses, "sam@example.org"))

    assert str(event(notice(book()))["ORGANIZER"]) == "mailto:sam+bookings@example.org"


def test_her_calendar_follows_moves_and_canceling_even_once_notices_are_off(
    book: Book, moment: datetime
) -> None:
    booking = book()
    Practice.objects.update(tell_bookings=False)
    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, by_author=True, now=moment)
    actions.cancel(booking=booking, by_author=True, now=moment)

    entries = [event(notice(booking, sequence)) for sequence in range(3)]

    assert len({str(entry["UID"]) for entry in entries}) == 1
    assert [int(entry["SEQUENCE"]) for entry in entries] == [0, 1, 2]
    assert entries[1].start == WEDNESDAY + HOUR
    assert "METHOD:CANCEL" in notice(booking, 2).attachment["text"]


def test_who_subscribes_gets_no_invitations_and_who_does_no_more_gets_each_once(
    book: Book, moment: datetime
) -> None:
    actions.subscription(now=moment)
    by_address = book()
    actions.invite_author()

    by_invitation = book(starts_at=WEDNESDAY + HOUR, email="b@example.org")

    assert notice(by_address).attachment is None
    assert notice(by_invitation).attachment
    assert [by_address.uid.hex] == [
        entry.uid.partition("@")[0].replace("-", "") for entry in invitations.subscribed(now=moment)
    ]
    actions.subscription(now=moment)
    assert len(invitations.subscribed(now=moment)) == 2


@pytest.mark.parametrize("field", ["reply_to", "from_email"])
def test_the_organizer_is_where_answers_go(book: Book, meeting: Meeting, field: str) -> None:
    Practice.objects.update(**{field: "sam@example.org"})

    assert str(event(about(book()))["ORGANIZER"]) == "mailto:sam@example.org"


def test_the_video_link_is_in_the_letter(book: Book) -> None:
    assert about(book()).values["place_text"] == "By video: https://video.example/room"


def test_every_letter_can_be_written(book: Book, confirmed: Contact, moment: datetime) -> None:
    booking = book(email=confirmed.email)
    letters.remind(booking, 24, until=WEDNESDAY, now=moment)
    before = [as_read(message) for message in Message.objects.all()]
    letters.thank(booking, now=moment)
    after = as_read(Message.objects.latest("pk"))

    assert before
    assert all("November 25, 2026" in written.text for written in before)
    assert all("{{" not in written.html for written in (*before, after))
