"""Calendars from elsewhere: what they keep busy, and how they are fetched."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from consultations import actions, freebusy, tasks, transport
from consultations.admin import availability
from consultations.models import Booking, Feed, Meeting
from consultations.slots import Closed, Refusal
from consultations.transport import Unfetched, fetch, is_public
from tests.consultations.conftest import WEDNESDAY

ZONE = ZoneInfo("America/New_York")
FIRST, LAST = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)


def ics(*lines: str) -> bytes:
    events = "\r\n".join(lines)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}\r\nEND:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "one@x") -> str:
    head = ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z")
    return "\r\n".join((*head, *lines, "END:VEVENT"))


def found(*events: str, own: str = "") -> list[tuple[str, str]]:
    windows = freebusy.busy(ics(*events), zone=ZONE, first=FIRST, last=LAST, own=own)
    return [(f"{w.start:%d %H:%M}", f"{w.end:%d %H:%M}") for w in windows]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261125T140000Z", "DTEND:20261125T150000Z"), [("25 14:00", "25 15:00")]),
        (("DTSTART:20261125T090000", "DURATION:PT30M"), [("25 14:00", "25 14:30")]),
        (("DTSTART;VALUE=DATE:20261125",), [("25 05:00", "26 05:00")]),
        (
            ("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261127"),
            [("25 05:00", "27 05:00")],
        ),
        (
            (
                "DTSTART;TZID=Asia/Kolkata:20261123T193000",
                "DTEND;TZID=Asia/Kolkata:20261123T203000",
                "RRULE:FREQ=DAILY;COUNT=3",
                "EXDATE;TZID=Asia/Kolkata:20261124T193000",
            ),
            [("23 14:00", "23 15:00"), ("25 14:00", "25 15:00")],
        ),
        (
            ("DTSTART:20261125T140000Z", "DTEND:20261125T150000Z", "TRANSP:TRANSPARENT"),
            [],
        ),
        (("DTSTART:20261125T140000Z", "DTEND:20261125T150000Z", "STATUS:CANCELLED"), []),
        (("DTSTART:20261125T140000Z", "DTEND:20261125T140000Z"), []),
        (("DTSTART:20201125T140000Z", "DTEND:20201125T150000Z"), []),
    ],
)
def test_what_keeps_its_owner_busy(lines: tuple[str, ...], expected: list[object]) -> None:
    assert found(event(*lines)) == expected


def test_a_weekly_entry_stays_at_its_clock_time_over_a_change_of_clocks() -> None:
    weekly = event(
        "DTSTART;TZID=America/New_York:20261026T090000",
        "DTEND;TZID=America/New_York:20261026T100000",
        "RRULE:FREQ=WEEKLY;COUNT=3",
    )
    windows = freebusy.busy(
        ics(weekly), zone=ZONE, first=datetime(2026, 10, 20, tzinfo=UTC), last=LAST
    )

    assert [window.start.hour for window in windows] == [13, 14, 14]


def test_a_moved_and_a_canceled_time_of_a_series_count_as_they_are_now() -> None:
    daily = event(
        "DTSTART:20261123T140000Z",
        "DTEND:20261123T150000Z",
        "RRULE:FREQ=DAILY;UNTIL=20261126T140000Z",
    )
    moved = event(
        "RECURRENCE-ID:20261124T140000Z", "DTSTART:20261124T180000Z", "DTEND:20261124T190000Z"
    )
    off = event(
        "RECURRENCE-ID:20261125T140000Z",
        "DTSTART:20261125T140000Z",
        "DTEND:20261125T150000Z",
        "STATUS:CANCELLED",
    )

    assert found(daily, moved, off) == [
        ("23 14:00", "23 15:00"),
        ("24 18:00", "24 19:00"),
        ("26 14:00", "26 15:00"),
    ]


def test_our_own_bookings_do_not_come_back() -> None:
    ours = event("DTSTART:20261125T140000Z", "DTEND:20261125T150000Z", uid="7@house.example")

    assert found(ours, own="@house.example") == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html>Sign in</html>",
        b"\xff\xfe\x00",
        ics(event("DTSTART:20261125T140000Z", "RRULE:FREQ=SECONDLY")),
        ics(
            event(
                "DTSTART:20261125T140000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5"
            )
        ),
    ],
)
def test_what_cannot_be_read_is_said(text: bytes) -> None:
    with pytest.raises(freebusy.Unreadable):
        freebusy.busy(text, zone=ZONE, first=FIRST, last=LAST)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", False),
        ("::ffff:0:5db8:d70e", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2002:5db8:d70e::1", False),
        ("2001:0:5db8:d70e::1", False),
        ("2001:db8::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("203.0.113.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_only_the_open_internet_is_reached(address: str, public: bool) -> None:
    assert is_public(address) is public


class Server:
    """Answers each connection with the next of some replies, over a pair of sockets."""

    def __init__(self, *replies: bytes) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str]] = []

    def connect(self, address: str, host: str, _seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        self.asked.append((address, host))
        theirs.sendall(self.replies.pop(0))
        theirs.shutdown(socket.SHUT_WR)
        OPEN.append(theirs)
        return ours


OPEN: list[socket.socket] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def test_a_server_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.2)
    ours, theirs = socket.socketpair()
    OPEN.extend((ours, theirs))
    theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR")

    with pytest.raises(Unfetched, match="too long"):
        fetch(
            "https://a.example/",
            resolve=lambda _h: ["93.184.215.14"],
            connect=lambda *_all: ours,
        )


def reply(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *more, "", "")
    return "\r\n".join(lines).encode() + body


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    server = Server(reply(b"calendar"))

    body = fetch(
        "https://a.example/x", resolve=lambda _h: ["93.184.215.14"], connect=server.connect
    )

    assert body == b"calendar"
    assert server.asked == [("93.184.215.14", "a.example")]


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x",
        "file:///etc/passwd",
        "https://a.example:8000/x",
        "https://user:word@a.example/x",
        "https:///x",
        "nonsense",
    ],
)
def test_other_addresses_are_not_asked(url: str) -> None:
    server = Server()

    with pytest.raises(Unfetched):
        fetch(url, resolve=lambda _h: ["93.184.215.14"], connect=server.connect)

    assert server.asked == []


def test_one_private_address_among_several_is_enough_to_refuse() -> None:
    with pytest.raises(Unfetched, match="private"):
        fetch("https://a.example/", resolve=lambda _h: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize(
    "onward", ["http://a.example/", "https://inside.example/", "https://127.0.0.1/"]
)
def test_a_redirect_is_checked_like_the_first_address(onward: str) -> None:
    server = Server(reply(b"", "302 Found", f"Location: {onward}"))
    known = {"a.example": ["93.184.215.14"], "inside.example": ["10.0.0.1"]}

    with pytest.raises(Unfetched):
        fetch(
            "https://a.example/x",
            resolve=lambda host: known.get(host, [host]),
            connect=server.connect,
        )

    assert len(server.asked) == 1


def test_a_name_that_changes_its_address_between_two_hops_is_checked_again() -> None:
    server = Server(reply(b"", "301 Moved", "Location: /next"))
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])

    with pytest.raises(Unfetched, match="private"):
        fetch("https://a.example/", resolve=lambda _h: next(answers), connect=server.connect)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(b"", "404 Not Found"), "404"),
        (reply(b"", "302 Found", "Location: https://a.example/"), "on and on"),
        (b"no http at all\r\n\r\n", "reached"),
    ],
)
def test_what_goes_wrong_is_one_sentence(answer: bytes, why: str) -> None:
    server = Server(*[answer] * 4)

    with pytest.raises(Unfetched, match=why):
        fetch("https://a.example/", resolve=lambda _h: ["93.184.215.14"], connect=server.connect)


def test_size_and_time_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 10)
    with pytest.raises(Unfetched, match="larger"):
        fetch(
            "https://a.example/",
            resolve=lambda _h: ["93.184.215.14"],
            connect=Server(reply(b"x" * 11)).connect,
        )
    monkeypatch.setattr(transport, "SECONDS", 0.0)
    with pytest.raises(Unfetched, match="too long"):
        fetch(
            "https://a.example/",
            resolve=lambda _h: ["93.184.215.14"],
            connect=Server(reply(b"x")).connect,
        )


@pytest.fixture
def feed(meeting: Meeting, moment: datetime) -> Feed:
    return Feed.objects.create(name="Mine", address="webcal://a.example/x", next_check_at=moment)


BUSY = ics(event("DTSTART:20261125T145500Z", "DTEND:20261125T153000Z"))


def test_a_busy_calendar_closes_times_and_their_buffers(
    feed: Feed, book: Callable[..., Booking | Refusal], moment: datetime
) -> None:
    asked: list[str] = []

    actions.refresh_feeds(now=moment, fetch=lambda url: asked.append(url) or BUSY)
    refusal = book()

    assert asked == ["https://a.example/x"]
    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.TAKEN
    assert WEDNESDAY + timedelta(hours=2) in refusal.nearest


def test_a_calendar_that_fails_keeps_its_last_good_state_and_says_so(
    feed: Feed, moment: datetime
) -> None:
    def fail(_url: str) -> bytes:
        raise Unfetched("The server answered 500.")

    actions.refresh_feeds(now=moment, fetch=lambda _url: BUSY)
    later = moment + timedelta(hours=1)
    again = actions.refresh_feeds(now=later, fetch=fail)

    feed.refresh_from_db()
    assert again == 1
    assert (feed.problem, feed.good_at, len(feed.busy)) == ("The server answered 500.", moment, 1)
    assert actions.refresh_feeds(now=later, fetch=fail) == 0


def test_saved_calendar_is_read_by_a_worker_and_its_page_says_so(
    meeting: Meeting,
    moment: datetime,
    at: Callable[[datetime], None],
    admin_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    at(moment)
    woken: list[object] = []
    monkeypatch.setattr(availability, "wake", woken.append)
    monkeypatch.setattr(transport, "fetch", lambda _url: pytest.fail("fetched in a web thread"))
    given = {"name": "Mine", "address": "https://a.example/x", "active": "on"}

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("admin:consultations_feed_add"), given)
    row = Feed.objects.get()
    page = reverse("admin:consultations_feed_change", args=[row.pk])
    waiting = admin_client.get(page).text
    actions.refresh_feeds(now=moment, fetch=lambda _url: BUSY)
    settled = admin_client.get(page).text

    assert woken == [tasks.refresh_feeds]
    assert "Being checked" in waiting
    assert "Can be read" in settled
    assert "1 busy stretch" in settled
