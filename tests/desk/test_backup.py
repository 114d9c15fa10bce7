"""Promise 23: restoring a backup sends nothing twice, and nothing to whom has left since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from contacts import actions as contacts
from contacts import erase
from contacts.models import Contact, Suppression
from health import actions as health
from health.models import Heartbeat, Hold
from mail import actions as mail
from mail.accept_log import AcceptLog
from mail.mailbox import listed
from mail.models import Letter, Message, MessageState
from tests.conftest import MOMENT, person
from writing.segments import Facts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PURPOSE = "course:one"
LATER = MOMENT + timedelta(hours=3)
At = Callable[[datetime], None]


@dataclass
class House:
    """An installation in a folder, and what it sends."""

    home: Path
    settings: Settings

    @property
    def file(self) -> Path:
        return self.home / "house.backup"

    def reader(self, name: str) -> Contact:
        """Somebody who agreed, with a letter due."""
        contact = person(f"{name}@readers.test", confirmed_at=MOMENT)
        contacts.give(contact=contact, purpose=PURPOSE, wording="Yes.", now=MOMENT)
        self.letter(contact, "first")
        return contact

    def letter(self, contact: Contact, key: str) -> Message:
        return mail.queue(
            key=f"{key}:{contact.uid}",
            letter=self.wording(key),
            contact=contact,
            purpose="course",
            consent=PURPOSE,
            facts=Facts(),
            names={},
            values={},
            not_before=MOMENT,
            now=MOMENT,
        )

    def wording(self, key: str) -> Letter:
        words = {"name": key, "subject": key, "preheader": "", "source": "Hello."}
        return mail.publish(purpose="course", passages={}, **words)

    def sent_to(self) -> list[str]:
        """Addressee and subject of everything that ever left."""
        found = listed(self.settings.MAILBOX_DIR)
        return sorted(f"{one.to.partition('@')[0]}: {one.subject}" for one in found)

    def back_up(self) -> None:
        call_command("backup", str(self.file))

    def restore(self, *, force: bool = True) -> None:
        """Forced: this very process's heart beats on from earlier tests."""
        call_command("restore", str(self.file), force=force)


@pytest.fixture
def house(tmp_path: Path, settings: Settings, at: At) -> House:
    at(MOMENT)
    settings.VAR_DIR, settings.MAILBOX_DIR = tmp_path, tmp_path / "mailbox"
    settings.MEDIA_ROOT = tmp_path / "media"
    return House(tmp_path, settings)


def test_promise_23_nothing_goes_twice_nor_to_whom_has_left(house: House, at: At) -> None:
    stays, leaves, erased = (house.reader(name) for name in ("stays", "leaves", "erased"))
    house.back_up()
    at(LATER)
    mail.send_due(now=LATER)
    house.letter(stays, "second")  # made and sent after the backup: its key is not in there
    mail.send_due(now=LATER)
    contacts.unsubscribe(contact=leaves, purpose=PURPOSE, now=LATER)
    erase.forget(contact=erased, now=LATER)
    before = house.sent_to()
    assert before == ["leaves: first", "stays: first", "stays: second"]  # and the erased one's

    house.restore()

    hold = health.standing_hold()
    assert hold
    assert (hold.reason, hold.since, hold.is_blind) == (Hold.Reason.RESTORE, MOMENT, False)
    assert not Contact.objects.filter(email="erased@readers.test").exists()
    assert [one.email for one in mail.left_since(hold.since)] == ["leaves@readers.test"]
    assert not mail.waiting(now=LATER).filter(why="").exists()
    house.letter(Contact.objects.get(email=stays.email), "second")  # as the timetable does again
    house.letter(Contact.objects.get(email=leaves.email), "third")
    mail.let_go(now=LATER)
    mail.send_due(now=LATER)

    assert house.sent_to() == before
    assert [row.state for row in Message.objects.filter(key__startswith="third")] == ["skipped"]


def test_restored_house_lists_what_would_go_and_holds_it(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.reader("stays")
    house.back_up()
    house.restore()
    mail.send_due(now=MOMENT)
    call_command("release", look=True)

    assert "would go: first to stays@readers.test" in capsys.readouterr().out
    assert house.sent_to() == []

    call_command("release")
    mail.send_due(now=MOMENT)

    assert house.sent_to() == ["stays: first"]


def test_without_the_old_database_it_says_what_cannot_be_known(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.reader("stays")
    house.back_up()
    mail.send_due(now=MOMENT)
    Contact.objects.all().delete()  # a fresh machine knows none of them
    house.restore()

    hold = health.standing_hold()
    assert hold
    assert hold.is_blind
    assert "cannot be known" in capsys.readouterr().out
    assert mail.waiting(now=MOMENT).count() == 1

    call_command("release", skip=True)
    mail.send_due(now=MOMENT)

    assert house.sent_to() == ["stays: first"]


def test_complaint_since_the_backup_stands(house: House) -> None:
    angry = house.reader("angry")
    house.back_up()
    contacts.suppress(
        address=angry.email, reason=Suppression.Reason.COMPLAINT, detail="", now=MOMENT
    )
    house.restore()
    mail.let_go(now=MOMENT)
    mail.send_due(now=MOMENT)

    assert house.sent_to() == []


def test_media_come_back_as_they_were(house: House) -> None:
    default_storage.save("images/gate.jpg", ContentFile(b"a gate"))
    house.back_up()
    default_storage.delete("images/gate.jpg")
    default_storage.save("guides/later.pdf", ContentFile(b"of somebody who is not here"))
    house.restore()

    with default_storage.open("images/gate.jpg") as file:
        assert file.read() == b"a gate"
    assert not default_storage.exists("guides/later.pdf")


def test_mail_noted_as_accepted_when_backed_up_is_sent(house: House) -> None:
    house.reader("stays")
    [message] = Message.objects.all()
    Message.objects.update(state=MessageState.SENDING, claimed_by="w")
    folder = house.home / "accept-log"
    with AcceptLog(folder, "w") as log:
        log.add(message.pk)
    house.back_up()
    Contact.objects.all().delete()
    house.restore()

    assert Message.objects.get().state == MessageState.SENT
    assert list(folder.iterdir()) == []


def test_sealed_backup_opens_with_its_key_only(house: House) -> None:
    house.settings.BACKUP_KEY = "a long key"
    house.reader("stays")
    house.back_up()
    assert b"readers.test" not in house.file.read_bytes()
    assert house.file.stat().st_mode & 0o077 == 0

    for key in ("", "another key"):
        house.settings.BACKUP_KEY = key
        with pytest.raises(CommandError, match="BACKUP_KEY"):
            house.restore()
    house.settings.BACKUP_KEY = "a long key"
    whole = house.file.read_bytes()
    house.file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match="changed"):
        house.restore()
    assert health.standing_hold() is None

    house.file.write_bytes(whole)
    house.restore()

    assert Contact.objects.count() == 1


def test_it_is_refused_where_it_would_do_harm(house: House) -> None:
    house.reader("stays")
    house.back_up()
    Heartbeat.objects.create(worker="w", kind="mail", started_at=MOMENT, beat_at=MOMENT)
    with pytest.raises(CommandError, match="Stop them first"):
        house.restore(force=False)
    house.settings.HASH_KEY = "another"
    with pytest.raises(CommandError, match="HASH_KEY"):
        house.restore()
    house.file.write_bytes(b"no backup")
    with pytest.raises(CommandError, match="no backup of ours"):
        house.restore()

    assert health.standing_hold() is None
    assert Contact.objects.count() == 1


def test_a_backup_that_fails_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/no/such/database")
    with pytest.raises((CommandError, OSError, Exception)):
        house.back_up()

    assert [one.name for one in house.home.iterdir() if "backup" in one.name] == []


def test_restore_says_first_what_is_here_and_not_in_the_backup(
    house: House, at: At, capsys: pytest.CaptureFixture[str]
) -> None:
    house.reader("stays")
    house.back_up()
    at(LATER)
    late = person("late@readers.test", created_at=LATER)
    house.letter(late, "first")
    Message.objects.filter(contact=late).update(created_at=LATER)
    capsys.readouterr()

    call_command("restore", str(house.file), look=True)

    in_it, _here, gone = capsys.readouterr().out.partition("Here, made after it")
    assert "people: 1, the newest of 2026-11-23 09:00 UTC" in in_it
    assert "people: 1, the newest of 2026-11-23 12:00 UTC" in gone
    assert "mails: 1, the newest of 2026-11-23 12:00 UTC" in gone
    assert "bookings" not in gone
    assert Contact.objects.filter(email=late.email).exists()
    assert health.standing_hold() is None


def test_restore_changes_nothing_unless_somebody_at_a_keyboard_says_yes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.reader("stays")
    house.back_up()
    house.reader("late")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _words: "no")

    with pytest.raises(CommandError, match="Nothing was changed"):
        house.restore()

    assert Contact.objects.count() == 2
    assert health.standing_hold() is None
