"""Counted links: off unless the author wants them; they lead only where the frozen letter says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from contacts import links as tokens
from contacts.models import Contact
from health.models import Counter
from mail import actions, clicks, links, render
from mail.models import Letter, Message
from practice.models import Practice
from writing.segments import Facts

from .conftest import Mails, Write, published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WORKSHOP, PAPER = "https://example.org/may?a=1&b=2", "https://example.net/paper"
SOURCE = f"""Hello,

come to [the workshop]({WORKSHOP}) or read [a paper]({PAPER}). It is at <https://example.org/x>.

[Talk to me]({{{{ book_url }}}}), [your page]({{{{ preferences_url }}}}), or
[write](mailto:hello@example.org).

::: button book_url
Book
:::
"""
VALUES = {"book_url": "http://testserver/book/?for=abc", "guide_url": "http://testserver/g/"}


@pytest.fixture(autouse=True)
def forget() -> None:
    cache.clear()


@pytest.fixture
def counting(db: None) -> Practice:
    practice = Practice.objects.the()
    practice.count_clicks = True
    practice.save()
    return practice


@pytest.fixture
def sent(
    counting: Practice, write: Write, confirmed: Contact, moment: datetime,
    at: Callable[[datetime], None],
) -> Message:  # fmt: skip
    write(confirmed, letter=published(source=SOURCE), values=VALUES)
    actions.send_due(now=moment)
    at(moment + timedelta(hours=1))
    return Message.objects.select_related("letter", "contact").get()


def hrefs(html: str) -> dict[str, str]:
    found = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>([^<]+)<', html)
    return {words: href.replace("&amp;", "&") for href, words in found}


def counted(mails: Mails) -> dict[str, str]:
    """Address by words of the links that pass through this site."""
    [mail] = mails()
    return {words: href for words, href in hrefs(mail.html).items() if "/go/" in href}


def sums() -> dict[str, tuple[int, int]]:
    rows = actions.clicked(Letter.objects.latest("id"))
    return {words: (people, machines) for words, people, machines in rows}


def follow(address: str, *, agent: str = BROWSER, method: str = "get", **headers: str) -> str:
    answer = getattr(Client(headers={"User-Agent": agent, **headers}), method)(address)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_nothing_is_rewritten_unless_the_author_wants_it(
    write: Write, confirmed: Contact, moment: datetime, mails: Mails
) -> None:
    write(confirmed, letter=published(source=SOURCE), values=VALUES)
    actions.send_due(now=moment)

    assert counted(mails) == {}
    assert WORKSHOP in hrefs(mails()[0].html).values()


def test_only_links_that_are_nobodys_way_to_stop_or_change_are_counted(
    sent: Message, mails: Mails
) -> None:
    [mail] = mails()
    by_words = hrefs(mail.html)

    assert set(counted(mails)) == {"the workshop", "a paper", "Talk to me", "Book"}
    assert "/unsubscribe/" in by_words["Stop these letters"]
    assert "/preferences/" in by_words["Change what you get"]
    assert "/preferences/" in by_words["your page"]
    assert by_words["https://example.org/x"] == "https://example.org/x"
    assert WORKSHOP in mail.text
    assert "/go/" not in mail.text
    assert "example.org" not in counted(mails)["the workshop"]


def test_asked_for_letters_are_never_rewritten(counting: Practice) -> None:
    for purpose in ("requested", "notice", "reminder", "letters"):
        letter = published(purpose=purpose, source=SOURCE)
        compiled = render.compiled(letter, counting.identity, Facts(), {})
        assert bool(compiled.targets) is (purpose == "letters")


def test_link_leads_where_the_letter_says_and_is_counted(sent: Message, mails: Mails) -> None:
    ways = counted(mails)

    assert follow(ways["the workshop"]) == WORKSHOP
    cache.clear()
    assert follow(ways["Talk to me"]) == VALUES["book_url"]

    assert sums() == {WORKSHOP: (1, 0), "the booking page": (1, 0)}


def test_following_changes_nothing_but_counters(sent: Message, mails: Mails) -> None:
    before = Message.objects.values().get()

    follow(counted(mails)["a paper"])

    assert Message.objects.values().get() == before
    assert {counter.name.split(":")[0] for counter in Counter.objects.all()} == {"click"}


@pytest.mark.parametrize("bend", ["x", "~", "{0}x", "x{0}", "click_0123456789_url.sig"])
def test_no_open_redirect(bend: str, sent: Message, mails: Mails) -> None:
    client, way = Client(), counted(mails)["a paper"]
    token = way.rstrip("/").rpartition("/")[2]

    assert client.get(f"/go/{bend.format(token)}/").status_code == 404
    stranger = tokens.token(links.CLICK, f"{sent.uid.hex}~click_0123456789_url")
    assert client.get(f"/go/{stranger}/").status_code == 404
    assert client.get(f"/go/{tokens.token(links.PURPOSE, sent.uid.hex)}/").status_code == 404
    aimed = client.get(way, {"url": "https://evil.example/", "next": "//evil.example"})
    assert aimed["Location"] == PAPER
    assert client.post(way).status_code == 405
    assert not Counter.objects.filter(name__contains="0123456789").exists()


@pytest.mark.parametrize(
    ("method", "agent", "seconds", "expected"),
    [
        ("GET", BROWSER, 600, False),
        ("GET", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605", 60, False),
        ("GET", BROWSER, 5, True),
        ("GET", BROWSER, None, True),
        ("HEAD", BROWSER, 600, True),
        ("GET", "", 600, True),
        ("GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", 600, True),
        ("GET", "Barracuda Sentinel (EE)", 600, True),
        ("GET", "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16)", 600, True),
        ("GET", "python-requests/2.32", 600, True),
    ],
)  # fmt: skip
def test_machines_are_told_apart(
    method: str, agent: str, seconds: int | None, expected: bool
) -> None:
    since = None if seconds is None else timedelta(seconds=seconds)

    assert clicks.is_machine(method=method, agent=agent, since_sent=since) is expected


def test_a_browser_that_asks_ahead_is_a_machine() -> None:
    later = timedelta(minutes=10)

    assert clicks.is_machine(method="GET", agent=BROWSER, is_ahead=True, since_sent=later)


def test_one_who_opens_several_links_at_once_is_a_machine(sent: Message, mails: Mails) -> None:
    ways = counted(mails)
    for words in ("the workshop", "a paper", "Talk to me"):
        follow(ways[words])

    assert sums() == {WORKSHOP: (0, 1), PAPER: (0, 1), "the booking page": (0, 1)}


def test_person_may_press_one_link_twice(sent: Message, mails: Mails) -> None:
    way = counted(mails)["a paper"]
    follow(way)
    follow(way)
    follow(way, method="head")
    follow(way, **{"Sec-Purpose": "prefetch"})

    assert sums() == {PAPER: (2, 2)}


def test_switching_off_stops_counting_at_once_and_links_go_on_leading(
    sent: Message, counting: Practice, mails: Mails
) -> None:
    counting.count_clicks = False
    counting.save()

    assert follow(counted(mails)["a paper"]) == PAPER
    assert not Counter.objects.exists()


def test_letter_read_again_leads_straight(sent: Message) -> None:
    assert "/go/" not in actions.as_read(sent).html
    assert hrefs(actions.as_read(sent).html)["the workshop"] == WORKSHOP


def test_test_to_the_author_leads_straight(
    counting: Practice, moment: datetime, mails: Mails
) -> None:
    actions.send_test(letter=published(source=SOURCE), key="", now=moment)
    actions.send_due(now=moment)

    assert counted(mails) == {}


def test_readers_of_one_variant_share_it_and_not_their_links(
    counting: Practice, write: Write, confirmed: Contact, moment: datetime, mails: Mails
) -> None:
    letter = published(source=SOURCE)
    for _time in range(2):
        write(confirmed, letter=letter, values=VALUES)
    actions.send_due(now=moment)

    first, second = (hrefs(mail.html)["a paper"] for mail in mails())
    assert first != second
    assert len(render.VARIANTS) == 1


def test_author_sees_the_clicks_of_a_letter_in_plain_words(
    admin_client: Client, sent: Message, mails: Mails
) -> None:
    follow(counted(mails)["a paper"])
    page = admin_client.get(reverse("admin:mail_letter_change", args=[sent.letter_id])).text

    assert PAPER in page
    assert "Followed by people" in page
    assert "click_" not in page
    listed = admin_client.get(reverse("admin:health_counter_changelist")).text
    assert "click:" not in listed
