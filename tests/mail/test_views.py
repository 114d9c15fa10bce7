"""The letter as a page, the development mailbox, and that looking changes nothing."""

from __future__ import annotations

import html
import re
from datetime import datetime

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from pytest_django import Settings

from contacts import links as tokens
from contacts.models import Contact
from mail import actions, links
from mail.models import Message

from .conftest import Write

pytestmark = pytest.mark.django_db


def everything() -> str:
    """Every row of the apps mail could touch."""
    models = [
        m for app in ("mail", "contacts", "practice") for m in apps.get_app_config(app).get_models()
    ]
    return serializers.serialize("json", [row for m in models for row in m.objects.all()])


@pytest.fixture
def sent(write: Write, confirmed: Contact, moment: datetime) -> Message:
    message = write(confirmed, values={"first_name": "<Robin>", "guide_url": "https://e.org/g"})
    actions.send_due(now=moment)
    return message


def test_letter_reads_in_the_browser_in_a_sandbox(client: Client, sent: Message) -> None:
    page = client.get(links.browser_url(sent))
    body = client.get(links.browser_url(sent) + "body/")

    assert "sandbox=" in page.content.decode()
    assert "A small practice" in page.content.decode()
    assert "Hello &lt;Robin&gt;," in body.content.decode()
    assert "sandbox" in body["Content-Security-Policy"]
    assert "script" not in body["Content-Security-Policy"]
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe-inline" not in page["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["", "x", "abc.def", "0" * 40])
def test_unknown_token_is_a_kind_404(client: Client, token: str, sent: Message) -> None:
    assert client.get(f"/letter/{token}/").status_code == 404
    other = tokens.token("unsubscribe", sent.uid.hex)
    assert client.get(f"/letter/{other}/").status_code == 404


def test_letters_page_takes_no_post(client: Client, sent: Message) -> None:
    assert client.post(links.browser_url(sent)).status_code == 405


def test_letter_in_a_frame_is_a_region_to_jump_to_and_the_mail_names_no_role(
    client: Client, sent: Message
) -> None:
    page = client.get(f"{links.browser_url(sent)}body/").content.decode()

    subject = actions.as_read(sent).subject
    assert page.count(f'role="region" aria-label="{html.escape(subject)}"') == 1
    assert 'role="region"' not in actions.as_read(sent).html


def test_following_every_link_of_a_mail_changes_nothing(
    client: Client, sent: Message, settings: Settings
) -> None:
    settings.DEBUG = True
    [file] = settings.MAILBOX_DIR.glob("*.eml")
    name = file.stem
    rendered = actions.as_read(Message.objects.select_related("contact", "letter").get())
    before = everything()

    found = set(re.findall(r"http://testserver(/[^\s\"<>]+/)", rendered.html + rendered.text))
    pages = [*found, "/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/body/"]
    for page in pages:
        assert client.get(page).status_code == 200, page
        client.head(page)

    assert len(found) >= 3
    assert everything() == before


def test_mailbox_shows_mail_text_and_headers(
    client: Client, sent: Message, settings: Settings
) -> None:
    settings.DEBUG = True
    listed = client.get("/mailbox/").content.decode()
    [name] = re.findall(r"/mailbox/([0-9A-Za-z]+-[0-9a-f]{32})/", listed)

    page = client.get(f"/mailbox/{name}/").content.decode()

    assert "confirmed@example.org" in listed
    assert "List-Unsubscribe-Post" in page
    assert "Hello &lt;Robin&gt;," in page


def test_mailbox_is_for_development_only(client: Client, sent: Message, settings: Settings) -> None:
    settings.DEBUG = False

    assert client.get("/mailbox/").status_code == 404


@pytest.mark.parametrize("name", ["..", "x", "%2e%2e%2fdb", "a-" + "0" * 32])
def test_mailbox_opens_only_its_own_files(client: Client, name: str, settings: Settings) -> None:
    settings.DEBUG = True

    assert client.get(f"/mailbox/{name}/").status_code == 404


def test_one_click_stop_works_from_the_mail_alone(
    sent: Message, write: Write, confirmed: Contact, settings: Settings, moment: datetime
) -> None:
    [file] = settings.MAILBOX_DIR.glob("*.eml")
    [url] = re.findall(rb"List-Unsubscribe: <http://testserver([^>]+)>", file.read_bytes())
    waiting = write(confirmed)

    answer = Client(enforce_csrf_checks=True).post(url.decode(), {"List-Unsubscribe": "One-Click"})
    actions.send_due(now=moment)

    waiting.refresh_from_db()
    assert answer.status_code == 200
    assert waiting.state == "skipped"
