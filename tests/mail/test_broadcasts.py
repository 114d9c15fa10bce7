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
from mail import actions, sample_readers
from mail.actions.broadcasts import agreed
from mail.models import Broadcast, Message, MessageState
from practice.models import Practice
from publishing import actions as publishing
from tests import letters
from tests.conftest import person
from tests.documents import reword
from tests.starter_axes import AXES
from writing.segments import Facts

from .conftest import Mails, Write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def reader(name: str, moment: datetime, zone: str = "UTC") -> Contact:
    contact = person(f"{name}@example.org", first_name=name, zone=zone, confirmed_at=moment)
    actions.set_letters(contact=contact, agrees=True, wording="Letters, now and then.", now=moment)
    return contact


@pytest.fixture(autouse=True)
def starter_axes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers took the starter assessment, which need not be in the database for it."""
    known = [(readers, lambda _offer: AXES) for readers, _axes in sample_readers._registered]
    monkeypatch.setattr(sample_readers, "_registered", known)


@pytest.fixture
def broadcast(db: None, moment: datetime) -> Broadcast:
    return letters.broadcast(
        now=moment,
        send_on=date(2026, 11, 24),
        subject="A workshop in May",
        text="Hello {{ first_name }},\n\ncome to [the workshop](https://example.org/may).",
    )


def scheduled(broadcast: Broadcast, now: datetime) -> None:
    actions.schedule(broadcast=broadcast, now=now)
    actions.queue_broadcasts(now=now)


def test_only_those_who_agreed_and_may_be_mailed_are_counted(
    moment: datetime, confirmed: Contact, unconfirmed: Contact, bounced: Contact
) -> None:
    ada = reader("ada", moment)
    left = reader("left", moment)
    actions.set_letters(contact=left, agrees=False, wording="No more.", now=moment)
    actions.set_letters(contact=bounced, agrees=True, wording="Yes.", now=moment)

    assert [contact for contact, *_known in actions.people("")] == [ada]


def test_promise_18_an_audience_asks_answers_only_of_those_who_share_them(
    moment: datetime, write: Write
) -> None:
    ada, ben, cleo = (reader(name, moment) for name in ("ada", "ben", "cleo"))
    write(ada, facts=Facts(field="coaching"))
    write(ben, facts=Facts(field="fitness"))
    write(cleo, facts=Facts(field="coaching"))
    for contact in (ada, ben):
        contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)

    assert [contact for contact, *_known in actions.people('field == "coaching"')] == [ada]
    assert [contact for contact, *_known in actions.people('not field == "coaching"')] == [ben]
    assert [contact for contact, *_known in actions.people("not booked")] == [ada, ben, cleo]
    assert list(actions.people('field == "nonsense"')) == []


def test_each_reader_gets_it_in_the_own_morning(broadcast: Broadcast, moment: datetime) -> None:
    reader("tokyo", moment, "Asia/Tokyo")
    reader("lima", moment, "America/Lima")

    scheduled(broadcast, moment)

    times = Message.objects.order_by("id").values_list("not_before", flat=True)
    assert [f"{time:%d %H:%M}" for time in times] == ["24 00:00", "24 14:00"]


def test_it_is_sent_once_with_the_ways_to_stop(
    broadcast: Broadcast, moment: datetime, mails: Mails
) -> None:
    reader("ada", moment)
    scheduled(broadcast, moment)
    scheduled(broadcast, moment)

    actions.send_due(now=moment + timedelta(days=1))
    actions.send_due(now=moment + timedelta(days=1, hours=1))

    [mail] = mails()
    headers = dict(mail.headers)
    assert mail.subject == "A workshop in May"
    assert "Hello ada," in mail.text
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<letters.testserver>"
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.State.QUEUED


def test_large_audience_is_queued_a_part_at_a_time(
    broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.actions.broadcast_queue.PART", 2)
    for number in range(5):
        reader(f"reader{number}", moment)
    actions.schedule(broadcast=broadcast, now=moment)

    steps = [actions.queue_broadcasts(now=moment) for _ in range(4)]

    assert steps == [2, 2, 1, 0]
    assert Message.objects.count() == 5


def test_part_of_many_asks_the_database_as_often_as_one_of_few(
    broadcast: Broadcast, moment: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        reader(f"reader{number}", moment)
    actions.schedule(broadcast=broadcast, now=moment)
    Practice.objects.the()

    with django_assert_max_num_queries(23):
        assert actions.queue_broadcasts(now=moment) == 20


def test_stopping_takes_back_what_has_not_gone(broadcast: Broadcast, moment: datetime) -> None:
    reader("ada", moment, "Asia/Tokyo")
    reader("ben", moment, "America/Lima")
    scheduled(broadcast, moment)
    actions.send_due(now=datetime(2026, 11, 24, 1, tzinfo=moment.tzinfo))

    assert actions.stop(broadcast=broadcast, now=moment) == 1
    assert actions.stop(broadcast=broadcast, now=moment) == 0
    assert actions.queue_broadcasts(now=moment) == 0

    assert actions.progress(broadcast=broadcast) == {
        MessageState.SENT: 1,
        MessageState.WITHDRAWN: 1,
    }


def test_who_stops_after_queueing_gets_nothing(broadcast: Broadcast, moment: datetime) -> None:
    ada = reader("ada", moment)
    scheduled(broadcast, moment)
    contacts.unsubscribe(contact=ada, purpose="letters", now=moment)

    actions.send_due(now=moment + timedelta(days=1))

    assert Message.objects.get().state == MessageState.SKIPPED


def test_author_sees_who_gets_it_then_lets_it_go_and_stops_it(
    admin_client: Client, broadcast: Broadcast, moment: datetime
) -> None:
    reader("ada", moment)
    url = reverse("admin:mail_broadcast_change", args=[broadcast.pk])
    fields = {
        "name": "May", "body-subject": "In May", "body-preheader": "", "body-text": "Hello.",
        "body-audience": "", "timing": "morning", "send_on": "2026-11-24", "hour": "9",
        "in_course": "between",
    }  # fmt: skip

    page = admin_client.get(url).content.decode()
    asked = admin_client.post(url, {**fields, "mail_broadcast_schedule_it": "1"}, follow=True)
    broadcast.refresh_from_db()
    assert (broadcast.state, broadcast.body.subject) == (Broadcast.State.DRAFT, "In May")
    admin_client.post(asked.request["PATH_INFO"])
    broadcast.refresh_from_db()
    body = admin_client.get(reverse("admin:mail_broadcast_body", args=[broadcast.pk]))

    for shown in (page, asked.content.decode()):
        assert "1 person" in shown
        assert "ada@example.org" in shown
    assert "Let it go out to 1 person" in asked.content.decode()
    assert broadcast.state == Broadcast.State.SCHEDULED
    assert "Hello." in body.content.decode()
    admin_client.post(url, {"mail_broadcast_stop_it": "1"})
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.State.STOPPED


def test_page_before_sending_counts_those_the_rule_leaves_and_offers_nothing_for_nobody(
    admin_client: Client, broadcast: Broadcast, moment: datetime, write: Write
) -> None:
    for name, field in (("ada", "coaching"), ("ben", "fitness"), ("cleo", "coaching")):
        contact = reader(name, moment)
        write(contact, facts=Facts(field=field))
        if name != "cleo":
            contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    url = reverse("admin:mail_broadcast_send", args=[broadcast.pk])
    pages = []
    for rule in ('field == "coaching"', 'field == "medicine"'):
        reword(broadcast, audience=rule, now=moment)
        pages.append(admin_client.get(url).content.decode())

    assert "1 person of 2 who agreed to letters and let you see their answers" in pages[0]
    assert "ben@example.org" not in pages[0]
    assert "cleo@example.org" not in pages[0]
    assert "it reaches only those who let you see their answers" in pages[0]
    assert "It would reach nobody now" in pages[1]
    assert "Let it go out" not in pages[1]


def test_letter_on_its_way_lists_those_it_was_queued_for_and_offers_no_save(
    admin_client: Client, broadcast: Broadcast, moment: datetime
) -> None:
    reader("ada", moment)
    scheduled(broadcast, moment)
    reader("late", moment)

    page = admin_client.get(reverse("admin:mail_broadcast_change", args=[broadcast.pk]))

    assert "1 person" in page.content.decode()
    assert "late@example.org" not in page.content.decode()
    assert "mail_broadcast_stop_it" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_page_counts_everybody_who_is_left_out_once_with_the_first_reason(
    broadcast: Broadcast, moment: datetime, unconfirmed: Contact, bounced: Contact, write: Write
) -> None:
    for name, field in (("ada", "coaching"), ("ben", "fitness"), ("cleo", "coaching")):
        contact = reader(name, moment)
        write(contact, facts=Facts(field=field))
        if name != "cleo":
            contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    actions.set_letters(contact=bounced, agrees=True, wording="Yes.", now=moment)
    stopped = reader("stopped", moment)
    actions.set_letters(contact=stopped, agrees=False, wording="No.", now=moment)
    person("guide.only@example.org", confirmed_at=moment)
    contacts.ask(contact=unconfirmed, purpose="letters", wording="Letters.", now=moment)
    by_hand = person("by.hand@example.org", brought_in_at=moment)
    contacts.give(contact=by_hand, purpose="letters", wording="On paper.", now=moment)
    reword(broadcast, audience='field == "coaching"', now=moment)

    found = actions.reach(broadcast=broadcast, now=moment)

    assert {line.reason: line.count for line in actions.left_out(found)} == {
        "never": 1, "unconfirmed": 1, "stopped": 1, "bounced": 1, "unshared": 2, "unfit": 1,
    }  # fmt: skip
    assert found.count + 7 == Contact.objects.count()
    reword(broadcast, audience="", now=moment)
    everybody = actions.reach(broadcast=broadcast, now=moment)
    assert {line.reason for line in actions.left_out(everybody)} == {
        "never", "unconfirmed", "stopped", "bounced",
    }  # fmt: skip
    assert everybody.agreed == agreed().count() == 4


def test_letter_whose_day_is_over_says_so_where_it_is_written(
    admin_client: Client, broadcast: Broadcast, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    reader("ada", moment)
    Broadcast.objects.update(send_on=date(2026, 10, 1))

    page = admin_client.get(reverse("admin:mail_broadcast_change", args=[broadcast.pk]))

    assert "That day is more than a week over." in page.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"body-audience": 'field == "nonsense"'}, "nonsense"),
        ({"body-text": "{{ secret }}"}, "secret"),
        ({"body-subject": ""}, "needs a subject"),
    ],
)
@pytest.mark.parametrize("button", ["schedule_it", "test_it"])
def test_half_built_letter_is_kept_explained_and_goes_nowhere(
    admin_client: Client, broadcast: Broadcast, moment: datetime, words: dict[str, str],
    said: str, button: str,
) -> None:  # fmt: skip
    reader("ada", moment)
    url = reverse("admin:mail_broadcast_change", args=[broadcast.pk])
    fields = {
        "name": "May", "body-subject": "x", "body-text": "x", "body-audience": "",
        "timing": "morning", "send_on": "2026-11-24", "hour": "9", "in_course": "between",
    }  # fmt: skip

    page = admin_client.post(url, {**fields, **words, f"mail_broadcast_{button}": "1"}, follow=True)

    broadcast.refresh_from_db()
    assert said in page.text
    assert words.items() <= {f"body-{name}": one for name, one in broadcast.draft.items()}.items()
    admin_client.post(reverse("admin:mail_broadcast_send", args=[broadcast.pk]))
    broadcast.refresh_from_db()
    assert (broadcast.state, broadcast.published) == (Broadcast.State.DRAFT, None)
    assert not Message.objects.exists()


def test_once_let_go_its_words_and_readers_stay(
    admin_client: Client, broadcast: Broadcast, moment: datetime
) -> None:
    reader("ada", moment)
    reword(broadcast, subject="In May", now=moment)
    actions.schedule(broadcast=broadcast, now=moment)
    broadcast.refresh_from_db()
    first = broadcast.revisions.last()
    versions = reverse("admin:mail_broadcast_versions", args=[broadcast.pk])
    change = reverse("admin:mail_broadcast_change", args=[broadcast.pk])

    assert admin_client.post(versions, {"version": first.number}).status_code == 403
    admin_client.post(change, {"body-subject": "Other", "name": "Other", "body-audience": ""})
    reword(broadcast, audience='field == "coaching"', now=moment)
    actions.queue_broadcasts(now=moment)

    broadcast.refresh_from_db()
    assert broadcast.name == "May"
    assert broadcast.body.subject == broadcast.letter.body["subject"] == "In May"
    assert list(actions.addressed(broadcast=broadcast)) == ["ada@example.org"]


def test_second_press_of_the_button_lets_nothing_go(broadcast: Broadcast, moment: datetime) -> None:
    assert actions.schedule(broadcast=broadcast, now=moment)
    actions.stop(broadcast=broadcast, now=moment)

    assert not actions.schedule(broadcast=broadcast, now=moment)

    assert Broadcast.objects.get().state == Broadcast.State.STOPPED
    assert publishing.to_publish() == []


def test_copy_waits_as_a_draft_a_week_from_now(
    admin_client: Client, broadcast: Broadcast, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    actions.schedule(broadcast=broadcast, now=moment)

    admin_client.post(reverse("admin:mail_broadcast_copy", args=[broadcast.pk]))

    copy = Broadcast.objects.exclude(pk=broadcast.pk).get()
    assert (copy.name, copy.state, copy.published) == ("Copy of May", Broadcast.State.DRAFT, None)
    assert copy.send_on == moment.date() + timedelta(days=7)
    assert copy.body == broadcast.body
    assert copy.key_start != broadcast.key_start


def test_a_field_chooses_people_whether_they_share_answers_or_not(
    broadcast: Broadcast, moment: datetime
) -> None:
    ann, ben = reader("ann", moment), reader("ben", moment)
    options = ("Health & body", "Coaching")
    contacts.ensure_field(key="work", label="Your work", sort="choice", choices=options)
    contacts.ensure_field(key="groups", label="Works with groups", sort="yes_no")
    contacts.set_field(contact=ann, key="work", value="Health & body", now=moment)
    contacts.set_field(contact=ben, key="work", value="Coaching", now=moment)
    contacts.set_field(contact=ben, key="groups", value="yes", now=moment)

    for rule, chosen in (
        ('person.work == "health_body"', [ann]),
        ("person.groups", [ben]),
        ("not person.groups", [ann]),
    ):
        reword(broadcast, audience=rule, now=moment)
        broadcast.refresh_from_db()
        assert list(actions.reach(broadcast=broadcast, now=moment).people) == chosen
        assert actions.reach(broadcast=broadcast, now=moment).sharing is None


def test_a_field_may_be_asked_in_a_broadcasts_rule_and_text(
    broadcast: Broadcast, moment: datetime
) -> None:
    contacts.ensure_field(key="work", label="Your work", sort="choice", choices=["Coaching", "Art"])
    text = 'Hello.\n\n{% if person.work == "art" %}For artists.{% endif %}'
    reword(broadcast, audience='person.work == "art"', text=text, now=moment)

    assert publishing.check(broadcast) == []
    reword(broadcast, audience='person.work == "sorcery"', now=moment)
    assert "coaching" in publishing.check(broadcast)[0].message
