"""The hold of the whole installation: nothing leaves; it goes on by itself after a standstill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from contacts import actions as contacts
from contacts.models import Contact
from health import actions as health
from health.models import WATCHED, Hold, Tick
from mail import actions, tasks
from mail.models import Message, MessageState
from tests.conftest import person

from .conftest import Mails, Write, states

pytestmark = pytest.mark.django_db
At = Callable[[datetime], None]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tick was run by this process yet."""
    monkeypatch.setattr(health, "_ran", {})


def ticked(at: datetime) -> None:
    for name in WATCHED:
        Tick.objects.update_or_create(
            name=name, defaults={"started_at": at, "finished_at": at, "error": ""}
        )


def test_nothing_leaves_while_held(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    write(confirmed, purpose="requested", consent="")
    health.hold(reason=Hold.Reason.HAND, now=moment)

    assert actions.send_due(now=moment) == 0
    assert mails() == []
    assert states() == [MessageState.QUEUED, MessageState.QUEUED]

    actions.let_go(now=moment)
    actions.send_due(now=moment)

    assert states() == [MessageState.SENT, MessageState.SENT]


def test_one_who_left_while_it_was_held_gets_nothing(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    health.hold(reason=Hold.Reason.HAND, now=moment)
    later = moment + timedelta(hours=1)
    purpose = "course:resistance-reframe"
    contacts.withdraw(contact=confirmed, purpose=purpose, wording="No more.", now=later)

    assert list(actions.left_since(moment)) == [confirmed]
    assert [row.why for row in actions.waiting(now=later)] == ["unsubscribed"]

    actions.let_go(now=later)
    actions.send_due(now=later)

    assert mails() == []


def test_what_is_skipped_is_never_sent_and_the_next_goes(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    write(confirmed, not_before=moment + DAY)
    health.hold(reason=Hold.Reason.RESTORE, now=moment)

    assert actions.let_go(now=moment, skip=True) == 1
    actions.send_due(now=moment + DAY)

    assert states() == [MessageState.SKIPPED, MessageState.SENT]


def test_a_day_without_a_tick_holds_what_is_due(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime, at: At
) -> None:
    write(confirmed)
    ticked(moment)
    at(moment + DAY + timedelta(minutes=1))
    tasks.send_due()

    held = health.standing_hold()
    assert held
    assert (held.reason, held.since) == (Hold.Reason.SILENCE, moment)
    ticked(moment + DAY + timedelta(minutes=2))
    at(moment + DAY + timedelta(minutes=2))
    tasks.send_due()
    assert mails() == []

    actions.let_go(now=moment + DAY + timedelta(minutes=3))
    tasks.send_due()

    assert len(mails()) == 1


def test_a_standstill_in_which_nothing_piled_up_lets_go_by_itself(
    confirmed: Contact, moment: datetime, at: At
) -> None:
    ticked(moment)
    later = moment + 3 * DAY
    at(later)
    tasks.send_due()
    assert health.standing_hold()

    at(later + timedelta(minutes=1))
    ticked(later + timedelta(minutes=1))
    tasks.send_due()

    assert health.standing_hold() is None


def test_a_clock_moved_under_a_running_worker_is_no_standstill(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime, at: At
) -> None:
    at(moment)
    tasks.send_due()
    write(confirmed)
    at(moment + 3 * DAY)
    tasks.send_due()

    assert health.standing_hold() is None
    assert len(mails()) == 1


def test_a_clock_set_back_is_no_standstill(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime, at: At
) -> None:
    write(confirmed)
    ticked(moment + 3 * DAY)
    at(moment)
    tasks.send_due()

    assert len(mails()) == 1


def test_a_first_start_is_no_standstill(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime, at: At
) -> None:
    write(confirmed)
    at(moment)
    tasks.send_due()

    assert len(mails()) == 1


def test_home_readyz_and_the_page_say_it_and_pages_go_on(
    admin_client: Client, client: Client, write: Write, confirmed: Contact, moment: datetime, at: At
) -> None:
    at(moment)
    write(confirmed)
    assert admin_client.post("/admin/hold/", {"do": "hold"}).status_code == 302

    page = admin_client.get("/admin/hold/").text
    assert "confirmed@example.org" in page
    assert "Let it go: 1 mail" in page
    assert "No mail leaves: held by hand." in admin_client.get("/admin/").text
    assert client.get("/readyz").json()["held"] is True
    assert client.get("/privacy/").status_code == 200

    admin_client.post("/admin/hold/", {"do": "release"})

    assert client.get("/readyz").json()["held"] is False
    assert "No mail leaves" not in admin_client.get("/admin/").text


def test_commands_hold_list_and_release(
    write: Write, confirmed: Contact, moment: datetime, at: At, capsys: pytest.CaptureFixture[str]
) -> None:
    at(moment)
    write(confirmed)
    write(person("gone@example.org"))
    call_command("hold")
    call_command("release", look=True)

    told = capsys.readouterr().out
    assert "would go: One to confirmed@example.org" in told
    assert "gone@example.org" not in told
    assert health.standing_hold()

    call_command("release", skip=True)

    assert health.standing_hold() is None
    assert not Message.objects.filter(state=MessageState.QUEUED).exists()
