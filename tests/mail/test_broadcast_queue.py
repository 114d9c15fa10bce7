"""One-off letters on their way: when they go, paused, taken back, sent once more, under a cap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from mail import actions
from mail.actions import claims, warm_up
from mail.models import Broadcast, DeliveryEvent, Message, MessageState, Reply, WarmUp
from practice.models import Practice
from tests import letters
from tests.conftest import person

from .conftest import alive

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]
DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def reader(name: str, moment: datetime, zone: str = "UTC") -> Contact:
    contact = person(f"{name}@example.org", first_name=name, zone=zone, confirmed_at=moment)
    actions.set_letters(contact=contact, agrees=True, wording="Letters, now and then.", now=moment)
    return contact


def readers(count: int, moment: datetime) -> None:
    for number in range(count):
        reader(f"reader{number}", moment)


@pytest.fixture
def broadcast(db: None, moment: datetime) -> Broadcast:
    return letters.broadcast(now=moment, send_on=DAY, subject="A workshop", text="Hello.")


def let_go(broadcast: Broadcast, now: datetime, **columns: object) -> None:
    Broadcast.objects.filter(pk=broadcast.pk).update(**columns)
    broadcast.refresh_from_db()
    assert actions.schedule(broadcast=broadcast, now=now)
    queue_all(now)


def queue_all(now: datetime) -> None:
    while actions.queue_broadcasts(now=now):
        pass


def at_home(zone: str) -> None:
    Practice.objects.filter(pk=Practice.objects.the().pk).update(zone=zone)


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def opens() -> list[str]:
    times = Message.objects.order_by("contact").values_list("not_before", flat=True)
    return [f"{time:%d %H:%M}" for time in times]


def per_day() -> dict[int, int]:
    return Counter(time.day for time in Message.objects.values_list("not_before", flat=True))


def test_letter_sent_now_opens_at_once_for_everybody(broadcast: Broadcast) -> None:
    at_home("America/New_York")
    reader("tokyo", NOON, "Asia/Tokyo")

    let_go(broadcast, NOON, timing="now", send_on=date(2026, 1, 1))

    message = Message.objects.get()
    assert message.not_before <= NOON < message.not_after
    assert actions.send_due(now=NOON) == 1


def test_letter_at_a_moment_opens_at_the_hour_of_the_author(broadcast: Broadcast) -> None:
    at_home("America/New_York")
    reader("tokyo", NOON, "Asia/Tokyo")
    reader("lima", NOON, "America/Lima")

    let_go(broadcast, NOON - timedelta(days=1), timing="moment", hour=9)

    assert opens() == ["24 14:00", "24 14:00"]


def test_paused_letter_keeps_what_has_not_gone_and_goes_on_without_doubling(
    broadcast: Broadcast, moment: datetime
) -> None:
    reader("ada", moment, "Asia/Tokyo")
    reader("ben", moment, "America/Lima")
    let_go(broadcast, moment)
    actions.send_due(now=datetime(2026, 11, 24, 1, tzinfo=UTC))

    assert actions.pause(broadcast=broadcast, now=NOON) == 1
    assert actions.pause(broadcast=broadcast, now=NOON) is None
    assert actions.queue_broadcasts(now=NOON) == 0
    assert actions.send_due(now=NOON + timedelta(hours=5)) == 0
    later = NOON + timedelta(days=20)
    assert actions.unpause(broadcast=broadcast, now=later)
    assert not actions.unpause(broadcast=broadcast, now=later)
    queue_all(later)
    actions.send_due(now=later + timedelta(hours=3))

    assert states() == {MessageState.SENT: 2}
    assert sorted(Message.objects.values_list("tries", flat=True)) == [1, 1]


def test_letter_paused_before_everybody_is_queued_goes_on_to_all(
    broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.actions.broadcast_queue.PART", 2)
    readers(5, moment)
    actions.schedule(broadcast=broadcast, now=moment)
    actions.queue_broadcasts(now=moment)

    actions.pause(broadcast=broadcast, now=moment)
    actions.unpause(broadcast=broadcast, now=moment)
    queue_all(moment)

    assert states() == {MessageState.QUEUED: 5}
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.State.QUEUED


@pytest.mark.parametrize("back", ["before", "after"])
def test_mail_a_worker_held_while_paused_is_not_lost(
    broadcast: Broadcast, moment: datetime, back: str
) -> None:
    reader("ada", moment)
    let_go(broadcast, moment)
    messages, _settled = claims.take(worker=alive("here"), limit=5, now=NOON)
    actions.pause(broadcast=broadcast, now=NOON)

    if back == "before":
        claims.release(messages, now=NOON)
    actions.unpause(broadcast=broadcast, now=NOON)
    if back == "after":
        claims.release(messages, now=NOON)
    queue_all(NOON)

    assert states() == {MessageState.QUEUED: 1}


def test_paused_letter_can_be_taken_back_for_good(broadcast: Broadcast, moment: datetime) -> None:
    reader("ada", moment)
    let_go(broadcast, moment)
    actions.pause(broadcast=broadcast, now=moment)

    actions.stop(broadcast=broadcast, now=moment)

    assert not actions.unpause(broadcast=broadcast, now=moment)
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.State.STOPPED


def test_it_goes_once_more_to_those_it_could_not_reach_and_to_nobody_else(
    broadcast: Broadcast, moment: datetime
) -> None:
    people = {name: reader(name, moment) for name in ("got", "failed", "late", "full", "left")}
    let_go(broadcast, moment)
    actions.send_due(now=datetime(2026, 11, 24, 10, tzinfo=UTC))
    became(people["failed"], state=MessageState.FAILED)
    became(people["late"], state=MessageState.EXPIRED)
    became(people["left"], state=MessageState.FAILED)
    actions.set_letters(contact=people["left"], agrees=False, wording="No.", now=NOON)
    full = Message.objects.get(contact=people["full"])
    DeliveryEvent.objects.create(message=full, kind="soft", provider="x", at=NOON)
    reader("new", NOON)

    assert actions.resend(broadcast=broadcast, now=NOON) == 3
    assert actions.resend(broadcast=broadcast, now=NOON) == 0
    queue_all(NOON)
    waiting = Message.objects.filter(state=MessageState.QUEUED)
    assert {message.contact.first_name for message in waiting} == {"failed", "late", "full"}
    actions.send_due(now=NOON + timedelta(minutes=30))

    assert not actions.unreached(broadcast=broadcast).exists()
    assert Message.objects.count() == 5


def became(contact: Contact, **columns: object) -> None:
    Message.objects.filter(contact=contact).update(**columns)


def test_new_sender_begins_with_few_and_doubles_each_day(
    broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "FIRST", 2)
    readers(9, moment)
    reach = actions.reach(broadcast=broadcast, now=moment)

    let_go(broadcast, moment)

    assert per_day() == {24: 2, 25: 4, 26: 3}
    assert reach.days == 3
    assert reach.last == max(Message.objects.values_list("not_before", flat=True))


def test_two_letters_of_one_day_share_its_number(
    broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "FIRST", 2)
    readers(2, moment)
    second = letters.broadcast(now=moment, send_on=DAY, subject="Another", text="Hello.")

    let_go(broadcast, moment)
    let_go(second, moment)

    assert per_day() == {24: 2, 25: 2}


def test_paused_letter_gives_its_room_back(
    broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "FIRST", 2)
    readers(2, moment)
    let_go(broadcast, moment)
    actions.pause(broadcast=broadcast, now=moment)
    actions.unpause(broadcast=broadcast, now=moment)
    queue_all(moment)

    assert per_day() == {24: 2}


def test_another_sender_and_a_file_of_people_begin_anew(moment: datetime) -> None:
    WarmUp.objects.create(pk=1, reason="sender", sender="example.org", first=0, since=moment)

    warm_up.begin_after_import(agreed_before=1000, now=moment)
    after_import = WarmUp.objects.get()
    Practice.objects.filter(pk=Practice.objects.the().pk).update(from_email="me@other.example")

    assert (after_import.reason, after_import.first) == ("import", 1000)
    assert warm_up.warm_up(now=moment).first == 200


def test_report_counts_what_became_of_it(broadcast: Broadcast, moment: datetime) -> None:
    names = ("got", "bounced", "spam", "stopped", "replied", "failed")
    people = {name: reader(name, moment) for name in names}
    let_go(broadcast, moment)
    sent_at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    actions.send_due(now=sent_at)
    mail_of = {message.contact.first_name: message for message in Message.objects.all()}
    became(people["failed"], state=MessageState.FAILED)
    for name, kind in (("got", "delivered"), ("bounced", "bounced"), ("spam", "complained")):
        for _twice in range(2):
            DeliveryEvent.objects.create(message=mail_of[name], kind=kind, provider="x", at=sent_at)
    actions.set_letters(contact=people["stopped"], agrees=False, wording="No.", now=NOON)
    for key in ("one", "two"):
        Reply.objects.create(
            contact=people["replied"], message=mail_of["replied"], event_key=key, at=NOON
        )

    found = actions.report(broadcast=broadcast)

    assert {name: found[name] for name in ("all", "sent", "delivered", "bounced")} == {
        "all": 6, "sent": 5, "delivered": 1, "bounced": 2
    }  # fmt: skip
    assert {name: found[name] for name in ("complained", "left", "replied", "unreached")} == {
        "complained": 1, "left": 1, "replied": 1, "unreached": 1
    }  # fmt: skip
    assert found["clicked"] is None


def test_author_pauses_it_reads_what_became_of_it_and_sends_it_again(
    admin_client: Client, broadcast: Broadcast, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    ada = reader("ada", moment)
    let_go(broadcast, moment)
    page = reverse("admin:mail_broadcast_change", args=[broadcast.pk])
    report = reverse("admin:mail_broadcast_report", args=[broadcast.pk])

    assert "mail_broadcast_pause_it" in admin_client.get(page).text
    admin_client.post(page, {"mail_broadcast_pause_it": "1"})
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.State.PAUSED
    assert "mail_broadcast_unpause_it" in admin_client.get(page).text
    admin_client.post(page, {"mail_broadcast_unpause_it": "1"})
    queue_all(NOON)
    became(ada, state=MessageState.FAILED)
    assert "Send it again to 1 person" in admin_client.get(report).text
    admin_client.post(report)
    queue_all(NOON)

    assert states() == {MessageState.QUEUED: 1}
    assert "Send it again" not in admin_client.get(report).text


def test_cap_is_said_plainly_before_it_goes_out(
    admin_client: Client, broadcast: Broadcast, moment: datetime, monkeypatch: pytest.MonkeyPatch,
    at: Callable[[datetime], None],
) -> None:  # fmt: skip
    at(moment)
    monkeypatch.setattr(warm_up, "FIRST", 2)
    readers(3, moment)

    for page in ("change", "send"):
        text = admin_client.get(reverse(f"admin:mail_broadcast_{page}", args=[broadcast.pk])).text
        assert "at most 2 go on the first day" in text
        assert "this letter takes 2 days" in text
