"""The row is the queue: claims, lost claims, retries, giving up."""

import errno
import itertools
import os
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from shutil import _ntuple_diskusage as Usage

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError

from guides import actions, disk_space, pdf
from guides.actions import build
from guides.models import GuideCopy
from health.actions import beat, rest
from mail.models import Message
from project import processes
from tests.guides.conftest import WORKER

State = GuideCopy.State


@pytest.fixture
def broken(press, monkeypatch):
    def fail(_document, *, paper, pictures):
        raise OSError("no space left")

    monkeypatch.setattr(pdf, "pdf", fail)


def test_wanted_copy_is_made_stored_and_mailed_in_one_step(ask, made):
    copy = ask()

    assert made() == 1

    copy.refresh_from_db()
    assert (copy.state, copy.claimed_by, copy.tries) == (State.READY, "", 1)
    with copy.file.open() as file:
        assert file.read().startswith(b"%PDF")
    assert Message.objects.get().key == f"guide:{copy.uid}"


def test_nothing_is_made_twice(ask, made, press):
    ask()
    made()

    assert made() == 0
    assert press == ["a4"]


def test_pass_of_slow_guides_ends_before_the_worker_is_stopped(ask, answered, made, monkeypatch):
    ask()
    ask(attempt=answered("ally"), email="kim@example.org")
    seconds = itertools.count(step=30)
    monkeypatch.setattr(build, "monotonic", lambda: next(seconds))

    assert [made(), made(), made()] == [1, 1, 0]
    given = processes.commands()["guides"]()
    assert int(given[given.index("--time-limit") + 1]) > build.PASS_SECONDS + build.SECONDS


def test_reader_waits_until_asking_and_guide_are_seen_to(ask, guide, made, at, moment):
    at(moment)
    waited_for = [actions.is_waited_for(now=moment)]
    ask()
    waited_for.append(actions.is_waited_for(now=moment))
    made()
    waited_for.append(actions.is_waited_for(now=moment))

    assert waited_for == [False, True, False]


def test_living_worker_keeps_its_claim(ask, guide, at, moment):
    at(moment)
    ask()
    beat(worker="slow", kind="guides")
    beat(worker="other", kind="guides")
    assert actions.claim(worker="slow", now=moment)

    assert actions.claim(worker="other", now=moment + timedelta(minutes=10)) is None


def test_dead_workers_copy_is_taken_over(ask, made, at, moment):
    at(moment)
    copy = ask()
    beat(worker="dead", kind="guides")
    actions.claim(worker="dead", now=moment)

    rest(worker="dead")

    assert made(moment + timedelta(seconds=46)) == 1

    copy.refresh_from_db()
    assert (copy.state, copy.tries) == (State.READY, 2)


def test_lost_claim_leaves_no_file_and_no_second_letter(ask, press, at, moment, settings):
    at(moment)
    ask()
    beat(worker="slow", kind="guides")
    beat(worker=WORKER, kind="guides")
    lost = actions.claim(worker="slow", now=moment)
    GuideCopy.objects.update(claimed_by=WORKER)

    assert actions.make(lost, worker="slow", clock=lambda: moment) is False

    assert list(settings.MEDIA_ROOT.rglob("*.pdf")) == []
    assert not Message.objects.exists()


def test_failure_waits_longer_each_time_then_gives_up(ask, broken, made, moment):
    copy = ask()
    waits = []
    now = moment
    while made(now):
        copy.refresh_from_db()
        waits.append(copy.next_try_at - now)
        now = max(copy.next_try_at, now + timedelta(seconds=1))

    assert (copy.state, copy.tries) == (State.FAILED, 4)
    assert waits[:3] == sorted(waits[:3])
    assert copy.error == "OSError: no space left"


def test_given_up_copy_brings_the_web_version_and_tells_the_author(ask, broken, made, moment):
    copy = ask()
    GuideCopy.objects.update(tries=3)

    made()

    copy.refresh_from_db()
    to_author = Message.objects.get(contact=None)
    to_reader = Message.objects.get(contact=copy.contact)
    assert copy.state == State.FAILED
    assert to_author.purpose == "notice"
    assert f"/guides/guidecopy/{copy.pk}/" in to_author.values["admin_url"]
    assert to_reader.key == f"guide:{copy.uid}"


def test_copy_that_takes_workers_down_is_given_up(ask, made, moment):
    copy = ask()
    GuideCopy.objects.update(state=State.BUILDING, claimed_by="dead", tries=4)

    made()

    copy.refresh_from_db()
    assert copy.state == State.FAILED
    assert "memory" in copy.error


def test_author_tries_again_and_the_letter_goes_by_itself(ask, press, made, moment):
    copy = ask()
    GuideCopy.objects.update(state=State.FAILED, tries=4, error="OSError", mail_at=None)

    assert actions.retry(copy=copy, now=moment)
    made()

    copy.refresh_from_db()
    assert (copy.state, copy.error) == (State.READY, "")
    assert Message.objects.filter(contact=copy.contact).exists()


def test_other_paper_is_made_without_another_letter(
    ask, made, press, moment, django_capture_on_commit_callbacks
):
    copy = ask()
    made()
    copy.refresh_from_db()
    old = copy.file.path

    actions.change_paper(copy=copy, paper="letter", now=moment)
    with django_capture_on_commit_callbacks(execute=True):
        made()

    copy.refresh_from_db()
    assert press == ["a4", "letter"]
    assert copy.file.path != old
    assert Message.objects.count() == 1


def test_one_bad_copy_does_not_stop_the_rest(ask, answered, made, monkeypatch, moment):
    bad, good = ask(), ask(attempt=answered("ally"), email="kim@example.org")
    real = actions.build.document_of

    def document_of(copy, *, medium):
        if copy == bad:
            raise ValueError("bad")
        return real(copy, medium=medium)

    monkeypatch.setattr(actions.build, "document_of", document_of)
    made()

    good.refresh_from_db()
    assert good.state == State.READY


@pytest.fixture
def full(settings, press, monkeypatch):
    """A disk without room: a file is begun, then the system says no."""

    def save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", save)


def files(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_promise_1_full_disk_leaves_no_file_and_the_letter_goes(ask, made, full, settings, moment):
    copy = ask()

    for minutes in range(0, 60, 2):
        made(moment + timedelta(minutes=minutes))

    copy.refresh_from_db()
    assert files(settings) == []
    assert (copy.state, copy.tries) == (State.WANTED, 0)
    assert [message.contact for message in Message.objects.all()] == [copy.contact]


def test_promise_1_guide_put_off_for_space_is_made_once_there_is_some(
    ask, made, monkeypatch, moment
):
    copy = ask()
    with monkeypatch.context() as small:
        small.setattr(disk_space.shutil, "disk_usage", lambda _path: Usage(100e9, 99.6e9, 0.4e9))
        made()
    copy.refresh_from_db()
    assert copy.state == State.WANTED
    assert "400 MB" in copy.error

    made(moment + timedelta(minutes=2))

    copy.refresh_from_db()
    assert (copy.state, copy.error) == (State.READY, "")
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("total", "free", "has_space"),
    [(100e9, 0.6e9, True), (100e9, 0.4e9, False), (50e6, 11e6, True), (50e6, 9e6, False)],
)
def test_fifth_of_a_small_disk_or_half_a_gigabyte_is_left_to_rows_and_letters(
    total, free, has_space, tmp_path, monkeypatch
):
    usage = Usage(int(total), int(total - free), int(free))
    monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda _path: usage)

    with nullcontext() if has_space else pytest.raises(disk_space.NoSpace):
        disk_space.check(tmp_path / "not" / "there" / "yet")


def test_promise_1_row_that_cannot_be_written_leaves_no_file(ask, made, settings, monkeypatch):
    copy = ask()

    def post(_copy, *, now):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(actions.build.letters, "post", post)
        with pytest.raises(OperationalError):
            made()
    assert files(settings) == []

    made()

    copy.refresh_from_db()
    assert copy.state == State.READY
