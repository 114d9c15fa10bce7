"""The promises about every mail and every public page, asked of all of them: nothing is exempt.

A letter or an address that is new in the product fails here until it is in the matrix.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter as Kinds
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings as house_settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core import serializers
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from pytest_django import Settings

import consultations.actions
import contacts.links
import courses.actions
import courses.links
import guides.links
import landing.links
from assessments.models import Attempt
from consultations import links as meetings
from consultations.actions import feeds
from consultations.models import Booking, Meeting, TimeRequest
from contacts.models import Consent, Contact
from courses.models import AddressChange, DataRequest, Enrollment, Lesson, Progress
from desk.models import PrivateTry
from guides.models import GuideCopy, GuideRequest
from landing.models import SignUpForm
from mail import actions as mail
from mail.actions import send
from mail.models import Broadcast, Letter, Message, Purpose, SystemLetter
from mail.sample_words import sample_texts
from mail.system_letters import SYSTEM, words
from practice.models import Practice
from project import logs
from publishing import actions as publishing
from tests import letters
from tests.mail.conftest import alive
from tests.sign_ups import signed_up
from writing.segments import Facts
from writing.variables import is_link

pytestmark = pytest.mark.slow

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW_ADDRESS = "new@example.net"
MOST_OF_A_KIND = 3
COUNTERS = ("health.Counter", "offers.LookCount")
PLAIN_FILES = {"favicon", "picture", "picture_file"}  # the author's pictures: this house has none
ELSEWHERE = ("//", "/static/", "/admin/")


@dataclass
class Post:
    """Every kind of mail the product sends, as it lies in the mailbox."""

    mails: list[EmailMessage]
    by_kind: dict[str, EmailMessage] = field(default_factory=dict)


@pytest.fixture
def post(
    robin: Contact, moment: datetime, settings: Settings, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Post:  # fmt: skip
    """Every system letter, every lesson and a one-off letter, sent; links are counted."""
    monkeypatch.setattr(send.heartbeat, "name", lambda _kind: alive("here"))
    settings.MAILBOX_DIR, settings.VAR_DIR, settings.EMAIL_URL = tmp_path, tmp_path, "file://"
    settings.MEDIA_ROOT = tmp_path / "media"
    GuideCopy.objects.get().file.save("guide.pdf", ContentFile(b"%PDF-1.7"))
    Practice.objects.filter(pk=1).update(count_clicks=True)
    cache.clear()
    courses.actions.ask_address(contact=robin, email=NEW_ADDRESS, now=moment)
    mail.set_letters(contact=robin, agrees=True, wording="Letters, now and then.", now=moment)
    known = {name: value for one in Message.objects.all() for name, value in one.values.items()}
    Message.objects.all().delete()
    enrollment = Enrollment.objects.get(contact=robin)
    known |= courses.links.values(enrollment)
    known["confirm_url"] = contacts.links.confirm_url(robin)
    known["guide_url"] = guides.links.guide_url(GuideCopy.objects.get())
    for draft in SystemLetter.objects.select_related("letter"):
        queue(draft.key, draft.letter, robin, known, moment)
    for lesson in Lesson.objects.exclude(letter=None).select_related("course"):
        publishing.publish(lesson, now=moment)
        letter = lesson.letter
        lessons = (Purpose.COURSE, lesson.course.purpose)
        queue(f"lesson:{lesson.position}", letter, robin, known, moment, *lessons)
    one_off = letters.broadcast(
        now=moment, send_on=moment.date(), subject="A workshop",
        text="Hello, [come](https://example.org/may).",
    )  # fmt: skip
    letter = mail.frozen(broadcast=one_off, now=moment)
    queue(f"{one_off.key_start}1", letter, robin, known, moment, Purpose.LETTERS, mail.LETTERS)
    # On a day without a lesson by the timetable, or the one-off letter would wait for one.
    Enrollment.objects.update(due_at=moment + timedelta(days=3))
    Progress.objects.all().delete()
    mail.send_due(now=moment)
    return read(tmp_path)


def queue(
    key: str, letter: Letter, robin: Contact, known: dict[str, str], moment: datetime,
    purpose: str = "", consent: str = "",
) -> None:  # fmt: skip
    wording = words(key)
    free = set(wording.vocabulary.bare) | set(known)
    values = {name: known.get(name) or sample(name) for name in free}
    for own in ("unsubscribe_url", "preferences_url", "site_url"):
        values.pop(own, None)
    mail.queue(
        key=key, letter=letter, contact=None if wording.to_author else robin,
        purpose=purpose or letter.purpose, consent=consent,
        facts=Facts(dict.fromkeys(wording.flags, True)), names=defaultdict(str), values=values,
        not_before=moment, now=moment,
    )  # fmt: skip


def sample(name: str) -> str:
    return "http://testserver/" if is_link(name) else sample_texts().get(name, name)


def read(folder: Path) -> Post:
    uids = dict(Message.objects.values_list("uid", "key"))
    keys = {uid.hex: key for uid, key in uids.items()}
    found = Post([])
    for file in sorted(folder.glob("*.eml")):
        parsed = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        found.mails.append(parsed)
        found.by_kind[keys[str(parsed["Message-ID"]).strip("<>").partition("@")[0]]] = parsed
    return found


def part(parsed: EmailMessage, kind: str) -> str:
    body = parsed.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def addresses(parsed: EmailMessage) -> set[str]:
    """Every address of this house in a mail, whichever part or header."""
    text = f"{part(parsed, 'html')}\n{part(parsed, 'plain')}\n{parsed['List-Unsubscribe'] or ''}"
    return {
        found.replace("&amp;", "&").removeprefix("http://testserver").rstrip(".,;)")
        for found in re.findall(r"http://testserver[^\s\"'<>]*", text)
    }


def routes(resolver: URLResolver, before: str = "/", space: str = "") -> Iterator[str]:
    """The name of every public page."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}:{entry.name}" if space else str(entry.name)
        elif not f"{before}{entry.pattern}".startswith("/admin"):
            yield from routes(entry, f"{before}{entry.pattern}", entry.namespace or space)


ASSESSMENT_PAGES = ("result", "questions", "again", "look_again", "delete")


def starting_points(robin: Contact, moment: datetime) -> set[str]:
    """Pages that no letter and no page links to, or that take a key of their own."""
    attempt, copy, booking = Attempt.objects.get(), GuideCopy.objects.get(), Booking.objects.get()
    meeting = Meeting.objects.all()[0]
    time_request = consultations.actions.request_time(
        meeting=meeting, email=robin.email, first_name="Robin", zone="UTC", text="Soon?", now=moment
    )
    times = consultations.actions.open_times(meeting=meeting, now=moment)
    offered = consultations.actions.offer(
        time_request=time_request, starts_at=times[-1], now=moment
    )
    assert isinstance(offered, TimeRequest), offered
    change, subscription = AddressChange.objects.get(), feeds.subscription(now=moment)
    wanted = DataRequest.objects.create(contact=robin, asked_at=moment)
    held = courses.links.own_data_url(wanted)
    own = (courses.links.address_url(change), meetings.offer_url(offered), held, f"{held}erase/")
    file = next(Path(house_settings.MAILBOX_DIR).glob("*.eml")).stem
    slug, key, offer = attempt.assessment.slug, attempt.key, attempt.assessment.offer
    assert offer is not None
    tried = PrivateTry.objects.create(offer=offer, made_at=moment).key
    token = meetings.calendar_url(subscription).rpartition("/")[2].removesuffix(".ics")
    pages: dict[str, tuple[object, ...]] = {
        **dict.fromkeys(("landing", "privacy", "robots", "sitemap", "healthz", "readyz"), ()),
        **dict.fromkeys(("public_letters", "public_letters_feed"), ()),
        "public_letter": (letter_for_all(moment),),
        "offer": (offer.slug,),
        **{f"assessment:{one}": (slug, key) for one in ASSESSMENT_PAGES},
        **{f"consultations:{one}": () for one in ("book", "time_request", "time_requested")},
        **{f"mail:{one}": ("postmark",) for one in ("webhook", "inbound")},
        **{f"mail:{one}": (file,) for one in ("mailbox_mail", "mailbox_body")},
        "mail:mailbox": (),
        "guides:again": (),
        "your_letters": (),
        "private_try": (tried,),
        **{f"try_{one}": (tried,) for one in ("start", "questions", "guide", "pdf", "letters")},
        "theme": ("7a3b69", "b4532a"),
        "assessment:start": (slug,),
        "assessment:page": (slug, key, 1),
        "guides:request": (key,),
        "consultations:book-result": (key,),
        **{
            f"consultations:{one}-offer": (offer.slug,)
            for one in ("book", "time_request", "time_requested")
        },
        "embed_script": (),
        "guides:file": (guides.links.token(copy),),
        "consultations:calendar": (token,),
    }
    named = {reverse(name, args=given) for name, given in pages.items()}
    asked = GuideRequest.objects.get()
    named |= {guides.links.asked_path(asked), guides.links.now_path(asked)}
    named |= forms(robin, moment)
    own = (*own, courses.links.return_url(robin.enrollments.get()), meetings.booking_url(booking))
    in_letters = courses.links.values(robin.enrollments.get())
    own = (*own, courses.links.letters_url(robin), in_letters["guide_url"])
    own = (*own, in_letters["retake_url"], in_letters["onward_url"])
    return named | {address.removeprefix("http://testserver") for address in own}


def letter_for_all(moment: datetime) -> str:
    """A public letter that has gone out; what ends its address."""
    day = (moment - timedelta(days=1)).date()
    draft = letters.broadcast(now=moment, send_on=day, subject="In May", text="Hello.")
    Broadcast.objects.filter(pk=draft.pk).update(is_public=True)
    mail.schedule(broadcast=draft, now=moment)
    draft.refresh_from_db()
    return str(draft.slug)


def forms(robin: Contact, moment: datetime) -> set[str]:
    """A sign-up form, the page after it, the file it gives."""
    form = SignUpForm.objects.get()
    form.file.save("worksheet.pdf", ContentFile(b"%PDF-1.7"))
    sign_up = signed_up(form=form, email=robin.email, now=moment)
    paths = (landing.links.sent_path(sign_up), landing.links.file_path(sign_up))
    return {form.get_absolute_url(), *paths}


def crawl(
    start: set[str], look: Callable[[str, HttpResponseBase], None] = lambda *_seen: None
) -> dict[str, int]:
    """These pages and those they lead to, by GET and HEAD, without a cookie; at most a few of
    each kind beyond the start, as a calendar has no end. `look` is shown every answer.
    """
    first = sorted(path.removeprefix("http://testserver") or "/" for path in start)
    waiting, seen, more = list(first), dict[str, int](), Kinds[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/") or path.startswith(ELSEWHERE):
            continue
        kind = named(path)
        more[kind] += path not in first
        if more[kind] > MOST_OF_A_KIND:
            continue
        put_away(Client(headers={"User-Agent": BROWSER}).head(path))
        answer = Client(headers={"User-Agent": BROWSER}).get(path)
        seen[path] = answer.status_code
        look(path, answer)
        if "Location" in answer:
            waiting.append(answer["Location"].removeprefix("http://testserver"))
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            found = re.findall(r'(?:href|src|action)="([^"#]+)', answer.text)
            base = path.partition("?")[0]
            waiting += [at(base, href.replace("&amp;", "&")) for href in found]
        put_away(answer)
    return seen


def put_away(answer: HttpResponseBase) -> None:
    """Close the file that a download left open; `close` would close the database too."""
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()


def named(path: str) -> str:
    """The route of an address; a dead link on a page of ours is a fault."""
    try:
        return str(resolve(path.partition("?")[0]).view_name)
    except Resolver404:
        raise AssertionError(f"no page answers at {path}") from None


def at(base: str, href: str) -> str:
    parts = urlsplit(href)
    if parts.scheme and parts.netloc != "testserver":
        return ""
    path = parts.path or base
    return f"{path}?{parts.query}" if parts.query else path


def everything() -> str:
    """Every row but counters, which no rule reads."""
    models = [m for m in apps.get_models() if m._meta.label not in COUNTERS]
    rows = (row for m in models for row in m._default_manager.order_by("pk"))
    return serializers.serialize("json", rows)


def test_every_kind_of_mail_is_in_the_matrix(post: Post) -> None:
    lessons = {f"lesson:{one.position}" for one in Lesson.objects.exclude(letter=None)}

    kinds = {"broadcast" if kind.startswith("broadcast:") else kind for kind in post.by_kind}
    assert kinds == {*SYSTEM, *lessons, "broadcast"}
    assert len(lessons) >= 8


@pytest.mark.slow
def test_crawler_that_follows_every_address_changes_nothing_and_leaves_no_secret_in_a_log(
    post: Post, robin: Contact, moment: datetime, at: Callable[[datetime], None], settings: Settings
) -> None:
    at(moment + timedelta(hours=1))
    settings.DEBUG = True
    start = {found for parsed in post.mails for found in addresses(parsed)}
    start |= starting_points(robin, moment)
    before = everything()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(logs.Scrubbing())
    handler.setFormatter(logs.ScrubbingFormatter("{name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    django = logging.getLogger("django")
    django.addHandler(handler)
    try:
        seen = crawl(start)
    finally:
        logging.getLogger().removeHandler(handler)
        django.removeHandler(handler)

    assert everything() == before
    assert {path for path, status in seen.items() if status == 500} == set()
    names = {
        resolve(path.partition("?")[0]).view_name for path, code in seen.items() if code != 404
    }
    assert set(routes(get_resolver())) - names <= PLAIN_FILES
    written = stream.getvalue()
    assert robin.email not in written
    assert NEW_ADDRESS not in written
    tokens = {word for path in seen for word in re.split(r"[/?=&]", path) if len(word) > 21}
    assert [word for word in tokens if word in written] == []


def callbacks(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Any]]:
    """The address and the view of every page, the desk's too."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{before}{entry.pattern}", entry.callback
        else:
            yield from callbacks(entry, f"{before}{entry.pattern}")


@pytest.mark.slow
def test_every_post_that_reads_a_session_checks_where_it_comes_from(
    post: Post, robin: Contact, moment: datetime, at: Callable[[datetime], None],
    settings: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    at(moment + timedelta(hours=1))
    settings.DEBUG = True
    start = {found for parsed in post.mails for found in addresses(parsed)}
    paths = {urlsplit(path).path or "/" for path in start | starting_points(robin, moment)}
    owner = User.objects.create_superuser("owner", password="seven herons over the quiet mill")
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    read: list[str] = []
    load = SessionStore.load
    monkeypatch.setattr(SessionStore, "load", lambda s: read.append("it") or load(s))

    answers = {}
    for path in sorted(paths):
        read.clear()
        with transaction.atomic():
            answer = client.post(path, {"email": "kim@example.org", "do": "mine"})
            put_away(answer)
            transaction.set_rollback(True)
        answers[path] = (answer.status_code, bool(read))

    forged = {path for path, (status, reads) in answers.items() if reads and status != 403}
    assert forged == set()
    assert len([1 for status, _reads in answers.values() if status in (200, 302)]) > 10
    exempt = {path for path, view in callbacks(get_resolver()) if hasattr(view, "csrf_exempt")}
    assert {path for path in exempt if path.startswith("/admin/")} == set()


def test_one_click_stops_every_mail_but_those_asked_for_and_what_waits_within_five_seconds(
    post: Post, robin: Contact, moment: datetime
) -> None:
    asked_for = {*SystemLetter.objects.filter(purpose="requested").values_list("key", flat=True)}
    to_author = {key for key, known in SYSTEM.items() if known.to_author}

    for kind, parsed in post.by_kind.items():
        target = parsed["List-Unsubscribe"]
        assert (target is None) is (kind in asked_for | to_author), kind
        if target is None:
            continue
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        first = Message.objects.get(key=kind)
        waiting = mail.queue(
            key=f"again:{kind}", letter=first.letter, contact=robin, purpose=first.purpose,
            consent=first.consent, facts=first.reader, names=defaultdict(str),
            values=first.values, not_before=moment, now=moment,
        )  # fmt: skip
        page = Client(enforce_csrf_checks=True)
        for _time in range(2):
            answer = page.post(target.strip("<>"), {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
        assert not page.cookies
        mail.send_due(now=moment + timedelta(seconds=5))
        waiting.refresh_from_db()
        assert waiting.state == "skipped", kind
        page.post(target.strip("<>"), {"undo": "yes"})

    assert Consent.objects.stands(robin, "letters")


def test_every_mail_is_whole_small_and_says_who_writes(post: Post) -> None:
    practice = Practice.objects.the()
    purposes = dict(Message.objects.values_list("key", "purpose"))
    for kind, parsed in post.by_kind.items():
        html, text = part(parsed, "html"), part(parsed, "plain")
        assert len(parsed.as_bytes()) < 100_000, kind
        assert len(text.split()) > 15, kind
        for body in (html, text):
            assert practice.legal_name in body, kind
            assert practice.postal_address.splitlines()[0] in body, kind
            assert not re.search(r"zq[0-9a-f]{12}", body), kind
        for line in text.splitlines():
            assert not re.search(r"[{}]|%7B|</?[a-z]+>", line), kind
        brought = {str(within["Content-ID"]).strip("<>") for within in parsed.walk()}
        shown = re.findall(r"<img\b[^>]*", html)  # brought along, never fetched
        assert all(re.search(r'src="cid:([^"]+)"', one)[1] in brought for one in shown), kind
        assert "<script" not in html, kind
        assert str(parsed["From"]) == f"{practice.from_name} <{practice.from_email}>"
        to_author = kind in SYSTEM and SYSTEM[kind].to_author
        assert parsed["To"] == (practice.notice_email if to_author else "robin@example.net")
        assert str(parsed["Feedback-ID"]).endswith(f":{purposes[kind]}:testserver")
        listed = purposes[kind] in ("course", "letters")
        assert (parsed["List-Id"] is not None) is listed, kind
        assert (parsed["Auto-Submitted"] == "auto-generated") is not listed, kind
        assert ("/unsubscribe/" in text) is (listed or purposes[kind] == "reminder"), kind
        assert ("/unsubscribe/" in html) is (listed or purposes[kind] == "reminder"), kind
        assert ("/go/" in html) <= listed, kind


@pytest.mark.slow
def test_host_of_a_request_makes_no_link(post: Post, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    paths = {found or "/" for parsed in post.mails for found in addresses(parsed)}
    one_of_each = {named(path): path for path in sorted(paths)}
    assert len(one_of_each) > 8
    for path in one_of_each.values():
        answer = Client().get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.get("Location", ""), path
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            assert "evil.example" not in answer.text, path
