"""Letters that everybody may read: the archive, one letter, the feed, the sitemap."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from landing.views import letters as archive
from mail import actions
from mail.models import Broadcast
from tests import letters
from tests.conftest import person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]
TEXT = """Hello {{ first_name }},

{% if profile == "push" %}
you push.
{% else %}
you do as you do.
{% endif %}

[Home]({{ site_url }}), [the workshop](https://example.org/may),
[stop these]({{ unsubscribe_url }}) or [change them]({{ preferences_url }}).
"""
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def reader(moment: datetime) -> Contact:
    contact = person("ada@example.org", first_name="Ada", zone="UTC", confirmed_at=moment)
    actions.set_letters(contact=contact, agrees=True, wording="Letters.", now=moment)
    return contact


@pytest.fixture
def broadcast(db: None, moment: datetime, at: Callable[[datetime], None]) -> Broadcast:
    at(TEN)
    text = TEXT.replace('profile == "push"', "booked")
    row = letters.broadcast(
        now=moment, send_on=date(2026, 11, 24), subject="In May, {{ first_name }}", text=text,
        preheader="Twelve people",
    )  # fmt: skip
    Broadcast.objects.update(is_public=True)
    row.refresh_from_db()
    return row


def let_go(broadcast: Broadcast, moment: datetime) -> str:
    actions.schedule(broadcast=broadcast, now=moment)
    actions.queue_broadcasts(now=moment)
    broadcast.refresh_from_db()
    assert broadcast.slug
    return reverse("public_letter", args=[broadcast.slug])


def test_public_letter_is_the_version_for_everyone_without_anybodys_links(
    client: Client, broadcast: Broadcast, moment: datetime, reader: Contact
) -> None:
    path = let_go(broadcast, moment)

    page = client.get(path).text

    assert path.startswith("/letters/in-may-")
    assert "<h1>In May,</h1>" in page
    assert "<p>Hello,</p>" in page
    assert "you do as you do" in page
    assert 'href="https://example.org/may"' in page
    assert "stop these or change them" in page
    for own in ("Ada", "ada@", "/unsubscribe/", "/letter/", reader.uid.hex, "zq"):
        assert own not in page
    assert set(re.findall(r'/preferences/[^"]*', page)) == {"/preferences/"}  # the foot's
    assert 'property="og:title"' in page


def test_foot_of_a_page_leads_to_the_archive_once_something_is_there(
    client: Client, broadcast: Broadcast, moment: datetime
) -> None:
    def foot() -> str:
        return client.get("/privacy/").text.partition("<footer")[2]

    assert 'href="/letters/"' not in foot()
    let_go(broadcast, moment)
    assert 'href="/letters/"' in foot()

    Broadcast.objects.update(is_public=False)
    assert 'href="/letters/"' not in foot()


def test_archive_sitemap_and_feed_hold_it(
    client: Client, broadcast: Broadcast, moment: datetime, reader: Contact
) -> None:
    path = let_go(broadcast, moment)

    assert f'href="{path}"' in client.get("/letters/").text
    assert f"{path}</loc>" in client.get("/sitemap.xml").text
    answer = client.get("/letters/feed/")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [entry[0].text for entry in entries] == ["In May,"]
    assert "Ada" not in answer.text
    assert "you do as you do" in answer.text


def test_letter_is_nowhere_unless_public_and_gone_out(
    client: Client, broadcast: Broadcast, moment: datetime, at: Callable[[datetime], None],
    reader: Contact,
) -> None:  # fmt: skip
    path = let_go(broadcast, moment)

    def is_there() -> bool:
        shown = client.get(path).status_code == 200
        assert (path in client.get("/letters/").text) is shown
        assert (path in client.get("/letters/feed/").text) is shown
        assert (path in client.get("/sitemap.xml").text) is shown
        return shown

    assert is_there()
    at(TEN.replace(hour=8))
    assert not is_there()
    at(TEN)
    actions.pause(broadcast=broadcast, now=TEN)
    assert not is_there()
    actions.unpause(broadcast=broadcast, now=TEN)
    assert is_there()
    actions.set_public(broadcast=broadcast, is_public=False)
    assert not is_there()


def test_a_letter_is_private_until_the_author_says_otherwise(moment: datetime) -> None:
    row = letters.broadcast(now=moment, send_on=date(2026, 11, 24), subject="A", text="B")

    actions.schedule(broadcast=row, now=moment)

    assert not actions.public_letters(now=TEN)


def test_author_shows_a_letter_that_went_out_and_takes_it_off_again(
    admin_client: Client, broadcast: Broadcast, moment: datetime, reader: Contact
) -> None:
    path = let_go(broadcast, moment)
    change = reverse("admin:mail_broadcast_change", args=[broadcast.pk])

    for button, status in (("hide_it", 404), ("show_it", 200)):
        assert f"mail_broadcast_{button}" in admin_client.get(change).text
        admin_client.post(change, {f"mail_broadcast_{button}": "1"})
        assert admin_client.get(path).status_code == status


def test_archive_shows_a_page_at_a_time(
    client: Client, broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "ON_A_PAGE", 1)
    let_go(broadcast, moment)
    earlier = letters.broadcast(now=moment, send_on=date(2026, 11, 23), subject="Before it")
    Broadcast.objects.filter(pk=earlier.pk).update(is_public=True)
    let_go(earlier, moment)

    first, second = (client.get(f"/letters/?page={number}").text for number in ("x", "2"))

    assert ("In May" in first, "Before it" in first) == (True, False)
    assert ("In May" in second, "Before it" in second) == (False, True)
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
