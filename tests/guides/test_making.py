"""The row is the queue: claims, lost claims, retries, giving up."""

from datetime import timedelta

import pytest

from guides import actions, pdf
from guides.models import GuideCopy
from mail.models import Message
from pulse.actions import beat, rest
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
    real = actions.making.document_of

    def document_of(copy, *, medium):
        if copy == bad:
            raise ValueError("bad")
        return real(copy, medium=medium)

    monkeypatch.setattr(actions.making, "document_of", document_of)
    made()

    good.refresh_from_db()
    assert good.state == State.READY
