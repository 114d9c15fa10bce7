"""One-off letters: to those who agreed and fit, in their own morning, until they are stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Contact
from mail import actions
from mail.actions import audience_counts
from mail.actions.mailings import agreed
from mail.models import Mailing, Message, State
from practice.models import Practice
from tests.conftest import person
from writing.facts import Facts
from writing.faults import Refused

from .conftest import Mails, Write

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def reader(name: str, moment: datetime, zone: str = "UTC") -> Contact:
    contact = person(f"{name}@example.org", first_name=name, zone=zone, confirmed_at=moment)
    actions.set_letters(contact=contact, wanted=True, wording="Letters, now and then.", now=moment)
    return contact


@pytest.fixture
def mailing(db: None) -> Mailing:
    return Mailing.objects.create(
        name="May",
        subject="A workshop in May",
        body="Hello {{ first_name }},\n\ncome to [the workshop](https://example.org/may).",
        send_on=date(2026, 11, 24),
        hour=9,
    )


def scheduled(mailing: Mailing, now: datetime) -> None:
    actions.schedule(mailing=mailing, now=now)
    actions.queue_mailings(now=now)


def test_only_those_who_agreed_and_may_be_mailed_are_counted(
    moment: datetime, confirmed: Contact, unconfirmed: Contact, bounced: Contact
) -> None:
    ada = reader("ada", moment)
    left = reader("left", moment)
    actions.set_letters(contact=left, wanted=False, wording="No more.", now=moment)
    actions.set_letters(contact=bounced, wanted=True, wording="Yes.", now=moment)

    assert [found.contact for found in actions.people("")] == [ada]


def test_promise_18_an_audience_asks_answers_only_of_those_who_share_them(
    moment: datetime, write: Write
) -> None:
    ada, ben, cleo = (reader(name, moment) for name in ("ada", "ben", "cleo"))
    write(ada, facts=Facts(field="coaching"))
    write(ben, facts=Facts(field="fitness"))
    write(cleo, facts=Facts(field="coaching"))
    for contact in (ada, ben):
        contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)

    assert [p.contact for p in actions.people('field == "coaching"')] == [ada]
    assert [p.contact for p in actions.people('not field == "coaching"')] == [ben]
    assert [p.contact for p in actions.people("not booked")] == [ada, ben, cleo]
    with pytest.raises(Refused):
        list(actions.people('field == "nonsense"'))


def test_each_reader_gets_it_in_the_own_morning(mailing: Mailing, moment: datetime) -> None:
    reader("tokyo", moment, "Asia/Tokyo")
    reader("lima", moment, "America/Lima")

    scheduled(mailing, moment)

    times = Message.objects.order_by("id").values_list("not_before", flat=True)
    assert [f"{time:%d %H:%M}" for time in times] == ["24 00:00", "24 14:00"]


def test_it_is_sent_once_with_the_ways_to_stop(
    mailing: Mailing, moment: datetime, mails: Mails
) -> None:
    reader("ada", moment)
    scheduled(mailing, moment)
    scheduled(mailing, moment)

    actions.send_due(now=moment + timedelta(days=1))
    actions.send_due(now=moment + timedelta(days=1, hours=1))

    [mail] = mails()
    headers = dict(mail.headers)
    assert mail.subject == "A workshop in May"
    assert "Hello ada," in mail.text
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<letters.testserver>"
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.QUEUED


def test_large_audience_is_queued_a_part_at_a_time(
    mailing: Mailing, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.actions.mailings.PART", 2)
    for number in range(5):
        reader(f"reader{number}", moment)
    actions.schedule(mailing=mailing, now=moment)

    steps = [actions.queue_mailings(now=moment) for _ in range(4)]

    assert steps == [2, 2, 1, 0]
    assert Message.objects.count() == 5


def test_part_of_many_asks_the_database_as_often_as_one_of_few(
    mailing: Mailing, moment: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        reader(f"reader{number}", moment)
    actions.schedule(mailing=mailing, now=moment)
    Practice.objects.the()

    with django_assert_max_num_queries(13):
        assert actions.queue_mailings(now=moment) == 20


def test_stopping_takes_back_what_has_not_gone(mailing: Mailing, moment: datetime) -> None:
    reader("ada", moment, "Asia/Tokyo")
    reader("ben", moment, "America/Lima")
    scheduled(mailing, moment)
    actions.send_due(now=datetime(2026, 11, 24, 1, tzinfo=moment.tzinfo))

    assert actions.stop(mailing=mailing, now=moment) == 1
    assert actions.stop(mailing=mailing, now=moment) == 0
    assert actions.queue_mailings(now=moment) == 0

    assert actions.progress(mailing=mailing) == {State.SENT: 1, State.WITHDRAWN: 1}


def test_who_stops_after_queueing_gets_nothing(mailing: Mailing, moment: datetime) -> None:
    ada = reader("ada", moment)
    scheduled(mailing, moment)
    contacts.unsubscribe(contact=ada, purpose="letters", now=moment)

    actions.send_due(now=moment + timedelta(days=1))

    assert Message.objects.get().state == State.SKIPPED


def test_author_sees_who_gets_it_then_lets_it_go_and_stops_it(
    admin_client: Client, mailing: Mailing, moment: datetime
) -> None:
    reader("ada", moment)
    url = reverse("admin:mail_mailing_change", args=[mailing.pk])
    fields = {
        "name": "May", "subject": "In May", "preheader": "", "body": "Hello.",
        "audience": "", "send_on": "2026-11-24", "hour": "9",
    }  # fmt: skip

    page = admin_client.get(url).content.decode()
    asked = admin_client.post(url, {**fields, "mail_mailing_schedule_it": "1"}, follow=True)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.subject) == (Mailing.State.DRAFT, "In May")
    admin_client.post(asked.request["PATH_INFO"])
    mailing.refresh_from_db()
    body = admin_client.get(reverse("admin:mail_mailing_body", args=[mailing.pk]))

    for shown in (page, asked.content.decode()):
        assert "1 person" in shown
        assert "ada@example.org" in shown
    assert "Let it go out to 1 person" in asked.content.decode()
    assert mailing.state == Mailing.State.SCHEDULED
    assert "Hello." in body.content.decode()
    admin_client.post(url, {"mail_mailing_stop_it": "1"})
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.STOPPED


def test_page_before_sending_counts_those_the_rule_leaves_and_offers_nothing_for_nobody(
    admin_client: Client, mailing: Mailing, moment: datetime, write: Write
) -> None:
    for name, field in (("ada", "coaching"), ("ben", "fitness"), ("cleo", "coaching")):
        contact = reader(name, moment)
        write(contact, facts=Facts(field=field))
        if name != "cleo":
            contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    url = reverse("admin:mail_mailing_send", args=[mailing.pk])
    pages = []
    for rule in ('field == "coaching"', 'field == "medicine"'):
        Mailing.objects.update(audience=rule)
        pages.append(admin_client.get(url).content.decode())

    assert "1 person of 2 who agreed to letters and let you see their answers" in pages[0]
    assert "ben@example.org" not in pages[0]
    assert "cleo@example.org" not in pages[0]
    assert "it reaches only those who let you see their answers" in pages[0]
    assert "It would reach nobody now" in pages[1]
    assert "Let it go out" not in pages[1]


def test_letter_on_its_way_lists_those_it_was_queued_for_and_offers_no_save(
    admin_client: Client, mailing: Mailing, moment: datetime
) -> None:
    reader("ada", moment)
    scheduled(mailing, moment)
    reader("late", moment)

    page = admin_client.get(reverse("admin:mail_mailing_change", args=[mailing.pk]))

    assert "1 person" in page.content.decode()
    assert "late@example.org" not in page.content.decode()
    assert "mail_mailing_stop_it" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_page_counts_everybody_who_is_left_out_once_with_the_first_reason(
    mailing: Mailing, moment: datetime, unconfirmed: Contact, bounced: Contact, write: Write
) -> None:
    for name, field in (("ada", "coaching"), ("ben", "fitness"), ("cleo", "coaching")):
        contact = reader(name, moment)
        write(contact, facts=Facts(field=field))
        if name != "cleo":
            contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    actions.set_letters(contact=bounced, wanted=True, wording="Yes.", now=moment)
    stopped = reader("stopped", moment)
    actions.set_letters(contact=stopped, wanted=False, wording="No.", now=moment)
    person("guide.only@example.org", confirmed_at=moment)
    contacts.ask(contact=unconfirmed, purpose="letters", wording="Letters.", now=moment)
    by_hand = person("by.hand@example.org", brought_in_at=moment)
    contacts.give(contact=by_hand, purpose="letters", wording="On paper.", now=moment)
    mailing.audience = "field is coaching"

    found = actions.reach(mailing=mailing, now=moment)

    assert {line.reason: line.count for line in actions.left_out(found)} == {
        "never": 1, "unconfirmed": 1, "stopped": 1, "barred": 1, "unshared": 2, "unfit": 1,
    }  # fmt: skip
    assert len(found.people) + 7 == Contact.objects.count()
    mailing.audience = ""
    everybody = actions.reach(mailing=mailing, now=moment)
    assert {line.reason for line in actions.left_out(everybody)} == {
        "never", "unconfirmed", "stopped", "barred",
    }  # fmt: skip
    assert audience_counts.everybody()["agreed"] == agreed().count() == 4


def test_letter_whose_day_is_over_says_so_where_it_is_written(
    admin_client: Client, mailing: Mailing, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    reader("ada", moment)
    Mailing.objects.update(send_on=date(2026, 10, 1))

    page = admin_client.get(reverse("admin:mail_mailing_change", args=[mailing.pk]))

    assert "That day is more than a week over." in page.content.decode()


def test_bad_rule_is_explained_and_not_saved(admin_client: Client, mailing: Mailing) -> None:
    url = reverse("admin:mail_mailing_change", args=[mailing.pk])
    answer = admin_client.post(
        url,
        {"name": "May", "subject": "x", "body": "x", "audience": 'field == "nonsense"',
         "send_on": "2026-11-24", "hour": "9"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert "nonsense" in str(answer.context["adminform"].form.errors["audience"])
