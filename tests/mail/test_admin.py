"""What the author can do with letters and mails."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from mail import actions, starter
from mail.models import Breaker, Message, State, SystemLetter

from .conftest import Write

pytestmark = [
    pytest.mark.django_db,
    # Unfold 0.110 overrides it the way of Django 6.0.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]
CHANGED = {
    "name": "The guide",
    "subject": "Here it is",
    "preheader": "Your guide",
    "body": "Hello,\n\n::: button guide_url\nOpen\n:::\n",
}


@pytest.fixture
def draft(moment: datetime) -> SystemLetter:
    starter.load(django_settings.CONTENT_DIR, now=moment)
    return SystemLetter.objects.get(key="guide")


def change(draft: SystemLetter) -> str:
    return reverse("admin:mail_systemletter_change", args=[draft.pk])


def test_saving_changes_the_draft_only(admin_client: Client, draft: SystemLetter) -> None:
    answer = admin_client.post(change(draft), CHANGED)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.subject, draft.letter) == ("Here it is", None)


def test_publishing_freezes_it(admin_client: Client, draft: SystemLetter) -> None:
    admin_client.post(change(draft), {**CHANGED, "mail_systemletter_publish_it": "1"})

    assert actions.system("guide").body["subject"] == "Here it is"


def test_test_mail_goes_to_herself(admin_client: Client, draft: SystemLetter) -> None:
    admin_client.post(change(draft), {**CHANGED, "mail_systemletter_test_it": "1"})

    message = Message.objects.get()
    assert message.is_test
    assert message.contact is None


@pytest.mark.parametrize("body", ["{{ secret }}", "{% load x %}", "::: button x_url\nGo\n:::"])
def test_bad_letter_is_explained_and_not_saved(
    body: str, admin_client: Client, draft: SystemLetter
) -> None:
    answer = admin_client.post(change(draft), {**CHANGED, "body": body})

    assert answer.status_code == 200
    assert "Line 1" in answer.content.decode()
    assert SystemLetter.objects.get(pk=draft.pk).body == draft.body


def test_preview_shows_the_draft_in_a_sandbox(admin_client: Client, draft: SystemLetter) -> None:
    page = admin_client.get(change(draft))
    body = admin_client.get(reverse("admin:mail_systemletter_preview", args=[draft.pk]))

    assert "sandbox=" in page.content.decode()
    assert "Open my guide" in body.content.decode()
    assert "Yes, this is me" in body.content.decode()
    assert "sandbox" in body["Content-Security-Policy"]


def test_every_page_of_mails_opens(
    admin_client: Client, write: Write, confirmed: Contact, moment: datetime
) -> None:
    message = write(confirmed)
    write(None)

    listed = admin_client.get(reverse("admin:mail_message_changelist"), {"q": "confirmed"})
    detail = admin_client.get(reverse("admin:mail_message_change", args=[message.pk]))
    body = admin_client.get(reverse("admin:mail_message_body", args=[message.pk]))

    assert "confirmed@example.org" in listed.content.decode()
    assert "sandbox=" in detail.content.decode()
    assert "small practice" in body.content.decode()
    for name in ("systemletter", "deliveryevent"):
        assert admin_client.get(reverse(f"admin:mail_{name}_changelist")).status_code == 200


def test_list_of_mails_asks_as_often_for_three_as_for_one(
    admin_client: Client, write: Write, confirmed: Contact, django_assert_max_num_queries: object
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(20) as found:  # type: ignore[operator]
            admin_client.get(reverse("admin:mail_message_changelist"))
        return len(found)

    write(confirmed)
    asked()
    one = asked()
    write(confirmed)
    write(confirmed)

    assert asked() == one


def test_machine_made_rows_are_read_only(
    admin_client: Client, write: Write, confirmed: Contact
) -> None:
    message = write(confirmed)
    url = reverse("admin:mail_message_change", args=[message.pk])

    assert admin_client.post(url, {"state": "sent"}).status_code == 403
    assert admin_client.get(reverse("admin:mail_message_add")).status_code == 403


def test_author_takes_back_what_waits(
    admin_client: Client, write: Write, confirmed: Contact
) -> None:
    message = write(confirmed)

    admin_client.post(
        reverse("admin:mail_message_changelist"),
        {"action": "take_back", "_selected_action": [message.pk], "sure": "1"},
    )

    assert Message.objects.get().state == State.WITHDRAWN


def test_pause_is_explained_and_ended_by_post_only(
    admin_client: Client, moment: datetime, at: object
) -> None:
    at(moment)  # type: ignore[operator]
    Breaker.objects.create(
        pk=1, paused_at=moment, paused_until=moment.replace(hour=10), pauses=2, reason="421 away"
    )

    page = admin_client.get(reverse("admin:mail_message_changelist")).content.decode()
    got = admin_client.get(reverse("admin:mail_resume"))
    assert "Sending is paused" in page
    assert "421 away" in page
    assert got.status_code == 405
    assert actions.paused(now=moment) is not None

    admin_client.post(reverse("admin:mail_resume"))

    assert actions.paused(now=moment) is None
