"""What the author can do with letters and mails."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from mail import actions
from mail.models import Breaker, Broadcast, Message, MessageState, SystemLetter
from tests import letters

from .conftest import Write

pytestmark = [
    pytest.mark.django_db,
    # Unfold 0.110 overrides it the way of Django 6.0.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
    pytest.mark.slow,
]
CHANGED = {
    "name": "The guide",
    "body-subject": "Here it is",
    "body-preheader": "Your guide",
    "body-text": "Hello,\n\n::: button guide_url\nOpen\n:::\n",
}


@pytest.fixture
def draft(moment: datetime) -> SystemLetter:
    letters.load(moment)
    return SystemLetter.objects.get(key="guide")


def change(draft: SystemLetter) -> str:
    return reverse("admin:mail_systemletter_change", args=[draft.pk])


def test_saving_changes_the_draft_only(admin_client: Client, draft: SystemLetter) -> None:
    answer = admin_client.post(change(draft), CHANGED)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.body.subject, draft.letter) == ("Here it is", None)


def test_publishing_freezes_it(admin_client: Client, draft: SystemLetter) -> None:
    admin_client.post(change(draft), {**CHANGED, "mail_systemletter_publish_it": "1"})

    assert actions.system("guide").body["subject"] == "Here it is"


def test_test_mail_goes_to_herself(admin_client: Client, draft: SystemLetter) -> None:
    admin_client.post(change(draft), {**CHANGED, "mail_systemletter_test_it": "1"})

    message = Message.objects.get()
    assert message.is_test
    assert message.contact is None


@pytest.mark.parametrize("text", ["{{ secret }}", "{% load x %}", "::: button x_url\nGo\n:::"])
@pytest.mark.parametrize("button", ["publish_it", "test_it"])
def test_bad_letter_is_kept_explained_and_not_published(
    text: str, button: str, admin_client: Client, draft: SystemLetter
) -> None:
    pressed = {f"mail_systemletter_{button}": "1"}

    page = admin_client.post(change(draft), {**CHANGED, "body-text": text, **pressed}, follow=True)

    draft.refresh_from_db()
    assert page.text.count("Saved, and not published: Text:") == 1
    assert (draft.body.text, draft.letter) == (text, None)
    assert not Message.objects.exists()


def test_copy_of_a_letter_is_a_one_off(admin_client: Client, draft: SystemLetter) -> None:
    copy = reverse("admin:mail_systemletter_copy", args=[draft.pk])

    assert "Make a copy of" in admin_client.get(copy).text
    page = admin_client.post(copy, follow=True)

    made = Broadcast.objects.get()
    assert made.name == "Copy of The guide"
    assert made.state == Broadcast.State.DRAFT
    assert draft.body.subject in page.text


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

    assert Message.objects.get().state == MessageState.WITHDRAWN


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
