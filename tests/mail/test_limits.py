"""Limits for the whole house, fair between purposes; one notice a pause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from contacts.models import Contact
from mail import actions
from mail.actions import breaker, limits, send
from mail.models import Message, MessageState, Meter
from tests import letters

from .conftest import Write, states
from .sink import Sink

type At = Callable[[datetime], None]

pytestmark = pytest.mark.django_db


def moved_time() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's clock is the one that `at` moves."""
    monkeypatch.setattr(limits, "database_time", moved_time)


@pytest.mark.usefixtures("one_clock")
def test_a_second_holds_only_so_many_whatever_the_workers(
    settings: Settings, moment: datetime, at: At
) -> None:
    settings.MAIL_PER_SECOND = 10
    at(moment)

    granted = [limits.granted(4) for _worker in range(4)]

    assert granted == [4, 4, 2, 0]
    at(moment + timedelta(seconds=1))
    assert limits.granted(4) == 4


@pytest.mark.usefixtures("one_clock")
def test_clock_that_stepped_back_does_not_wait_for_the_second_it_came_from(
    settings: Settings, moment: datetime, at: At
) -> None:
    settings.MAIL_PER_SECOND = 10
    at(moment + timedelta(hours=1))
    limits.granted(10)

    at(moment)

    assert limits.granted(10) == 10


def test_a_second_is_the_databases_for_hosts_whose_clocks_differ(
    settings: Settings, moment: datetime, at: At
) -> None:
    settings.MAIL_PER_SECOND = 10
    counted: Counter[datetime | None] = Counter()

    for host in range(6):
        at(moment + timedelta(hours=host))
        granted = limits.granted(4)
        counted[Meter.objects.get().second] += granted

    assert moment not in counted
    assert max(counted.values()) <= 10


def test_a_day_is_the_databases_for_hosts_whose_clocks_differ(
    settings: Settings, moment: datetime, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_PER_DAY = 10
    monkeypatch.setattr(limits, "database_time", lambda: moment)
    left = [limits.left_today()]

    for host in range(3):
        at(moment + timedelta(days=host))
        limits.granted(4)
        left.append(limits.left_today())

    assert left == [(10, 9), (6, 5), (2, 1), (0, 0)]


@pytest.mark.usefixtures("one_clock")
def test_clock_that_stepped_back_a_day_has_the_later_day_used_up(
    settings: Settings, moment: datetime, at: At
) -> None:
    settings.MAIL_PER_DAY = 10
    at(moment + timedelta(days=1))
    limits.granted(10)

    at(moment)

    assert limits.left_today() == (0, 0)
    assert limits.granted(1) == 0


@pytest.mark.usefixtures("one_clock")
def test_pass_waits_for_the_next_second(
    write: Write, confirmed: Contact, settings: Settings, moment: datetime, at: At,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.MAIL_PER_SECOND = 2
    seconds = [0]
    at(moment)

    def sleep(_time: float) -> None:
        seconds[0] += 1
        at(moment + timedelta(seconds=seconds[0]))

    monkeypatch.setattr(send, "sleep", sleep)
    for _number in range(5):
        write(confirmed)

    assert actions.send_due(now=moment) == 5

    assert states() == [MessageState.SENT] * 5
    assert seconds == [2]


@pytest.mark.usefixtures("one_clock")
def test_day_keeps_a_tenth_for_what_people_wait_for(
    write: Write, confirmed: Contact, settings: Settings, moment: datetime, at: At
) -> None:
    settings.MAIL_PER_DAY = 10
    at(moment)
    for _number in range(12):
        write(confirmed)
    actions.send_due(now=moment)
    asked = write(confirmed, purpose="requested", consent="")

    actions.send_due(now=moment)

    asked.refresh_from_db()
    assert asked.state == MessageState.SENT
    assert states().count(MessageState.SENT) == 10
    assert states().count(MessageState.QUEUED) == 3
    at(moment + timedelta(days=1))
    actions.send_due(now=moment)
    assert states().count(MessageState.SENT) == 13


@pytest.mark.usefixtures("one_clock")
@pytest.mark.parametrize("purpose", ["requested", "notice", "reminder"])
def test_what_people_wait_for_never_waits_behind_lessons(
    purpose: str, write: Write, confirmed: Contact, sink: Sink, settings: Settings,
    moment: datetime, at: At, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.MAIL_PER_SECOND = 2
    seconds = [0]
    at(moment)

    def sleep(_time: float) -> None:
        seconds[0] += 1
        at(moment + timedelta(seconds=seconds[0]))
        if seconds == [1]:
            write(confirmed, purpose=purpose, consent="")

    monkeypatch.setattr(send, "sleep", sleep)
    for _number in range(6):
        write(confirmed)

    actions.send_due(now=moment)

    sent = [taken.message["Feedback-ID"].split(":")[1] for taken in sink.taken]
    assert sent == ["course", "course", purpose, *["course"] * 4]


def test_author_is_told_once_a_pause(moment: datetime) -> None:
    letters.publish(moment)

    for hours in range(3):
        breaker.trip(reason="550 5.7.1 blocked", now=moment + timedelta(hours=hours))

    [notice] = Message.objects.filter(purpose="notice")
    assert notice.values["note_text"] == "550 5.7.1 blocked"
    breaker.proved(now=moment)
    breaker.trip(reason="421", now=moment + timedelta(hours=9))
    assert Message.objects.filter(purpose="notice").count() == 2
