"""Whom a one-off letter leaves out, and why: each count leads to exactly these people."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Contact, Suppression
from desk.admin import people_list
from mail import actions as mail
from mail.models import Broadcast
from offers.models import Offer
from tests import letters
from tests.conftest import person
from tests.offers.test_two_offers import both, reader_of_both

__all__ = ["both"]  # pytest finds the fixture by it

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINE = re.compile(r'<a href="([^"]+)"><strong>(\d+)</strong>([^<]+)</a>')


def agrees(name: str, now: datetime) -> Contact:
    contact = person(f"{name}@example.org", confirmed_at=now)
    mail.set_letters(contact=contact, agrees=True, wording="Now and then.", now=now)
    return contact


def listed(author: Client, url: str) -> list[Contact]:
    return list(author.get(url).context["cl"].queryset)


@pytest.fixture
def letter(moment: datetime) -> Broadcast:
    return letters.broadcast(now=moment, send_on=moment.date(), subject="In May", text="Hello.")


@pytest.fixture
def everybody(moment: datetime, unconfirmed: Contact) -> dict[str, str]:
    """One person for each reason; the reason by their address."""
    agrees("ada", moment)
    stopped = agrees("stopped", moment)
    mail.set_letters(contact=stopped, agrees=False, wording="No.", now=moment)
    person("guide@example.org", confirmed_at=moment)
    reasons = {"bounced": "bounce", "complained": "complaint", "barred": "manual"}
    for name, reason in reasons.items():
        agrees(name, moment)
        address = f"{name}@example.org"
        contacts.suppress(address=address, reason=Suppression.Reason(reason), detail="", now=moment)
    names = {f"{name}@example.org": name for name in (*reasons, "stopped")}
    return {**names, unconfirmed.email: "unconfirmed", "guide@example.org": "never"}


def test_each_count_leads_to_exactly_the_people_it_counts(
    author: Client, letter: Broadcast, everybody: dict[str, str]
) -> None:
    for name in ("change", "send"):
        page = author.get(reverse(f"admin:mail_broadcast_{name}", args=[letter.pk])).text
        lines = [(unescape(url), int(count)) for url, count, _words in LINE.findall(page)]

        groups = [listed(author, url) for url, _count in lines]

        assert [len(rows) for rows in groups] == [count for _url, count in lines]
        assert {row.email for rows in groups for row in rows} == set(everybody)


def test_counts_of_a_rule_lead_to_those_outside_and_those_who_keep_their_answers(
    author: Client, letter: Broadcast, moment: datetime
) -> None:
    ada, ben, _kim = (agrees(name, moment) for name in ("ada", "ben", "kim"))
    for contact in (ada, ben):
        contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    letter.draft["audience"] = "booked"
    letter.save()

    outside = mail.left_out(mail.reach(broadcast=letter, now=moment))
    people = reverse("admin:contacts_contact_changelist")
    shown = {
        line.reason: {row.email for row in listed(author, f"{people}?{line.query}")}
        for line in outside
    }
    silent = listed(author, f"{people}?letters=agreed&shares=no")

    everybody = {"ada@example.org", "ben@example.org", "kim@example.org"}
    assert shown == {"unfit": everybody}
    assert [row.email for row in silent] == ["kim@example.org"]


def test_who_may_not_see_people_gets_numbers_without_a_way_to_them(
    letter: Broadcast, everybody: dict[str, str]
) -> None:
    writer = get_user_model()._default_manager.create_user(username="writer", is_staff=True)  # type: ignore[attr-defined]
    verbs = ("view_broadcast", "change_broadcast")
    writer.user_permissions.set(Permission.objects.filter(codename__in=verbs))
    client = Client()
    client.force_login(writer)

    page = client.get(reverse("admin:mail_broadcast_send", args=[letter.pk])).text

    assert "did not confirm their address" in page
    assert not LINE.findall(page)


def test_promise_18_people_are_not_chosen_by_a_letters_rule_for_who_may_not_read_it(
    letter: Broadcast, moment: datetime
) -> None:
    agrees("ada", moment)
    helper = get_user_model()._default_manager.create_user(username="helper", is_staff=True)  # type: ignore[attr-defined]
    helper.user_permissions.set(Permission.objects.filter(codename="view_contact"))
    client = Client()
    client.force_login(helper)
    people = reverse("admin:contacts_contact_changelist")

    answer = client.get(f"{people}?letter=not-{letter.pk}", follow=True)

    assert len(answer.context["cl"].queryset) == Contact.objects.count()


def test_people_of_another_offer_are_listed_by_their_count(
    author: Client, both: Offer, moment: datetime
) -> None:
    reader_of_both(moment)
    agrees("else", moment)
    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="Hi", text="All")
    letter.offer = both
    letter.save()

    lines = {line.reason: line for line in mail.left_out(mail.reach(broadcast=letter, now=moment))}
    people = reverse("admin:contacts_contact_changelist")
    rows = listed(author, f"{people}?{lines['elsewhere'].query}")

    assert [row.email for row in rows] == ["else@example.org"]
    assert lines["never"].count == 1


def test_letter_for_nobody_where_nobody_is_says_that(author: Client, letter: Broadcast) -> None:
    page = author.get(reverse("admin:mail_broadcast_send", args=[letter.pk])).text

    assert "Nobody is here yet" in page


def test_people_who_take_long_to_find_are_found_on_request(
    author: Client, letter: Broadcast, everybody: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_list, "SECONDS", 0.0)
    page = author.get(reverse("admin:contacts_contact_changelist"), {"letters": "bounced"})

    (way,) = [
        unescape(url) for url in re.findall(r'href="(\?[^"]*)"[^>]*>Find them now', page.text)
    ]
    found = author.get(reverse("admin:contacts_contact_changelist") + way)

    assert "bounced@example.org" not in page.text
    assert [row.email for row in found.context["cl"].queryset] == ["bounced@example.org"]
    assert "Find them now" not in found.text
