"""The page of the author's duties says what the settings really are."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from contacts import actions as contacts
from contacts.models import Contact, FormerAddress
from desk.actions import duties
from practice.models import Practice
from tests.desk.test_pages import helper

pytestmark = pytest.mark.slow

PAGE = "/admin/duties/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postmark://KEY@", "Postmark"),
        ("ses://@", "Amazon SES"),
        ("smtp://user:password@mail.example.org:587", "mail.example.org"),
        ("smtp://postfix:25", "a mail server beside the site"),
        ("file://", "nobody: letters go into a folder of the machine"),
    ],
)
def test_mail_provider_is_the_one_of_the_settings(url: str, name: str, settings: Settings) -> None:
    settings.EMAIL_URL = url

    named = {role: who for role, who, _holds in duties.processors(Practice.objects.the())}

    assert named["Your mail provider"] == name
    said = str(duties.processors(Practice.objects.the()))
    assert "password" not in said
    assert "KEY" not in said


@pytest.mark.parametrize(
    ("host", "elsewhere"),
    [
        ("", False),
        ("/run/postgresql", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("postgres", False),
        ("10.0.0.5", True),
        ("db.example.org", True),
    ],
)
def test_only_another_machine_is_named(host: str, elsewhere: bool) -> None:
    assert duties.is_elsewhere(host) is elsewhere


@pytest.mark.django_db
def test_others_are_named_once_the_settings_lead_there(settings: Settings) -> None:
    def roles() -> set[str]:
        return {role for role, _who, _holds in duties.processors(Practice.objects.the())}

    settings.SENTRY_DSN, settings.REDIS_URL = "", "redis://redis:6379/0"
    before = roles()
    settings.SENTRY_DSN = "https://key@errors.example.org/1"
    settings.REDIS_URL = "rediss://:secret@queue.example.org/0"
    bucket = {"OPTIONS": {"bucket_name": "guides", "endpoint_url": "https://s3.example.org"}}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], **bucket}}

    assert roles() - before == {"Your error reports", "Your queue", "Your store of files"}


@pytest.mark.django_db
def test_terms_are_those_of_the_settings(settings: Settings) -> None:
    for name, days in (("UNFINISHED", 91), ("UNCONFIRMED", 1), ("BOOKINGS", 373)):
        setattr(settings, f"KEEP_{name}_DAYS", days)
    settings.GUIDE_LINK_DAYS, settings.BACKUP_KEY = 344, ""

    said = " / ".join(until for _what, until in duties.terms())

    assert all(days in said for days in ("91 days", "1 day,", "373 days", "344 days"))
    assert "not sealed" in said
    settings.BACKUP_KEY = "key"
    assert "not sealed" not in " / ".join(until for _what, until in duties.terms())


def test_imprint_names_what_is_missing_and_leads_to_its_box(author: Client, house: None) -> None:
    practice = Practice.objects.the()
    practice.legal_name, practice.postal_address = "Robin Field", " "
    practice.contact_email = "me@example.org"
    practice.save()

    page = author.get(PAGE).text

    form = reverse("admin:practice_practice_change", args=[1])
    assert "Robin Field" in page
    assert f'<a href="{form}#id_postal_address">' in page
    assert f'<a href="{form}#id_contact_email">' in page
    assert f'<a href="{form}#id_legal_name">' not in page
    boxes = author.get(form).text
    assert all(f'id="id_{name}"' in boxes for name in duties.IMPRINT)


@pytest.mark.parametrize("address", ["Robin@example.net", "robin.before@example.net"])
def test_address_leads_to_its_person_and_stands_in_no_link(
    author: Client, robin: Contact, moment: datetime, address: str
) -> None:
    FormerAddress.objects.create(contact=robin, email="robin.before@example.net", at=moment)

    answer = author.post(PAGE, {"email": f" {address}"})

    assert answer["Location"] == reverse("admin:contacts_contact_change", args=[robin.pk])
    page = author.get(answer["Location"]).text
    for name in ("everything", "erase"):
        assert reverse(f"desk:{name}", args=[robin.pk]) in page
    assert "Stop every letter" in page


def test_of_nobody_here_it_says_whether_a_fingerprint_is_held(
    author: Client, house: None, moment: datetime
) -> None:
    contacts.suppress(address="gone@example.net", reason="erased", detail="", now=moment)

    assert "nothing is held" in author.post(PAGE, {"email": "never@example.net"}).text
    assert "its fingerprint" in author.post(PAGE, {"email": "gone@example.net"}).text


@pytest.mark.parametrize("role", ["assistant", "editor"])
def test_duties_are_the_owners(role: str, house: None) -> None:
    client = helper(role)

    assert client.get(PAGE).status_code == 403
    assert "Your duties" not in client.get("/admin/").text
