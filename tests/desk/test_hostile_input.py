"""Whatever a visitor sends, no public page breaks: NUL, half surrogates, controls, endless digits.
The pages are those of each offer that has a folder, as somebody meets them who came all the way.

Run on both databases: PostgreSQL stores no NUL and no number beyond its columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assessments.actions
import consultations.links
import contacts.links
import courses.links
import guides.links
from assessments.models import Attempt
from consultations.models import Booking, Subscription
from contacts.models import Contact
from courses.models import Enrollment
from courses.variables import SHEET
from demo.pages import Form, PageParser, WebPage
from guides.models import GuideCopy, GuideRequest
from landing.models import SignUpForm
from tests.desk.conftest import come_all_the_way
from tests.offers import EVERY_OFFER, start_every

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FORM = "application/x-www-form-urlencoded"
SIGNS = (
    "\x00",
    "\ud800",
    "\x1b",
    "\x85",
    "\u2028",
    "\u202e",
    "\ue000",
    "\r\nX: y",
    "%00",
    "'",
    "{{",
)
ALL_SIGNS = f"Ro{''.join(SIGNS)}bin"
HOSTILE = (
    *(f"Ro{sign}bin" for sign in SIGNS),
    *("\x00", "9" * 40, "-1", "1e999", "NaN", "٣", "", "../../etc", "2026-13-45T99:99:99+99:99"),
    *("a" * 20_000, "<svg/onload=1>", "\x00@\x00.org", "a@example.org\x00", "[]", "_" * 300),
)
WORDS = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=40)
QUERY = (
    "kind",
    "for",
    "week",
    "at",
    "month",
    "page",
    "start",
    "zone",
    "lang",
    "utm_source",
    "next",
)
USUAL = {"email": "someone@example.net", "first_name": "Robin", "zone": "Europe/Berlin"}


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(params=EVERY_OFFER)
def reader(
    request: pytest.FixtureRequest,
    once: Callable[..., None],
    moment: datetime,
    at: Callable[[datetime], None],
) -> Contact:
    """Somebody who came all the way in this offer, all others being open beside it."""
    at(moment)
    once("every offer", lambda: start_every(moment))
    return come_all_the_way(moment, request.param)


def encoded(pairs: object) -> str:
    return urlencode(pairs, doseq=True, errors="surrogatepass")  # type: ignore[call-overload]


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every public route as it is written, `<str:key>` and all."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if route != "/readyz":  # 503 here: nothing runs but the test
                yield route
        elif not route.startswith("/admin/"):
            yield from routes(entry, route)


def filled(route: str, word: str) -> str:
    """A route with this word for each of its parts."""
    parts = route.replace(">", "<").split("<")
    return "".join(
        quote(word, safe="", errors="surrogatepass") if number % 2 else part
        for number, part in enumerate(parts)
    )


def real_pages(reader: Contact, moment: datetime) -> list[str]:
    """Pages of a person who has come all the way, and of somebody who begins."""
    attempt = Attempt.objects.finished().get()
    begun = assessments.actions.start(assessment=attempt.assessment, now=moment)
    copy, booking = GuideCopy.objects.get(), Booking.objects.get()
    if not copy.file:
        copy.file.save("guide.pdf", ContentFile(b"%PDF-1.7"))
    place = Enrollment.objects.get()
    token = consultations.links.booking_token(booking)
    slug, front = attempt.assessment.slug, attempt.assessment.offer.get_absolute_url()
    forms = SignUpForm.objects.filter(offer=attempt.assessment.offer)
    return [
        *(form.get_absolute_url() for form in forms),
        *(
            "/",
            front,
            "/book/",
            f"/embed/assessment/{slug}/",
            "/guide/again/",
            "/privacy/",
            f"/assessment/{slug}/",
        ),
        reverse("assessment:page", args=[slug, begun.key, 1]),
        reverse("assessment:result", args=[slug, attempt.key]),
        reverse("assessment:delete", args=[slug, attempt.key]),
        reverse("guides:request", args=[attempt.key]),
        reverse("guides:download", args=[guides.links.token(copy)]),
        guides.links.asked_path(GuideRequest.objects.get()),
        *(reverse(f"consultations:{name}", args=[token]) for name in ("booking", "move", "cancel")),
        contacts.links.confirm_url(reader).removeprefix("http://testserver"),
        courses.links.return_url(place).removeprefix("http://testserver"),
        *(
            address.removeprefix("http://testserver")
            for name, address in courses.links.values(place).items()
            if name.endswith("_url") and (name != SHEET or place.course.sheet())
        ),
    ]


def forms(visitor: Client, address: str) -> list[Form]:
    answer = visitor.get(address)
    assert answer.status_code < 400, address
    page = WebPage(address, 200, {}, b"")
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    PageParser(page).feed(answer.content.decode())
    return page.forms


def send(visitor: Client, form: Form, values: dict[str, object]) -> int:
    if form.method == "get":
        return visitor.get(f"{form.action}?{encoded(values)}").status_code
    return visitor.post(form.action, encoded(values), content_type=FORM).status_code


def usual(form: Form) -> dict[str, object]:
    """What a person would send."""
    offered = {name: values[0] for name, values in form.offered.items() if values}
    return offered | form.values | {name: USUAL[name] for name in USUAL if name in form.offered}


def test_no_field_of_any_form_breaks_a_page(
    visitor: Client, reader: Contact, moment: datetime
) -> None:
    rotating = itertools.cycle(HOSTILE)
    seen = 0
    for address in real_pages(reader, moment):
        for form in forms(visitor, address):
            for name in form.offered:
                for word in (ALL_SIGNS, next(rotating)):
                    with transaction.atomic():
                        status = send(visitor, form, usual(form) | {name: word})
                        assert status < 500, (form.action, name, word)
                        transaction.set_rollback(True)
                    seen += 1
    assert seen > 60  # a short offer has 41 boxes


@pytest.mark.usefixtures("robin")
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=WORDS, other=WORDS)
def test_no_address_breaks_a_page(visitor: Client, word: str, other: str) -> None:
    for route in routes():
        address = filled(route, word)
        query = encoded(dict.fromkeys(QUERY, other))
        for asked in (address, f"{address}?{query}"):
            with transaction.atomic():
                assert visitor.get(asked).status_code < 500, asked
                assert visitor.post(asked, query, content_type=FORM).status_code < 500, asked
                transaction.set_rollback(True)


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize(
    "address", ["/book/?kind=%00", "/book/for/%00/", "/guide/for/%00/", "/static/%00", "/%1b/"]
)
def test_addresses_that_broke_are_answered(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code in (200, 404)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Referer", "http://[::1"),
        ("Referer", "http://" + "a" * 5000 + ".example/"),
        ("Accept-Language", ";;q=\x00,*"),
        ("Cookie", 'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000"; csrftoken="\\000"'),
        ("Range", "bytes=--9999999999999999999999-"),
        ("If-None-Match", '"\x00'),
        ("If-Modified-Since", "Mon, 99 Foo 99999999999999 00:00:00 GMT"),
        ("X-Forwarded-For", "\x00, 999.999.999.999"),
        ("User-Agent", "\x7f" * 3000),
    ],
)
def test_no_header_breaks_a_page(
    visitor: Client, reader: Contact, moment: datetime, header: str, value: str
) -> None:
    for address in (*real_pages(reader, moment), "/admin/", "/admin/login/"):
        assert visitor.get(address, headers={header: value}).status_code < 500, address


def test_controls_in_a_name_leave_the_authors_calendar_whole(
    visitor: Client, robin: Contact, moment: datetime
) -> None:
    """The name comes in by the booking form, as a visitor types it."""
    Booking.objects.all().delete()
    form = next(form for form in forms(visitor, "/book/") if "first_name" in form.offered)
    values = usual(form) | {"first_name": "Ro\x0bb\x85i\u2028n", "email": "new@example.net"}
    assert send(visitor, form, values) < 400

    subscription = Subscription.objects.create(made_at=moment + timedelta(hours=1))
    feed = visitor.get(
        consultations.links.calendar_url(subscription).removeprefix("http://testserver")
    ).content.decode()

    assert Booking.objects.get().first_name.isprintable()
    assert all(line.isprintable() for line in feed.split("\r\n"))


def test_a_clean_form_keeps_every_value(rf: object, settings: object) -> None:
    """Only controls go: order, repeated names, blank values, lines and every script stay."""
    seen: list[object] = []
    body = encoded([("a", "1"), ("b", ""), ("a", "Zoë\r\n🌿\x00"), ("c", "\t محمد")])
    client = Client()
    client.handler.load_middleware()
    chain: Callable[..., object] = client.handler.resolve_request
    client.handler.resolve_request = lambda request: seen.append(request) or chain(request)
    client.post("/guide/again/", body, content_type=FORM)
    (request,) = seen

    assert request.POST.getlist("a") == ["1", "Zoë\r\n🌿"]  # type: ignore[attr-defined]
    assert request.POST["b"] == ""  # type: ignore[attr-defined]
    assert request.POST["c"] == "\t محمد"  # type: ignore[attr-defined]
